"""The number of a house behind a name, and what only looks like one."""

import re

_NUMBER = re.compile(
    r"(?:[ \t]{1,3}|[ \t]?,[ \t]?(?=n|b|б|№))"
    r"(?:(?:nr|numer|no|number|bl|blok|bloku|budynek|budynku|буд|будинок|№)\b\.?[ \t]{0,2})?"
    r"(\d{1,4}(?:[a-zA-Z](?![^\W\d_]))?(?:[ \t]?/[ \t]?\d{1,4}[a-zA-Z]?)?)(?![\w/])",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"(?:[ \t]?[.:,-]\d|[ \t]?[-–][ \t]?(?:go|tej|ej|ym|mi|ta|th|st|nd|rd|й|го|та)\b|[ \t]?%"
    r"|[ \t]{0,2}(?:x|razy|raz|min|minut\w*|godz\w*|h|z[łl]|pln|eur\w*|m|mb|metr\w*|cm|km|lat|lata"
    r"|dni|dzie[nń]|tydzie[nń]|tygodni\w*|miesi[ąa]c\w*|os[oó]b\w*|proc\w*|rok\w*|szt\w*|aut\w*"
    r"|samoch\w*|drzew\w*|stop\w*|stycz\w*|lut\w*|mar(?:ca|zec)|kwie[tc]\w*|maja|czerw\w*"
    r"|lip(?:ca|iec)|sierp\w*|wrze[sś]\w*|pa[zź]dz\w*|listop\w*|grud\w*"
    r"|minutes?|hours?|people|persons?|cars?|times|days?|weeks?|months?|years?|met(?:re|er)s?"
    r"|a\.?m|p\.?m|pm|am|хв\w*|год\w*|дн\w*|день|тиж\w*|раз\w*|метр\w*|м|км|люд\w*|осіб|рок\w*"
    r"|років)\b)",
    re.IGNORECASE,
)


def number_after(text: str, end: int) -> tuple[str, int]:
    """The number and where it ends; empty where there is none."""
    found = _NUMBER.match(text, end)
    if not found or _MEASURE.match(text, found.end()):
        return "", end
    return re.sub(r"\s", "", found[1]), found.end()

"""Personal data in free text: where it stands, and the text without it.

Told by form (numbers, addresses of mail) and by what people write before a name. It errs on the
side of finding: a longer number taken for a telephone costs nothing, the opposite does.
"""

import re
from collections.abc import Iterable, Iterator

from kck.triage.checks import is_account, is_pesel
from kck.triage.terms import PersonalData, PersonalKind
from kck.triage.words import LONGEST_TEXT

MASK = "▒▒▒"

_MAIL_BEFORE = re.compile(r"[\w.+-]{1,64}\Z")
_MAIL_AFTER = re.compile(r"[ ]?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")

# what looks like a long number and is none: dates, times, coordinates, our own case numbers
_NOT_A_NUMBER = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
    r"|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)|(?<!\d)-?\d{1,3}\.\d{4,15}(?!\d)"
    r"|(?<!\d)\d{2}-\d{6}-\d(?!\d)"
)
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\+|00)?\(?\d(?:[ \t\u00a0().–-]{0,2}\d){8,40}(?!\d)")
_COUNTRY = re.compile(r"PL ?\Z", re.IGNORECASE)
_PHONE_SAID = re.compile(
    r"(?:\btel(?:efon\w*)?|\bphone|\bkom|\bkontakt|\bтел(?:ефон\w*)?)[\s.:]{1,3}(?:(?:nr|no)\.?\s)?"
    r"(\+?\d(?:[ -]?\d){5,7})(?!\d)",
    re.IGNORECASE,
)
# province, county, then four or five signs with a digit among them; Ukraine: AA 1234 AA
_PLATE = re.compile(
    r"(?<!\w)[BCDEFGKLNOPRSTWZ][A-Z]{1,2}[ -]?(?=[A-Z]{0,4}\d)[A-Z\d]{4,5}(?!\w)"
    r"|(?<!\w)[ABCEHIKMOPTX]{2} ?\d{4} ?[ABCEHIKMOPTX]{2}(?!\w)"
    r"|(?<!\w)[АВСЕНІКМОРТХ]{2} ?\d{4} ?[АВСЕНІКМОРТХ]{2}(?!\w)"
    r"|(?<!\w)[bcdefgklnoprstwz][a-z]{1,2}(?=[a-z]?\d)[a-z\d]{4,5}(?!\w)"
)
_PLATE_SAID = re.compile(
    r"(?:\brej\w{0,12}|\btablic\w{0,4}|\bplates?|\bномер\w{0,3} авто\w{0,5})[\s.:]{1,3}"
    r"(?:(?:nr|numer\w{0,4}|number|no|to|is)[\s.:]{1,2}){0,2}"
    r"([a-z]{2,3}[ -]?(?=[a-z]{0,4}\d)[a-z\d]{4,5})(?!\w)",
    re.IGNORECASE,
)

_CAPITAL = r"[A-ZĄĆĘŁŃÓŚŹŻÀ-ÞА-ЯІЇЄҐ]"
_NAME_WORD = rf"{_CAPITAL}[^\W\d_]{{1,30}}(?:-{_CAPITAL}[^\W\d_]{{1,30}})?"
_NAMES = rf"{_NAME_WORD}(?:[ \t]{{1,3}}{_NAME_WORD}){{0,2}}"
_NAME_SAID = re.compile(
    r"\b(?i:nazywam si[ęe]|mam na imi[ęe]|moje nazwisko(?: to)?|imi[ęe] i nazwisko|podpisano|"
    r"z poważaniem|z powazaniem|z wyrazami szacunku|pozdrawiam|"
    r"my name is|my name's|i am called|kind regards|best regards|regards|yours sincerely|sincerely|"
    r"мене звати|мене звуть|моє ім['’]?я|меня зовут|з повагою|прізвище|"
    r"pan(?:a|u|em|i|ią|ie)?|p\.|mr\.?|mrs\.?|ms\.?|пан(?:а|у|і|ові|ом|і|ію)?|"
    r"s[ąa]siad(?:a|ka|ki|em|owi|ką)?|neighbour|neighbor|сусід(?:а|ка|ки|ку)?)"
    rf"[ \t,:–-]{{0,3}}\n{{0,2}}[ \t]{{0,3}}({_NAMES})"
)
_NAME_AFTER_BEING = re.compile(
    rf"\b(?:[Jj]estem|I am|I'm)[ \t]{{1,3}}({_NAME_WORD}[ \t]{{1,3}}{_NAME_WORD})"
)
_NAME_IN_SMALL = re.compile(
    r"\b(?:nazywam si[ęe]|mam na imi[ęe]|my name is|мене звати)[ \t:]{1,3}"
    r"([^\W\d_]{2,30}(?:[ \t]{1,3}[^\W\d_]{3,30})?)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(rf"\n[ \t]*({_NAME_WORD}[ \t]{{1,3}}{_NAME_WORD})[ \t.]*\s*\Z")

_FLAT = re.compile(
    r"(?:\bm\.?|\bmieszk(?:\.|ani[aeu]m?)|\blok(?:\.|alu?)|\bflat|\bapt\.?|\bapartment|"
    r"\bкв(?:\.|артир[аиіу]))[ \t]?(?:(?:nr|no)\.?[ \t]?|№[ \t]?)?"
    r"\d{1,4}[a-z]?\b(?![ \t]?(?:m|cm)\b)",
    re.IGNORECASE,
)
_HOUSE_AND_FLAT = re.compile(
    rf"({_CAPITAL}[^\W\d_]{{2,30}}[ \t]{{1,2}}\d{{1,4}}[a-zA-Z]?)"
    r"([ \t]?/[ \t]?\d{1,4}[a-zA-Z]?)(?![\d/])"
)


def spot(text: str) -> tuple[PersonalData, ...]:
    """Everything found, in order, without overlaps; what is surer by its form wins."""
    text = text[:LONGEST_TEXT]
    covered = bytearray(len(text))
    kept = []
    for found in _all(text):
        if found.start < found.end and not any(covered[found.start : found.end]):
            covered[found.start : found.end] = b"\1" * (found.end - found.start)
            kept.append(found)
    return tuple(sorted(kept, key=lambda one: one.start))


def mask(text: str, spans: Iterable[PersonalData]) -> str:
    """The text with each span replaced by a sign that cannot be read back."""
    pieces, at = [], 0
    for one in sorted(spans, key=lambda one: one.start):
        if one.end > at:
            pieces += [text[at : max(at, one.start)], MASK]
            at = one.end
    return "".join([*pieces, text[at:]])


def _all(text: str) -> Iterator[PersonalData]:
    yield from _mails(text)
    if any(sign.isdigit() for sign in text):
        yield from _long_numbers(text)
        yield from _of(PersonalKind.PHONE, _PHONE_SAID, text, 1)
        yield from _of(PersonalKind.PLATE, _PLATE_SAID, text, 1)
        yield from _of(PersonalKind.PLATE, _PLATE, text)
        yield from _of(PersonalKind.FLAT, _FLAT, text)
        yield from _of(PersonalKind.FLAT, _HOUSE_AND_FLAT, text, 2)
    for pattern in (_NAME_SAID, _NAME_AFTER_BEING, _NAME_IN_SMALL, _SIGNATURE):
        yield from _of(PersonalKind.NAME, pattern, text, 1)


def _of(
    kind: PersonalKind, pattern: re.Pattern[str], text: str, group: int = 0
) -> Iterator[PersonalData]:
    for match in pattern.finditer(text):
        yield PersonalData(kind=kind, start=match.start(group), end=match.end(group))


def _mails(text: str) -> Iterator[PersonalData]:
    at = text.find("@")
    while at >= 0:
        before = _MAIL_BEFORE.search(text, max(0, at - 64), at)
        after = _MAIL_AFTER.match(text, at + 1)
        if before and after:
            yield PersonalData(kind=PersonalKind.EMAIL, start=before.start(), end=after.end())
        at = text.find("@", at + 1)


def _long_numbers(text: str) -> Iterator[PersonalData]:
    hidden = _NOT_A_NUMBER.sub(lambda match: "#" * len(match[0]), text)
    for match in _LONG_NUMBER.finditer(hidden):
        digits = "".join(sign for sign in match[0] if sign.isdecimal())
        country = _COUNTRY.search(text, max(0, match.start() - 3), match.start())
        start = country.start() if country else match.start()
        yield PersonalData(kind=_kind_of_number(digits), start=start, end=match.end())


def _kind_of_number(digits: str) -> PersonalKind:
    if is_pesel(digits):
        return PersonalKind.PESEL
    if is_account(digits) or len(digits) > 18:
        return PersonalKind.ACCOUNT
    return PersonalKind.PHONE

"""What an address or a number must look like to be of use."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

_EMAIL = re.compile(
    r"^[^\s@<>\"',;:\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
)
_SAID = re.compile(r"^(?:tel(?:efon)?|phone|тел(?:ефон)?|kom)[.:\s]*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s().\-–/\u00a0]")
_WORD = re.compile(r"[^\W_]+")
# how names are made alike for looking them up, here and in the database's index
ACCENTED, PLAIN = "ąćęłńóśźżäöüéèáíúčšřžňđ", "acelnoszzaoueeaiucsrznd"
_PLAIN = str.maketrans(ACCENTED, PLAIN)


def plain(name: str) -> str:
    return name.lower().translate(_PLAIN)


def normal_email(text: str) -> str:
    """The address in lower case, or "" when no mail could reach it."""
    address = text.strip().lower()
    return address if len(address) <= 254 and _EMAIL.match(address) else ""


def normal_phone(text: str) -> str:
    """The number as +48123456789, or "" when it is none. Nine digits are a Polish number."""
    digits = re.sub(r"[\s().\-–/]", "", text)
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"\d{9}", digits):
        return f"+48{digits}"
    return digits if re.fullmatch(r"\+\d{7,15}", digits) else ""


def sought_phone(text: str) -> str:
    """A number however it was said, for looking it up; "" when it is none.

    More is understood here than where one is kept: "tel. 600-100-200", "48600100200", "0 12 …".
    """
    digits = _BETWEEN.sub("", _SAID.sub("", text.strip()))
    if known := normal_phone(digits):
        return known
    if re.fullmatch(r"48\d{9}", digits):
        return f"+{digits}"
    return f"+48{digits[1:]}" if re.fullmatch(r"0\d{9}", digits) else ""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What somebody typed to find a person. `nothing`: too little to look for."""

    by: Literal["phone", "email", "name", "nothing"]
    value: str = ""
    words: tuple[str, ...] = ()


def sought(text: str) -> Sought:
    if phone := sought_phone(text):
        return Sought(by="phone", value=phone)
    if "@" in text:
        email = normal_email(text)
        return Sought(by="email", value=email) if email else Sought(by="nothing")
    words = tuple(_WORD.findall(text.lower()))[:5]
    if any(any(sign.isdigit() for sign in word) for word in words):
        return Sought(by="nothing")
    # one short word would be half the city
    return Sought(by="name", words=words) if sum(map(len, words)) >= 3 else Sought(by="nothing")


def calls_stopped(since: datetime | None, until: date | None, today: date) -> bool:
    """Whether somebody asked not to be called, and that still holds."""
    return since is not None and (until is None or today <= until)

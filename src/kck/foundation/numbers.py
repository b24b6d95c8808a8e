"""Case numbers: year, serial and a check digit, digits only, to be dictated and keyed in.

The check digit is Damm's: it finds every single wrong digit and every swap of neighbours.
H. M. Damm, "Totally anti-symmetric quasigroups", 2004.
"""

import re

from kck.foundation.text import _

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class WrongNumber(ValueError):
    """What was typed is no case number; the message says what looks wrong."""


def check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def make(year: int, serial: int) -> str:
    """The canonical form: make(2026, 4512) is "260045127" with its check digit."""
    body = f"{year % 100:02d}{serial:06d}"
    return body + check_digit(body)


def display(number: str) -> str:
    """As people see it: 26-004512-7."""
    return f"{number[:2]}-{number[2:-1]}-{number[-1]}"


def parse(text: str) -> str:
    """The canonical number of what somebody typed or dictated."""
    digits = re.sub(r"[\s\-–/.]", "", text)
    if not digits.isascii() or not digits.isdigit() or not 9 <= len(digits) <= 11:
        raise WrongNumber(str(_("Numer sprawy ma co najmniej 9 cyfr, na przykład 26-004512-8.")))
    if check_digit(digits[:-1]) != digits[-1]:
        raise WrongNumber(
            str(_("W tym numerze któraś cyfra się nie zgadza. Sprawdź go jeszcze raz."))
        )
    return digits

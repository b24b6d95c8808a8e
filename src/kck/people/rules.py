"""What an address or a number must look like to be of use."""

import re

_EMAIL = re.compile(
    r"^[^\s@<>\"',;:\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
)


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

"""Check digits of the numbers that Poland gives to people and accounts."""

_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def is_pesel(digits: str) -> bool:
    """Eleven digits with a possible day and month and the right check digit."""
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit():
        return False
    if not 1 <= int(digits[2:4]) % 20 <= 12 or not 1 <= int(digits[4:6]) <= 31:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return (10 - total % 10) % 10 == int(digits[10])


def is_account(digits: str) -> bool:
    """A Polish account number (NRB, 26 digits) whose check digits are right."""
    if len(digits) != 26 or not digits.isascii() or not digits.isdigit():
        return False
    return int(f"{digits[2:]}2521{digits[:2]}") % 97 == 1

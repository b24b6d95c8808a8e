"""Words that a spreadsheet would take for a formula carry an apostrophe in our tables.

It shows such a cell as text. One more apostrophe goes before those that begin so already, so that
whatever was written comes back as it was.
"""

import re

_LOOKS_LIKE_ONE = re.compile("'*[=+@\\-\t\r\uff1d\uff0b\uff0d\uff20]")


def disarmed(text: str) -> str:
    return f"'{text}" if _LOOKS_LIKE_ONE.match(text) else text


def as_written(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _LOOKS_LIKE_ONE.match(cell) else cell

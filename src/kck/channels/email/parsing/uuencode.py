"""Files in the middle of a text, as they were sent before MIME and still are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kck.channels.email.parsing.limits import MAX_UNPACKED
from kck.channels.email.parsing.terms import Defect
from kck.channels.email.parsing.transfer import uu_lines

_FILE = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\r\n]{1,200})\n"
    r"(?P<lines>(?:[!-`][ -`]{0,90}\n)*)"
    r"(?:[ `]?\n)?end[ ]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class EncodedFile:
    name: str
    lines: bytes

    def chunks(self) -> Iterator[bytes]:
        yield b"".join(uu_lines(self.lines))


def without_files(text: str, defects: set[Defect]) -> tuple[str, list[EncodedFile]]:
    if "begin " not in text:
        return text, []
    found: list[EncodedFile] = []

    def taken(match: re.Match[str]) -> str:
        if len(match["lines"]) > MAX_UNPACKED or not match["lines"]:
            defects.add(Defect.BAD_UUENCODE)
            return match[0]
        found.append(EncodedFile(name=match["name"], lines=match["lines"].encode("ascii")))
        return ""

    return _FILE.sub(taken, text), found

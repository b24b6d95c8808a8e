"""The block of headers above a body, and the parameters in a header's value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from kck.channels.email.parsing.charsets import decoded
from kck.channels.email.parsing.limits import (
    MAX_FILENAME,
    MAX_HEADER,
    MAX_HEADER_BLOCK,
    MAX_HEADERS,
    MAX_PARAMETERS,
)
from kck.channels.email.parsing.terms import Defect
from kck.channels.email.parsing.words import unworded

_END = re.compile(rb"\n\r*\n|\r\r(?!\n)")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_BLANK_LINES = re.compile(rb"(?:[ \t]*[\r\n]+)+")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_PARAMETER = re.compile(
    r";\s*([^\s=;\"]{1,100})\s*=\s*(\"(?:[^\"\\]|\\.)*(?:\"|\Z)|[^;]*)", re.DOTALL
)
_EXTENDED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?\Z")


@dataclass(frozen=True, kw_only=True)
class Headers:
    """In their order; names in small letters, values as bytes until somebody asks."""

    fields: tuple[tuple[str, bytes], ...] = ()
    defects: set[Defect] = field(default_factory=set)

    def raw(self, name: str) -> str:
        """The first one, unfolded; encoded words are left as they are."""
        for key, value in self.fields:
            if key == name:
                return self._text(value)
        return ""

    def all(self, name: str) -> Iterator[str]:
        return (self._text(value) for key, value in self.fields if key == name)

    def text(self, name: str) -> str:
        """The first one that says something, in plain words."""
        for value in self.all(name):
            if value.strip():
                return unworded(value, self.defects).strip()
        return ""

    def has(self, name: str) -> bool:
        return any(key == name for key, _value in self.fields)

    def _text(self, value: bytes) -> str:
        if value.isascii():
            text = value.decode("ascii")
        else:
            self.defects.add(Defect.RAW_8BIT_HEADER)
            text, _defect = decoded(value)
        return _FOLD.sub(" ", text).replace("\x00", "").strip()


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers from here on, and where the body begins."""
    defects: set[Defect] = set()
    if not start:  # some programs put an empty line, or one of spaces, above everything
        start = _first_word(raw, end)
    if raw.startswith(b"From ", start):  # mbox
        start = _line_end(raw, start, end)
    body, stop = _body_start(raw, start, end)
    found, ends = _fields(raw[start : min(stop, start + MAX_HEADER_BLOCK)], defects)
    if stop - start > MAX_HEADER_BLOCK:
        defects.add(Defect.HEADERS_CUT)
    elif ends is not None:
        body = start + ends
    return Headers(fields=tuple(found), defects=defects), body


def _first_word(raw: bytes, end: int) -> int:
    found = _BLANK_LINES.match(raw, 0, min(end, 65536))
    return found.end() if found else 0


def _body_start(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the body starts, and where the headers end."""
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return _line_end(raw, start, end), start
    found = _END.search(raw, start, end)
    return (found.end(), found.start()) if found else (end, end)


def _line_end(raw: bytes, start: int, end: int) -> int:
    found = raw.find(b"\n", start, end)
    return end if found < 0 else found + 1


def _fields(block: bytes, defects: set[Defect]) -> tuple[list[tuple[str, bytes]], int | None]:
    """Name and value of each, and where text begins if no empty line came before it."""
    found: list[tuple[str, list[bytes]]] = []
    lines = block.splitlines(keepends=True)
    position, room = 0, 0
    for number, line in enumerate(lines):
        begins = None if line[:1] in b" \t" else _FIELD.match(line)
        if begins:
            if len(found) >= MAX_HEADERS:
                defects.add(Defect.HEADERS_CUT)
                break
            found.append((begins[1].decode("ascii").lower(), [line[begins.end() :].strip()]))
            room = MAX_HEADER
        elif line[:1] in b" \t" or _goes_on(lines[number + 1 : number + 4]):
            if found and room > 0:
                found[-1][1].append(line.strip())
                room -= len(line)
        else:
            defects.add(Defect.NO_HEADERS)
            return _joined_lines(found), position
        position += len(line)
    return _joined_lines(found), None


def _goes_on(following: list[bytes]) -> bool:
    """Whether headers follow: then this line has only lost the space before it."""
    return any(_FIELD.match(line) for line in following)


def _joined_lines(found: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    return [(name, b"\n".join(lines)[:MAX_HEADER]) for name, lines in found]


def looks_like_headers(raw: bytes) -> bool:
    """Whether a mail begins with headers at all, and not with its text."""
    start = _first_word(raw, len(raw))
    return raw.startswith(b"From ", start) or _FIELD.match(raw, start) is not None


def parameters(value: str, defects: set[Defect]) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon in small letters, and what follows (RFC 2231)."""
    main = value.partition(";")[0].strip().lower()
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for number, found in enumerate(_PARAMETER.finditer(value)):
        if number >= MAX_PARAMETERS:
            break
        name, said = found[1].lower(), _unquoted(found[2])
        shape = _EXTENDED.match(name) if "*" in name else None
        if shape:
            place = int(shape[2] or 0)
            pieces.setdefault(shape[1], []).append((place, bool(shape[3]), said))
        else:
            simple.setdefault(name, unworded(said, defects))
    for name, parts in pieces.items():
        simple[name] = _joined(parts, defects)
    return main, simple


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        # a backslash before anything but a quote is a Windows path
        return re.sub(r"\\([\"\\])", r"\1", value[1:].removesuffix('"'))
    return value


def _joined(parts: list[tuple[int, bool, str]], defects: set[Defect]) -> str:
    charset, data = "", b""
    for place, (_number, encoded, said) in enumerate(sorted(parts, key=lambda part: part[0])):
        if encoded and place == 0 and said.count("'") >= 2:
            charset, _language, said = said.split("'", 2)
        piece = said.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(piece) if encoded else piece
    text, defect = decoded(data, charset)
    if defect:
        defects.add(defect)
    return unworded(text, defects)


def file_name(said: str) -> str:
    """A name that can be shown and saved: no folders, no control characters, not too long."""
    name = re.split(r"[/\\]", said.replace("\x00", ""))[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip().strip(".").strip()
    if len(name) <= MAX_FILENAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:MAX_FILENAME]
    return f"{stem[: MAX_FILENAME - len(ending) - 1]}.{ending}"

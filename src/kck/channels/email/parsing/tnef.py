"""Files out of winmail.dat ([MS-OXTNEF]): names and bytes of attachments, nothing else.

Written here because the libraries for it have not been looked after for years.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kck.channels.email.parsing.charsets import decoded

SIGNATURE = b"\x78\x9f\x3e\x22"
_RENDER_DATA, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME, _MIME_TAG, _CONTENT_ID = 0x3707, 0x370E, 0x3712
_SIZES = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8}
_TEXT8, _TEXT16, _GUID = 0x1E, 0x1F, 0x48
_MOST_ATTRIBUTES, _MOST_PROPERTIES = 20_000, 2_000


class BadTnef(Exception):
    """It breaks off, or is none."""


@dataclass(kw_only=True)
class TnefFile:
    data: bytes
    title: bytes = b""
    start: int = -1
    end: int = -1
    known: dict[int, bytes] = field(default_factory=dict)

    def name(self) -> str:
        return self.known.get(_LONG_NAME, b"").decode("utf-8", "replace") or _plain(self.title)

    def type(self) -> str:
        return self.known.get(_MIME_TAG, b"").decode("utf-8", "replace")

    def content_id(self) -> str:
        return self.known.get(_CONTENT_ID, b"").decode("utf-8", "replace").strip("<>")

    def chunks(self) -> Iterator[bytes]:
        yield self.data[self.start : self.end]


def files(data: bytes) -> list[TnefFile]:
    """All or nothing: whoever cannot be read whole is kept as the file that it is."""
    if not data.startswith(SIGNATURE):
        raise BadTnef
    found: list[TnefFile] = []
    for name, start, end in _attributes(data):
        if name == _RENDER_DATA:
            found.append(TnefFile(data=data))
        elif not found:
            continue
        elif name == _TITLE:
            found[-1].title = data[start:end].rstrip(b"\x00")
        elif name == _DATA:
            found[-1].start, found[-1].end = start, end
        elif name == _PROPERTIES:
            found[-1].known = _properties(data[start:end])
    return [file for file in found if file.start >= 0]


def _attributes(data: bytes) -> Iterator[tuple[int, int, int]]:
    position = 6
    for _ in range(_MOST_ATTRIBUTES):
        if position == len(data):
            return
        try:
            _level, name, _type, length = struct.unpack_from("<BHHI", data, position)
        except struct.error as error:
            raise BadTnef from error
        start = position + 9
        if start + length + 2 > len(data):
            raise BadTnef
        yield name, start, start + length
        position = start + length + 2
    raise BadTnef


def _properties(block: bytes) -> dict[int, bytes]:
    """Those with text; the rest is stepped over, and what cannot be ends the list."""
    found: dict[int, bytes] = {}
    try:
        (count,) = struct.unpack_from("<I", block, 0)
        position = 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            kind, name = struct.unpack_from("<HH", block, position)
            position = _past_name(block, position + 4, name)
            values, position = _values(block, position, kind)
            if values and kind in {_TEXT8, _TEXT16}:
                codec = "utf-16-le" if kind == _TEXT16 else ""
                text, _wrong = decoded(values[0], codec)
                found[name] = text.rstrip("\x00").encode("utf-8", "replace")
    except (struct.error, BadTnef):
        pass
    return found


def _past_name(block: bytes, position: int, name: int) -> int:
    if name < 0x8000:
        return position
    (kind,) = struct.unpack_from("<I", block, position + 16)
    if kind == 0:
        return position + 24
    length: int = struct.unpack_from("<I", block, position + 20)[0]
    return position + 24 + length + (-length % 4)


def _values(block: bytes, position: int, kind: int) -> tuple[list[bytes], int]:
    many, plain = kind & 0x1000, kind & 0x0FFF
    if plain in _SIZES and not many:
        return [], position + max(4, _SIZES[plain])
    if plain == _GUID and not many:
        return [], position + 16
    (count,) = struct.unpack_from("<I", block, position)
    position += 4
    if count > _MOST_PROPERTIES:
        raise BadTnef
    found = []
    for _ in range(count):
        if plain in _SIZES:
            position += max(4, _SIZES[plain])
            continue
        (length,) = struct.unpack_from("<I", block, position)
        found.append(block[position + 4 : position + 4 + length])
        position += 4 + length + (-length % 4)
    return found, position


def _plain(title: bytes) -> str:
    return decoded(title)[0]

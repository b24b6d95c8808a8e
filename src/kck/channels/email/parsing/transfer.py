"""Transfer encodings, undone piece by piece so that no file is ever held twice."""

import binascii
import re
from collections.abc import Iterator

from kck.channels.email.parsing.limits import CHUNK
from kck.channels.email.parsing.terms import Defect

IDENTITY = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "plain", "none"}
BASE64, QUOTED, UU = "base64", "quoted-printable", "x-uuencode"
_UU_NAMES = {"x-uuencode", "uuencode", "x-uue", "uue"}
_NOT_BASE64 = bytes(set(range(256)) - set(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
))  # fmt: skip
_SPACES = b" \t\r\n\x00"
_MANY_PADDINGS = 1_000
_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,300}\r?$", re.MULTILINE)


def encoding_named(said: str, defects: set[Defect]) -> str:
    """One of ours for what the header says; what nobody knows is taken as it stands."""
    name = re.split(r"[\s;,(]", said.strip().strip("\"'").lower(), maxsplit=1)[0].rstrip(".")
    if name in IDENTITY or name in {BASE64, QUOTED}:
        return name if name in {BASE64, QUOTED} else ""
    if name in _UU_NAMES:
        return UU
    if name in {"quoted_printable", "qp", "quoted"}:
        return QUOTED
    if name in {"base-64", "b64", "x-base64"}:
        return BASE64
    defects.add(Defect.UNKNOWN_ENCODING)
    return ""


def chunks(raw: bytes, start: int, end: int, encoding: str) -> Iterator[bytes]:
    if encoding == BASE64:
        yield from _from_base64(raw, start, end)
    elif encoding == QUOTED:
        for piece in _whole_lines(raw, start, end):
            yield binascii.a2b_qp(piece)
    elif encoding == UU:
        yield from _from_uu(raw, start, end)
    else:
        for position in range(start, end, CHUNK):
            yield raw[position : min(position + CHUNK, end)]


def at_most(pieces: Iterator[bytes], limit: int) -> tuple[bytes, bool]:
    """The beginning of a body, and whether that was all."""
    found, size = [], 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > limit:
            return b"".join(found)[:limit], False
    return b"".join(found), True


def is_base64(raw: bytes, start: int, end: int) -> bool:
    """Whether a body that claims so can be: plain text has spaces and full stops in its lines."""
    sample = raw[start : min(end, start + 4096)]
    told = sample.translate(None, _SPACES)
    strange = len(told) - len(told.translate(None, _NOT_BASE64))
    words = len(re.findall(rb"[^\r\n] +[^\r\n]", sample))
    return strange * 20 <= len(told) and words * 20 <= len(told)


def _from_base64(raw: bytes, start: int, end: int) -> Iterator[bytes]:
    left = b""
    for position in range(start, end, CHUNK):
        piece = raw[position : min(position + CHUNK, end)].translate(None, _NOT_BASE64)
        if b"=" in piece:
            yield from _padded(left + piece)
            left = b""
            continue
        piece = left + piece
        whole = len(piece) - len(piece) % 4
        left = piece[whole:]
        yield binascii.a2b_base64(piece[:whole])
    if left:
        yield from _padded(left)


def _padded(piece: bytes) -> Iterator[bytes]:
    """Padding may stand in the middle, where two encoded files were put one after the other."""
    groups = re.split(rb"=+", piece, maxsplit=_MANY_PADDINGS)
    groups[-1] = groups[-1].replace(b"=", b"")
    for group in groups:
        if len(group) % 4 == 1:
            group = group[:-1]
        if group:
            yield binascii.a2b_base64(group + b"=" * (-len(group) % 4))


def _whole_lines(raw: bytes, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        stop = min(start + CHUNK, end)
        if stop < end:
            line_end = raw.find(b"\n", stop, min(end, stop + CHUNK))
            stop = line_end + 1 if line_end >= 0 else stop
        yield raw[start:stop]
        start = stop


def _from_uu(raw: bytes, start: int, end: int) -> Iterator[bytes]:
    begins = _BEGIN.search(raw, start, end)
    position = begins.end() if begins else start
    for piece in _whole_lines(raw, position, end):
        yield b"".join(uu_lines(piece))


def uu_lines(piece: bytes) -> Iterator[bytes]:
    for line in piece.split(b"\n"):
        line = line.rstrip(b"\r")
        if line and line != b"end" and line[0] != 0x60:
            yield _uu_line(line)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3  # some encoders write too much
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return b""

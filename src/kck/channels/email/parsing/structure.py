"""The tree of MIME parts, found by looking for boundaries in the raw mail: nothing is copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kck.channels.email.parsing import headers, transfer
from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.limits import MAX_DEPTH, MAX_FALSE_BOUNDARIES, MAX_PARTS
from kck.channels.email.parsing.terms import Defect

_GUESSED_BOUNDARY = re.compile(rb"(?:\A|[\r\n])--([^\s\-][^\r\n]{0,100}?)[ \t]*\r?\n")
_TYPE = re.compile(r"[a-z0-9][\w.+\-]{0,60}/[\w.+\-]{1,100}\Z")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: where its body lies in the raw mail, and what its headers say of it."""

    raw: bytes = field(repr=False)
    headers: Headers
    type: str
    parameters: dict[str, str]
    disposition: str = ""
    filename: str = ""
    start: int
    end: int
    encoding: str = ""
    children: tuple["Part", ...] = ()

    @property
    def main(self) -> str:
        return self.type.partition("/")[0]

    @property
    def charset(self) -> str:
        return self.parameters.get("charset", "")

    @property
    def content_id(self) -> str:
        return self.headers.raw("content-id").strip("<> ")

    def chunks(self) -> Iterator[bytes]:
        return transfer.chunks(self.raw, self.start, self.end, self.encoding)

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class _Room:
    """How many parts there still may be."""

    parts: int = MAX_PARTS
    false_boundaries: int = MAX_FALSE_BOUNDARIES


def tree(raw: bytes, defects: set[Defect]) -> Part:
    if headers.looks_like_headers(raw):
        return _part(raw, 0, len(raw), "text/plain", 0, _Room(), defects)
    defects.add(Defect.NO_HEADERS)
    return Part(
        raw=raw,
        headers=Headers(defects=defects),
        type="text/plain",
        parameters={},
        start=0,
        end=len(raw),
    )


def _part(
    raw: bytes, start: int, end: int, usual: str, depth: int, room: _Room, defects: set[Defect]
) -> Part:
    found, body = headers.split(raw, start, end)
    defects |= found.defects
    found = Headers(fields=found.fields, defects=defects)
    kind, parameters = _content_type(found, usual)
    disposition, more = headers.parameters(found.raw("content-disposition"), defects)
    part = Part(
        raw=raw,
        headers=found,
        type=kind,
        parameters=parameters,
        disposition=disposition,
        filename=headers.file_name(more.get("filename", "") or parameters.get("name", "")),
        start=body,
        end=end,
        encoding=transfer.encoding_named(found.raw("content-transfer-encoding"), defects),
    )
    if part.main != "multipart":
        return part
    return _with_children(part, depth, room)


def _content_type(found: Headers, usual: str) -> tuple[str, dict[str, str]]:
    """One that can be split, else the last that can be read: gateways add theirs below."""
    said = [value for value in found.all("content-type") if value.strip(" ;")]
    readable = []
    for value in reversed(said[:5]):
        kind, parameters = headers.parameters(value, found.defects)
        kind = re.sub(r"\s", "", kind)
        if _TYPE.match(kind) or kind == "text":
            readable.append((kind if kind != "text" else "text/plain", parameters))
    for kind, parameters in readable:
        if kind.startswith("multipart/") and parameters.get("boundary"):
            return kind, parameters
    if readable:
        return readable[0]
    return (usual if not said else "text/plain"), {}


def _with_children(part: Part, depth: int, room: _Room) -> Part:
    defects = part.headers.defects
    boundary = part.parameters.get("boundary", "").strip().encode("utf-8", "surrogateescape")
    ranges = list(_ranges(part, boundary, room)) if boundary else []
    if not ranges:
        defects.add(Defect.NO_BOUNDARY)
        guessed = _GUESSED_BOUNDARY.search(part.raw, part.start, min(part.end, part.start + 65536))
        if guessed:
            ranges = list(_ranges(part, guessed[1], room))
    if not ranges:  # its text is all there is
        return _as_text(part)
    if depth >= MAX_DEPTH:
        defects.add(Defect.TOO_DEEP)
        return _as_file(part)
    usual = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
    children = tuple(
        _part(part.raw, start, end, usual, depth + 1, room, defects) for start, end in ranges
    )
    return _changed(part, children=children)


def _ranges(part: Part, boundary: bytes, room: _Room) -> Iterator[tuple[int, int]]:
    """From one boundary line to the next; what comes before the first is a preamble."""
    raw, begin = part.raw, -1
    for line, after, closing in _boundary_lines(part, boundary, room):
        if begin >= 0:
            yield begin, max(begin, line)
        if closing:
            return
        room.parts -= 1
        if room.parts <= 0:
            part.headers.defects.add(Defect.TOO_MANY_PARTS)
            return
        begin = after
    if begin >= 0:
        part.headers.defects.add(Defect.NO_CLOSING_BOUNDARY)
        if raw[begin : part.end].strip():
            yield begin, part.end


def _boundary_lines(part: Part, boundary: bytes, room: _Room) -> Iterator[tuple[int, int, bool]]:
    """Where the line before ends, where the next begins, and whether it closes."""
    raw, mark = part.raw, b"--" + boundary
    position = part.start
    if not raw.startswith(mark, position):
        position = raw.find(b"\n" + mark, position - 1 if position else 0, part.end) + 1
    while position > 0 or raw.startswith(mark):
        after = position + len(mark)
        line_end = raw.find(b"\n", after, part.end)
        line_end = part.end if line_end < 0 else line_end
        rest = raw[after : min(line_end, after + 200)].strip()
        if rest in (b"", b"--"):
            yield _before(raw, position, part.start), min(line_end + 1, part.end), rest == b"--"
        else:
            room.false_boundaries -= 1
            if room.false_boundaries <= 0:
                part.headers.defects.add(Defect.TOO_MANY_PARTS)
                return
        position = raw.find(b"\n" + mark, max(line_end - 1, after), part.end) + 1
        if not position:
            return


def _before(raw: bytes, position: int, least: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if position > least and raw[position - 1] == 0x0A:
        position -= 1
    if position > least and raw[position - 1] == 0x0D:
        position -= 1
    return position


def _as_text(part: Part) -> Part:
    return _changed(part, type="text/plain")


def _as_file(part: Part) -> Part:
    return _changed(part, type="application/octet-stream", disposition="attachment")


def _changed(
    part: Part,
    *,
    type: str = "",
    disposition: str = "",
    children: tuple[Part, ...] = (),
) -> Part:
    return Part(
        raw=part.raw,
        headers=part.headers,
        type=type or part.type,
        parameters=part.parameters,
        disposition=disposition or part.disposition,
        filename=part.filename,
        start=part.start,
        end=part.end,
        encoding=part.encoding,
        children=children,
    )

"""What can be checked of PDF/A-2b without veraPDF. Passing is necessary, not sufficient."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

_PART = re.compile(rb"pdfaid:part(?:>|=[\"'])\s*([0-9])")
_CONFORMANCE = re.compile(rb"pdfaid:conformance(?:>|=[\"'])\s*([ABU])")
_FORBIDDEN_ACTIONS = frozenset({"/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData"})
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def problems(data: bytes) -> list[str]:
    """What is wrong with it as PDF/A-2b or 3b, as far as we look."""
    if not data.startswith(b"%PDF-1."):
        return ["it is no PDF"]
    try:
        reader = PdfReader(BytesIO(data), strict=True)
        if reader.is_encrypted:
            return ["it is encrypted"]
        return [*_document(reader), *_contents(reader)]
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        return [f"it cannot be read: {type(error).__name__} {error}"]


def _document(reader: PdfReader) -> Iterator[str]:
    root: Any = reader.trailer["/Root"]
    if "/ID" not in reader.trailer:
        yield "the file has no identifier"
    yield from _metadata(root)
    yield from _intent(root)
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        yield "it carries JavaScript"


def _metadata(root: Any) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "it has no XMP metadata"
        return
    stream: StreamObject = root["/Metadata"].get_object()
    if "/Filter" in stream:
        yield "its XMP metadata are compressed"
    xmp = stream.get_data()
    part, conformance = _PART.search(xmp), _CONFORMANCE.search(xmp)
    if not part or part[1] not in {b"2", b"3"} or not conformance:
        yield "its XMP metadata do not say PDF/A-2 or 3"


def _intent(root: Any) -> Iterator[str]:
    intents = [one.get_object() for one in root.get("/OutputIntents", [])]
    for intent in intents:
        if intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent:
            profile = intent["/DestOutputProfile"].get_object().get_data()
            if profile[36:40] == b"acsp":
                return
    yield "it has no output intent with a colour profile"


def _contents(reader: PdfReader) -> Iterator[str]:
    """Every dictionary that is reachable, each once."""
    for one in _dictionaries(reader.trailer["/Root"].get_object()):
        if one.get("/Type") == "/Font":
            yield from _font(one)
        if one.get("/S") in _FORBIDDEN_ACTIONS:
            yield f"it carries an action {one['/S']}"
        if isinstance(one, StreamObject) and "LZW" in str(one.get("/Filter", "")):
            yield "it is compressed by LZW"


def _dictionaries(start: Any) -> Iterator[DictionaryObject]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop().get_object()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [value for key, value in one.items() if key != "/Parent"]
        elif isinstance(one, list):
            waiting += list(one)


def _font(font: DictionaryObject) -> Iterator[str]:
    if font.get("/Subtype") == "/Type0":  # its descendant is reached by itself
        if "/ToUnicode" not in font:
            yield f"the font {font.get('/BaseFont')} does not say which letters it draws"
        return
    described: Any = font.get("/FontDescriptor")
    files = described.get_object() if described is not None else {}
    if not any(name in files for name in _FONT_FILES):
        yield f"the font {font.get('/BaseFont')} is not embedded"

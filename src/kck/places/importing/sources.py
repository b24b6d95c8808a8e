"""Files read as streams: a line, a row or a feature at a time, whatever their encoding."""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kck.foundation.text import clean
from kck.places import wrong
from kck.places.importing.report import BadRow, CannotImport

CHUNK = 65_536
LONGEST_FEATURE = 50_000_000  # characters; a country's border has some two million
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIST_OF_FEATURES = re.compile(r'"features"\s*:\s*\[')
_TO_NEXT = " \t\r\n,\x1e"  # RFC 8142 puts a record separator before each


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record and the line (or number of the feature) it stands at."""

    line: int
    values: dict[str, Any]


class Source:
    """An open file that knows how far it has been read."""

    def __init__(self, raw: BufferedReader, text: TextIOWrapper, size: int) -> None:
        self._raw, self.text, self._size = raw, text, max(size, 1)

    @property
    def part(self) -> float:
        return min(1.0, self._raw.tell() / self._size)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    try:
        encoding = encoding_of(path)
        raw = path.open("rb")
    except OSError as error:
        raise CannotImport(wrong.CANNOT_OPEN(name=path.name, why=error.strerror)) from error
    with raw, TextIOWrapper(raw, encoding=encoding, errors="replace", newline="") as text:
        yield Source(raw, text, path.stat().st_size)


def encoding_of(path: Path) -> str:
    """By the mark at its beginning, else UTF-8 if all of it is, else the old Windows encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        beginning = file.read(4)
        for mark, encoding in _BOMS:
            if beginning.startswith(mark):
                return encoding
        file.seek(0)
        try:
            while chunk := file.read(1_000_000):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1250"
    return "utf-8"


def lines(source: Source) -> Iterator[Row]:
    """Every line that is not empty."""
    for number, line in enumerate(source.text, start=1):
        if stripped := line.strip():
            yield Row(line=number, values={"name": stripped})


def table(source: Source) -> Iterator[Row]:
    """Rows of a CSV by the names of its header, lower case; the delimiter is the header's own."""
    names, delimiter = header_of(source.text.readline())
    reader = csv.reader(source.text, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CannotImport(
                wrong.UNREADABLE(line=reader.line_num + 1, why=str(error))
            ) from error
        if any(cells):
            # a short row says nothing in its last columns
            values = dict(zip_longest(names, cells[: len(names)], fillvalue=""))
            yield Row(line=reader.line_num + 1, values=values)


def header_of(line: str) -> tuple[list[str], str]:
    """Names of columns in lower case, and what stands between them."""
    delimiter = max(";,\t|", key=line.count)
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return [cell.strip().lower() for cell in cells], delimiter


def features(source: Source) -> Iterator[Row]:
    """Features of a FeatureCollection or one a line, never more than one of them in memory."""
    decoder = json.JSONDecoder()
    buffer = _at_first_feature(source)
    number = 0
    while True:
        buffer = buffer.lstrip(_TO_NEXT) or source.text.read(CHUNK).lstrip(_TO_NEXT)
        if not buffer or buffer[0] == "]":
            return
        feature, end, buffer = _next_value(decoder, buffer, source)
        number += 1
        yield Row(line=number, values=feature if isinstance(feature, dict) else {})
        buffer = buffer[end:]


def _at_first_feature(source: Source) -> str:
    """What was read already, from the first feature on."""
    buffer = source.text.read(CHUNK)
    while not (found := _LIST_OF_FEATURES.search(buffer)):
        if '"FeatureCollection"' not in buffer:
            return buffer  # one feature a line
        more = source.text.read(CHUNK)
        if not more or len(buffer) > LONGEST_FEATURE:
            raise CannotImport(wrong.NO_FEATURES)
        buffer += more
    return buffer[found.end() :]


def _next_value(decoder: json.JSONDecoder, buffer: str, source: Source) -> tuple[Any, int, str]:
    """Read on, twice as much each time, until a whole value is there."""
    step = CHUNK
    while True:
        try:
            value, end = decoder.raw_decode(buffer)
        except (ValueError, RecursionError) as error:
            more = source.text.read(step)
            if not more or len(buffer) > LONGEST_FEATURE:
                raise CannotImport(wrong.BROKEN_JSON) from error
            buffer += more
            step *= 2
        else:
            return value, end, buffer


def looks_like_json(path: Path) -> bool:
    with opened(path) as source:
        return source.text.read(200).lstrip(_TO_NEXT + "\ufeff").startswith("{")


def plain(text: str) -> str:
    """Without what no database takes: NUL, halves of characters, hidden direction marks."""
    return text if text.isascii() and text.isprintable() else clean(text)


def text_of(row: Row, *names: str, longest: int = 200) -> str:
    """The first of these columns that says something."""
    for name in names:
        value = row.values.get(name)
        if value not in (None, ""):
            text = plain(str(value)).strip()
            if len(text) > longest:
                raise BadRow(wrong.TOO_LONG(name=name))
            if text:
                return text
    return ""

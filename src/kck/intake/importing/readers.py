"""Rows out of files and feeds, a few at a time."""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

import httpx2
from defusedxml.ElementTree import iterparse

from kck.foundation.text import _
from kck.intake.importing.formulas import as_written
from kck.intake.importing.mapping import CaseMapping
from kck.places.importing.report import BadRow, CannotImport
from kck.places.importing.sources import Row, Source, opened

LONGEST_FIELD = 1_000_000
LARGEST_DOWNLOAD = 2_000_000_000
_CHUNK = 1 << 16
_LIST = re.compile(r"\[\s*\{")


def csv_rows(source: Source, mapping: CaseMapping) -> Iterator[Row | BadRow]:
    """Rows of a table; a row that is cut or too long is said to be bad, the next ones go on."""
    csv.field_size_limit(LONGEST_FIELD)
    first = source.text.readline()
    lines = (line.replace("\0", "") for line in chain([first], source.text))
    reader = csv.reader(lines, delimiter=mapping.delimiter or max(",;\t|", key=first.count))
    header = [name.strip() for name in next(reader, [])]
    _check_header(header, mapping)
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield bad_row(reader.line_num, str(error))
            continue
        if not any(values):
            continue
        if len(values) > len(header):
            yield bad_row(reader.line_num, str(_("Wiersz ma więcej kolumn niż nagłówek.")))
            continue
        values += [""] * (len(header) - len(values))
        if mapping.disarmed:
            values = [as_written(value) for value in values]
        yield Row(line=reader.line_num, values=dict(zip(header, values, strict=True)))


def bad_row(line: int, reason: str) -> BadRow:
    bad = BadRow(reason)
    bad.line = line  # type: ignore[attr-defined]
    return bad


def _check_header(header: list[str], mapping: CaseMapping) -> None:
    for field in mapping.required:
        wanted = [column for group in mapping.columns.get(field, ()) for column in group]
        if not any(column in header for column in wanted):
            words = _("Brakuje kolumny „{column}”. W nagłówku są: {header}.")
            raise CannotImport(
                str(words).format(column=" / ".join(wanted), header=", ".join(header)[:400])
            )


def format_of(path: Path, mapping: CaseMapping) -> str:
    """Of the formats that the mapping reads, the one of this file."""
    if len(mapping.formats) == 1:
        return mapping.formats[0]
    is_table = _first_of(path) not in (b"[", b"{")
    return next(form for form in mapping.formats if (form == "csv") is is_table)


def _first_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return _first(file.read(_CHUNK))


def _first(text: bytes) -> bytes:
    return text.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]


def feed_rows(path: Path, *, alone: bool = False) -> Iterator[Row | BadRow]:
    """Requests of a GeoReport feed, or any list of objects: XML element by element, JSON object
    by object. `alone`: objects may also stand one after the other, in no list.
    """
    xml = _first_of(path) == b"<"
    with path.open("rb") as file:
        yield from _xml_rows(file) if xml else _json_rows(file, alone=alone)


def _xml_rows(file: IO[bytes]) -> Iterator[Row]:
    count = 0
    try:
        for _event, element in iterparse(file, events=("end",)):
            if element.tag != "request":
                continue
            count += 1
            yield Row(line=count, values=_children(element))
            element.clear()
    except ParseError as error:
        raise CannotImport(str(_("To nie jest poprawny XML: {why}.")).format(why=error)) from error


def _children(element: Element) -> dict[str, Any]:
    return {child.tag: (child.text or "").strip() for child in element}


def _json_rows(file: IO[bytes], *, alone: bool) -> Iterator[Row | BadRow]:
    """Objects of the first list in the text, or one after the other; never all in memory."""
    decoder, text, count = json.JSONDecoder(), "", 0
    utf8 = codecs.getincrementaldecoder("utf-8-sig")("replace")
    begun = False
    while chunk := file.read(_CHUNK):
        text += utf8.decode(chunk)
        if not begun:
            start = _first_object(text, alone=alone)
            if start < 0:
                continue
            text, begun = text[start:], True
        while (text := text.lstrip(" \t\r\n,")) and text[0] == "{":
            try:
                found, end = decoder.raw_decode(text)
            except (json.JSONDecodeError, RecursionError):
                break  # not all of it is here yet
            count += 1
            text = text[end:]
            yield Row(line=count, values=_flat(found))
        if len(text) > LONGEST_FIELD * 10:
            break
    if begun and not text.strip(" \t\r\n,]}"):
        return
    if not count:
        raise CannotImport(str(_("To nie jest lista zgłoszeń w JSON.")))
    yield bad_row(count + 1, str(_("Plik jest tu urwany albo uszkodzony; dalej nic nie wczytano.")))


def _first_object(text: str, *, alone: bool) -> int:
    """Where rows begin: in a list, which may be within an object; or each stands by itself."""
    if alone and _first(text.encode()) == b"{" and "}" in text:
        in_list = _LIST.search(text)
        if in_list is None or text.index("}") < in_list.start():
            return text.index("{")
    return text.find("[") + 1 or -1


def _flat(found: dict[str, Any]) -> dict[str, Any]:
    """Objects within become columns of their own: "user.email"."""
    if not any(isinstance(value, dict) for value in found.values()):
        return found
    flat: dict[str, Any] = {}
    for key, value in found.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": one for inner, one in _flat(value).items()})
        else:
            flat[key] = value
    return flat


def fetch(url: str, to: Path) -> None:
    """Download a feed to a file, so that it can be read twice and measured."""
    try:
        with httpx2.stream("GET", url, timeout=60, follow_redirects=True) as response:
            response.raise_for_status()
            with to.open("wb") as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)
                    if file.tell() > LARGEST_DOWNLOAD:
                        raise CannotImport(str(_("Ten plik jest za duży.")))
    except httpx2.HTTPError as error:
        raise CannotImport(
            str(_("Nie udało się pobrać: {why}.")).format(why=type(error).__name__)
        ) from error


__all__ = ["csv_rows", "feed_rows", "fetch", "format_of", "opened"]

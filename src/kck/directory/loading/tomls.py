"""TOML with line numbers: the library keeps none, so headers and keys are looked up in the text."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_text
from kck.foundation.text import _

_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]+\")\s*=")
_SECTION = re.compile(r"^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]")
_AT_LINE = re.compile(r"\(at line (\d+),")


def read_entries(
    folder: Path,
    name: str,
    entry: str,
    problems: Problems,
    languages: tuple[str, ...],
    *,
    required: bool = False,
) -> list[Record]:
    """Every `[[entry]]` of the file."""
    text = read_text(folder, name, problems, required=required)
    values = parse(text, name, problems) if text is not None else None
    if text is None or values is None:
        return []
    for key in sorted(set(values) - {entry}):
        problems.add(
            name,
            _line_of_key(text.splitlines(), key),
            _("Nieznany wpis „{key}”.").format(key=key),
            _("Wpisy tego pliku zaczynają się od [[{entry}]].").format(entry=entry),
        )
    found = values.get(entry, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        problems.add(
            name,
            0,
            _("„{entry}” nie jest listą wpisów.").format(entry=entry),
            _("Zaczynaj każdy wpis od [[{entry}]].").format(entry=entry),
        )
        return []
    blocks = _blocks(text, entry)
    records = []
    for index, one in enumerate(found):
        line, lines = blocks[index] if index < len(blocks) else (0, {})
        records.append(Record(name, line, one, problems, languages, lines))
    return records


def read_record(
    folder: Path, name: str, problems: Problems, languages: tuple[str, ...]
) -> Record | None:
    """A whole file as one entry."""
    text = read_text(folder, name, problems, required=True)
    values = parse(text, name, problems) if text is not None else None
    if text is None or values is None:
        return None
    return Record(name, 0, values, problems, languages, _lines(text.splitlines(), 0))


def parse(text: str, name: str, problems: Problems) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        problems.add(
            name,
            int(at[1]) if at else 0,
            _("Tego nie da się odczytać ({error}).").format(error=error),
            _('Sprawdź cudzysłowy, przecinki i nawiasy; daty pisz jako "2026-01-31".'),
        )
        return None


def _blocks(text: str, entry: str) -> list[tuple[int, dict[str, int]]]:
    """For each `[[entry]]`: its line, and the lines of its keys."""
    lines = text.splitlines()
    header = re.compile(rf"^\s*\[\[\s*{re.escape(entry)}\s*\]\]")
    starts = [number for number, line in enumerate(lines) if header.match(line)]
    ends = [*starts, len(lines)][1:]
    return [
        (start + 1, _lines(lines[start + 1 : end], start + 1, entry))
        for start, end in zip(starts, ends, strict=True)
    ]


def _lines(lines: list[str], before: int, entry: str = "") -> dict[str, int]:
    """Line of each key; a key of `[entry.when]` is `when.key`, and `when` its header."""
    found: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(lines, start=before + 1):
        if section := _SECTION.match(line):
            name = section[1].removeprefix(f"{entry}.")
            found.setdefault(name, number)
            prefix = f"{name}."
        elif key := _KEY.match(line):
            found.setdefault(prefix + key[1].strip('"'), number)
    return found


def _line_of_key(lines: list[str], key: str) -> int:
    pattern = re.compile(rf"^\s*(\[+\s*)?{re.escape(key)}\b")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 0)

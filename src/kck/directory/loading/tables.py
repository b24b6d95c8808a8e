"""CSV as spreadsheets save it: with or without BOM, commas or semicolons, UTF-8."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems, suggestion
from kck.foundation.text import _

csv.field_size_limit(1_000_000)


def read_table(
    folder: Path,
    name: str,
    columns: Sequence[str],
    problems: Problems,
    languages: tuple[str, ...],
    *,
    required: bool = False,
    optional: Sequence[str] = (),
) -> list[Record]:
    """The lines of a table; one whose header is wrong is not read at all.

    Columns of `optional` may be there: old files do not have them.
    """
    text = read_text(folder, name, problems, required=required)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = list(_numbered(reader))
    except csv.Error as error:
        problems.add(
            name,
            reader.line_num,
            _("Tego wiersza nie da się odczytać ({error}).").format(error=error),
            _("Sprawdź cudzysłowy."),
        )
        return []
    if not rows:
        problems.add(name, 0, _("Plik jest pusty."), _("Zacznij od wiersza z nazwami kolumn."))
        return []
    header = [cell.strip() for cell in rows[0][1]]
    known = [*columns, *(column for column in optional if column in header)]
    if not _header_fits(name, header, known, problems):
        return []
    return [
        Record(name, line, dict(zip(header, cells, strict=True)), problems, languages, {})
        for line, cells in rows[1:]
        if _cells_fit(name, line, cells, header, problems)
    ]


def read_text(folder: Path, name: str, problems: Problems, *, required: bool) -> str | None:
    path = folder / name
    if not path.is_file():
        if required:
            problems.add(name, 0, _("Brakuje pliku."), _("Dodaj go do katalogu miasta."))
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(name, 0, _("Plik nie jest w UTF-8."), _("Zapisz go jako „CSV UTF-8”."))
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.add(name, line, _("Wiersz zawiera znak NUL."), _("Usuń go."))
        return None
    return text


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they begin on; a quoted cell may span several lines."""
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _header_fits(name: str, header: list[str], columns: Sequence[str], problems: Problems) -> bool:
    missing = [column for column in columns if column not in header]
    for column in header:
        if column not in columns:
            problems.add(
                name,
                1,
                _("Nieznana kolumna „{column}”.").format(column=column),
                suggestion(column, missing or columns),
            )
    for column in missing:
        problems.add(
            name,
            1,
            _("Brakuje kolumny „{column}”.").format(column=column),
            _("Dodaj ją; może zostać pusta."),
        )
    for column in sorted({one for one in header if header.count(one) > 1}):
        problems.add(
            name,
            1,
            _("Kolumna „{column}” jest dwa razy.").format(column=column),
            _("Usuń jedną."),
        )
    return sorted(header) == sorted(columns)


def _cells_fit(
    name: str, line: int, cells: list[str], header: list[str], problems: Problems
) -> bool:
    if len(cells) == len(header):
        return True
    problems.add(
        name,
        line,
        _("Wiersz ma {found} pól, a kolumn jest {wanted}.").format(
            found=len(cells), wanted=len(header)
        ),
        _("Tekst z przecinkiem ujmij w cudzysłów, puste pola zostaw między przecinkami."),
    )
    return False

"""Objects from a table that somebody has: what can be used gets a code, the rest gets a reason."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kck.directory.queries import snapshot
from kck.entrances.commands import give_codes
from kck.entrances.terms import KIND_LABELS, Imported, NewObject, ObjectKind, Reject
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean, fold
from kck.places import queries as places

MOST_ROWS = 20_000
MOST_BYTES = 5_000_000
COLUMNS = {
    "kind": ("kind", "rodzaj"),
    "category": ("category", "kategoria"),
    "lat": ("lat", "latitude", "szerokosc"),
    "lon": ("lon", "lng", "longitude", "dlugosc"),
    "street": ("street", "ulica", "adres"),
    "label": ("label", "nazwa", "opis"),
    "own_number": ("own_number", "numer"),
    "valid_from": ("valid_from", "od"),
    "valid_to": ("valid_to", "do"),
}
NEEDED = ("kind", "category", "lat", "lon")


class WrongFile(ValueError):
    """Nothing of the file can be used; nothing was changed."""


class WrongRow(ValueError):
    """This row cannot be used; the message says why, `column` which part of it is wrong."""

    def __init__(self, reason: Any, column: str = "") -> None:
        super().__init__(str(reason))
        self.column = column


@dataclass(frozen=True, kw_only=True)
class _Row:
    line: int
    cells: Mapping[str, str]
    text: str


def import_objects(data: bytes, *, by: Actor, at: datetime) -> Imported:
    """Rows that are fine count even if others are not; the same file again changes nothing."""
    good: dict[object, NewObject] = {}
    rejects: list[Reject] = []
    today = at.astimezone(clock.city_zone()).date()
    for row in _rows(data):
        try:
            found = described_object(row.cells, today=today, at=at)
            key = (found.kind, found.own_number) if found.own_number else row.line
            if key in good:
                raise WrongRow(_("Ten numer jest już w innym wierszu."))
            good[key] = found
        except WrongRow as wrong:
            rejects.append(Reject(line=row.line, reason=str(wrong), row=row.text[:200]))
    made, changed = give_codes(list(good.values()), by=by, at=at) if good else ([], 0)
    ids = [one.id for one in made]
    return Imported(
        made=len(made),
        changed=changed,
        rejects=tuple(rejects),
        first_id=min(ids, default=0),
        last_id=max(ids, default=0),
    )


def _rows(data: bytes) -> Iterator[_Row]:
    if len(data) > MOST_BYTES:
        raise WrongFile(str(_("Plik jest za duży: najwyżej 5 MB.")))
    text = _decoded(data)
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        columns = _columns(next(reader, []))
        for count, cells in enumerate(reader):
            if count >= MOST_ROWS:
                raise WrongFile(str(_("W pliku jest za dużo wierszy: najwyżej 20 000 naraz.")))
            if any(cell.strip() for cell in cells):
                yield _Row(
                    line=reader.line_num,
                    cells={
                        name: clean(cells[place])
                        for name, place in columns.items()
                        if place < len(cells)
                    },
                    text=mark.join(cells),
                )
    except csv.Error:
        raise WrongFile(str(_("To nie jest tabela CSV."))) from None


def _decoded(data: bytes) -> str:
    """UTF-8, or what Polish spreadsheets wrote before it."""
    if b"\0" in data:
        raise WrongFile(str(_("To nie jest tabela CSV.")))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace")


def _columns(header: list[str]) -> dict[str, int]:
    titles = [fold(title).strip().replace(" ", "_") for title in header]
    found = {
        name: next(titles.index(title) for title in known if title in titles)
        for name, known in COLUMNS.items()
        if set(known) & set(titles)
    }
    if missing := [name for name in NEEDED if name not in found]:
        raise WrongFile(str(_("Brakuje kolumn: %(names)s.") % {"names": ", ".join(missing)}))
    return found


def described_object(cells: Mapping[str, str], *, today: date, at: datetime) -> NewObject:
    """What a row, or a form, says of one object; looked at as if a stranger had written it."""
    kind = _kind(cells.get("kind", ""))
    lat, lon = _point(cells.get("lat", ""), cells.get("lon", ""))
    begins = _day(cells, "valid_from") or today
    ends = _day(cells, "valid_to")
    if ends and ends <= begins:
        raise WrongRow(_("Koniec ważności jest przed jej początkiem."), "valid_to")
    return NewObject(
        kind=kind,
        category=_category(cells.get("category", ""), at),
        lat=lat,
        lon=lon,
        street=cells.get("street", "")[:200] or places.describe(lat, lon, "pl")[:200],
        label=cells.get("label", "")[:120],
        own_number=cells.get("own_number", "")[:60],
        valid_from=begins,
        valid_to=ends,
    )


def _kind(typed: str) -> ObjectKind:
    wanted = fold(typed)
    for kind, name in KIND_LABELS.items():
        if wanted in {str(kind), fold(str(name))}:
            return kind
    raise WrongRow(_("Nieznany rodzaj obiektu: %(kind)s.") % {"kind": typed or "—"}, "kind")


def _category(code: str, at: datetime) -> str:
    category = snapshot(at).category(code)
    if category is None or category.is_redirect:
        raise WrongRow(_("Nie ma takiej kategorii: %(code)s.") % {"code": code or "—"}, "category")
    return category.code


def _point(lat: str, lon: str) -> tuple[float, float]:
    try:
        north, east = (float(part.replace(",", ".").replace(" ", "")) for part in (lat, lon))
    except ValueError:
        raise WrongRow(_("Szerokość i długość geograficzna muszą być liczbami."), "lat") from None
    if sentence := places.outside_sentence(north, east):
        raise WrongRow(sentence, "lat")
    return north, east


def _day(cells: Mapping[str, str], column: str) -> date | None:
    typed = cells.get(column, "")
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        reason = _("Data %(day)s: wpisz ją tak: 2026-01-31.") % {"day": typed[:20]}
        raise WrongRow(reason, column) from None

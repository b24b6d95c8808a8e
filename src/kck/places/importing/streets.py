"""Streets: plain names, a table with a header, or the TERYT ULIC register."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kck.foundation.text import fold
from kck.places import wrong
from kck.places.importing.points import PointReader
from kck.places.importing.report import BadRow, CannotImport
from kck.places.importing.sources import (
    Row,
    Source,
    header_of,
    lines,
    opened,
    table,
    text_of,
)
from kck.places.models import Street
from kck.places.rules import is_prefix, plain_words, search_words, split_name, street_key

_TERYT = "sym_ul"
_NAME = ("name", "nazwa", "street", "ulica", "nazwa_ulicy")
_PREFIX = ("prefix", "cecha", "typ", "przedrostek")
_FIELDS = ("code", "prefix", "name", "folded", "words")


@dataclass(frozen=True, kw_only=True)
class StreetRow:
    prefix: str
    name: str
    code: str = ""
    district: str = ""
    point: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        return street_key(self.prefix, self.name)


def rows_of(source: Source, path: Path) -> Iterator[Row]:
    """A header with a known column makes it a table, else each line is a name."""
    return table(source) if has_header(path) else lines(source)


def has_header(path: Path) -> bool:
    with opened(path) as source:
        return bool({_TERYT, *_NAME} & set(header_of(source.text.readline())[0]))


class StreetReader:
    """One row to one street. A register of the whole country needs `only`, the unit's TERC code."""

    def __init__(self, points: PointReader, only: str = "") -> None:
        self._points, self._only = points, only
        self._county = ""

    def read(self, row: Row) -> StreetRow | None:
        return self._teryt(row) if _TERYT in row.values else self._named(row)

    def _teryt(self, row: Row) -> StreetRow | None:
        unit = "".join(text_of(row, part) for part in ("woj", "pow", "gmi"))
        if not unit.startswith(self._only):
            return None
        self._one_county(unit[:4])
        rest = " ".join(part for part in (text_of(row, "nazwa_2"), text_of(row, "nazwa_1")) if part)
        return _street(text_of(row, "cecha"), rest, code=text_of(row, _TERYT, longest=40))

    def _one_county(self, county: str) -> None:
        if not self._only and self._county not in ("", county):
            raise CannotImport(wrong.MANY_COUNTIES)
        self._county = county

    def _named(self, row: Row) -> StreetRow:
        lat, lon = text_of(row, "lat", "y"), text_of(row, "lon", "lng", "x")
        return _street(
            text_of(row, *_PREFIX, longest=20),
            text_of(row, *_NAME),
            code=text_of(row, "code", "kod", longest=40),
            district=text_of(row, "district", "dzielnica", longest=60),
            point=self._points.read(lon, lat) if lat or lon else None,
        )


def _street(
    kind: str,
    name: str,
    *,
    code: str = "",
    district: str = "",
    point: tuple[float, float] | None = None,
) -> StreetRow:
    kind = "" if fold(kind) in {"inne", "inna"} else kind
    prefix, rest = split_name(f"{kind} {_with_kind(kind, name)}")
    if not plain_words(rest) or (not prefix and is_prefix(rest)):
        raise BadRow(wrong.NO_STREET)
    return StreetRow(prefix=prefix, name=_capital(rest), code=code, district=district, point=point)


def _with_kind(kind: str, name: str) -> str:
    """ "rynek" + "Rynek Główny" is still Rynek Główny."""
    first, _space, rest = name.partition(" ")
    return rest if rest and fold(first) == fold(kind).rstrip(".") else name


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def write(batch: list[StreetRow]) -> int:
    """What a row does not say stays as it was."""
    by_key = {row.key: row for row in batch}
    written = 0
    for coded in (True, False):
        for placed in (True, False):
            some = [
                row
                for row in by_key.values()
                if bool(row.code) is coded and (row.point is not None) is placed
            ]
            written += _upsert(some, coded=coded, placed=placed)
    return written


def _upsert(rows: list[StreetRow], *, coded: bool, placed: bool) -> int:
    fields = [field for field in _FIELDS if coded or field != "code"]
    fields += ["lat", "lon", "district"] if placed else []
    Street.objects.bulk_create(
        [model_of(row) for row in rows],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=fields,
    )
    return len(rows)


def model_of(row: StreetRow) -> Street:
    lat, lon = row.point or (None, None)
    return Street(
        key=row.key,
        code=row.code,
        prefix=row.prefix,
        name=row.name,
        folded=fold(row.name),
        words=list(search_words(row.name, row.prefix)),
        lat=lat,
        lon=lon,
        district=row.district,
    )

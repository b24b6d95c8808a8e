"""Reading `districts.geojson`, `areas.geojson`, `streets.csv` and `landmarks.csv` of a folder."""

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import shapely
from shapely.geometry import mapping, shape

from kck.foundation.text import _
from kck.places import wrong
from kck.places.importing.areas import AreaRow, read_area
from kck.places.importing.points import PointReader
from kck.places.importing.report import BadRow
from kck.places.importing.sources import Row, header_of, text_of
from kck.places.importing.streets import StreetReader, StreetRow
from kck.places.rules import fold_all
from kck.places.terms import AREA_KINDS, OWNERS, Bounds

DISTRICTS, AREAS, STREETS, LANDMARKS = (
    "districts.geojson",
    "areas.geojson",
    "streets.csv",
    "landmarks.csv",
)
_FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
_CLOSES_GAPS = 0.0015  # degrees; hand-drawn districts do not quite meet
_LANDMARK = ("code", "name_pl", "lat", "lon")


class Problems(Protocol):
    """Where mistakes are collected: the directory's list, or a test's."""

    def add(self, file: str, line: int, what: Any, instead: Any = "") -> None: ...


@dataclass(frozen=True, kw_only=True)
class LandmarkRow:
    code: str
    names: dict[str, str]
    kind: str
    lat: float
    lon: float
    aliases: list[str]


@dataclass(kw_only=True)
class CityPlaces:
    """What a folder says; a file that is not there is None and changes nothing."""

    districts: list[AreaRow] | None = None
    areas: list[AreaRow] | None = None
    streets: list[StreetRow] = field(default_factory=list)
    landmarks: list[LandmarkRow] | None = None

    def by_kind(self) -> dict[str, list[AreaRow]]:
        """Areas by kind; a kind of which a file speaks is spoken of completely."""
        found: dict[str, list[AreaRow]] = {}
        for row in [*(self.districts or []), *(self.areas or [])]:
            found.setdefault(row.kind, []).append(row)
        if self.districts is not None:
            found.setdefault("district", [])
        if self.areas is not None:
            found.setdefault("owner", [])
        return found


def read_city(folder: Path, problems: Problems) -> CityPlaces:
    """Everything that can be read; what cannot is noted with its line and remedy."""
    districts = _areas(folder, DISTRICTS, "district", problems)
    areas = _areas(folder, AREAS, "owner", problems)
    given = [*(districts or []), *(areas or [])]
    if districts and not any(row.kind == "city" for row in given):
        districts = [*districts, _whole(folder, districts)]
    points = PointReader(limits=_limits(districts or []))
    return CityPlaces(
        districts=districts,
        areas=areas,
        streets=_rows(folder, STREETS, ("name",), StreetReader(points).read, problems) or [],
        landmarks=_rows(folder, LANDMARKS, _LANDMARK, _landmark_reader(points), problems),
    )


def _text(folder: Path, name: str, problems: Problems) -> str | None:
    try:
        return (folder / name).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        problems.add(name, 0, _("Plik nie jest w UTF-8."), _("Zapisz go w UTF-8."))
        return None


def _areas(folder: Path, name: str, kind: str, problems: Problems) -> list[AreaRow] | None:
    text = _text(folder, name, problems)
    if text is None:
        return None
    try:
        features = json.loads(text)["features"]
    except json.JSONDecodeError as error:
        problems.add(name, error.lineno, _("To nie jest JSON ({why}).").format(why=error.msg))
        return None
    except (KeyError, TypeError):
        problems.add(name, 1, _("Brakuje listy „features”."), _("Zapisz FeatureCollection."))
        return None
    lines = [text.count("\n", 0, found.start()) + 1 for found in _FEATURE.finditer(text)]
    rows = []
    for number, feature in enumerate(features if isinstance(features, list) else []):
        line = lines[number] if number < len(lines) else 0
        if row := _area(name, line, feature, kind, problems):
            rows.append(row)
    _check_twice(name, rows, problems)
    return rows


def _area(name: str, line: int, feature: object, kind: str, problems: Problems) -> AreaRow | None:
    values = feature if isinstance(feature, dict) else {}
    try:
        row = read_area(Row(line=line, values=values))
    except BadRow as bad:
        problems.add(name, line, bad.reason, _("Popraw ten obiekt."))
        return None
    found = row.kind or kind
    if found not in AREA_KINDS:
        what = _("Nieznany rodzaj obszaru „{kind}”.").format(kind=found)
        problems.add(name, line, what, _possible(AREA_KINDS))
        return None
    return AreaRow(**{**vars(row), "kind": found, "props": {**row.props, "_line": line}})


def _possible(words: tuple[str, ...]) -> str:
    return str(_("Możliwe wartości: {words}.")).format(words=", ".join(words))


def _check_twice(name: str, rows: list[AreaRow], problems: Problems) -> None:
    seen: set[tuple[str, str, object]] = set()
    for row in rows:
        line = row.props.pop("_line")
        key = (row.kind, row.code, row.valid_from)
        if key in seen:
            what = _("Kod „{code}” jest dwa razy.").format(code=row.code)
            problems.add(name, line, what, _("Zmień jeden z nich."))
        seen.add(key)
        if row.kind == "owner" and row.props.get("owner") not in OWNERS:
            what = _("Nieznany właściciel „{owner}”.").format(owner=row.props.get("owner", ""))
            problems.add(name, line, what, _possible(OWNERS))


def _limits(districts: list[AreaRow]) -> Bounds | None:
    if not districts:
        return None
    west, south, east, north = shapely.total_bounds([shape(row.geometry) for row in districts])
    return float(south), float(west), float(north), float(east)


def _whole(folder: Path, districts: list[AreaRow]) -> AreaRow:
    """The city itself: its districts together, without the gaps between them."""
    together = shapely.union_all([shape(row.geometry) for row in districts])
    closed = together.buffer(_CLOSES_GAPS).buffer(-_CLOSES_GAPS).union(together)
    code, names = _city_name(folder)
    return AreaRow(code=code, names=names, geometry=mapping(closed), props={}, kind="city")


def _city_name(folder: Path) -> tuple[str, dict[str, str]]:
    """As `city.toml` says; its mistakes are for the directory to tell."""
    try:
        told = tomllib.loads((folder / "city.toml").read_text(encoding="utf-8-sig"))
        return str(told["code"]), {str(k): str(v) for k, v in told["name"].items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return "city", {"pl": folder.name}


def _rows(
    folder: Path,
    name: str,
    columns: tuple[str, ...],
    read: Callable[[Row], Any],
    problems: Problems,
) -> list[Any] | None:
    text = _text(folder, name, problems)
    if text is None:
        return None
    header, delimiter = header_of(text.partition("\n")[0])
    if missing := [column for column in columns if column not in header]:
        what = _("Brakuje kolumn: {columns}.").format(columns=", ".join(missing))
        problems.add(name, 1, what, _("Dodaj je do pierwszego wiersza."))
        return None
    return list(_read_rows(name, _table(text, header, delimiter), read, problems))


def _table(text: str, header: list[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True)[1:], delimiter=delimiter)
    for cells in reader:
        if any(cells):
            yield Row(line=reader.line_num + 1, values=dict(zip(header, cells, strict=False)))


def _read_rows(
    name: str, rows: Iterator[Row], read: Callable[[Row], Any], problems: Problems
) -> Iterator[Any]:
    seen: set[str] = set()
    for row in rows:
        try:
            found = read(row)
        except BadRow as bad:
            problems.add(name, row.line, bad.reason, _("Popraw ten wiersz."))
            continue
        key = getattr(found, "key", "") or found.code
        if key in seen:
            problems.add(name, row.line, _("Ten wpis jest dwa razy."), _("Usuń jeden z nich."))
        seen.add(key)
        yield found


def _landmark_reader(points: PointReader) -> Callable[[Row], LandmarkRow]:
    def read(row: Row) -> LandmarkRow:
        code = text_of(row, "code", longest=60)
        names = {
            language: text
            for language in ("pl", "en", "uk")
            if (text := text_of(row, f"name_{language}"))
        }
        if not code or "pl" not in names:
            raise BadRow(wrong.NO_LANDMARK)
        lat, lon = points.read(text_of(row, "lon"), text_of(row, "lat"))
        aliases = text_of(row, "aliases", longest=500)
        return LandmarkRow(
            code=code,
            names=names,
            kind=text_of(row, "kind", longest=40),
            lat=lat,
            lon=lon,
            aliases=fold_all(aliases.split("|")),
        )

    return read


def as_values(row: LandmarkRow) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in ("names", "kind", "lat", "lon", "aliases")}

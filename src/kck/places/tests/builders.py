"""A small town for tests: two districts that share a border, a park with a pond, a few streets."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kck.places.models import AddressPoint, Landmark, Stop, Street
from kck.places.rules import cell, number_key, number_order, search_words, split_name, street_key

Ring = Sequence[tuple[float, float]]


def square(west: float, south: float, east: float, north: float) -> Ring:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def a_feature(rings: Sequence[Ring], **props: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": props,
        "geometry": {"type": "Polygon", "coordinates": [[list(p) for p in r] for r in rings]},
    }


def a_collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, indent=1)


WEST = a_feature([square(19.9, 50.0, 20.0, 50.1)], code="1", name_pl="Zachód", name_en="West")
EAST = a_feature([square(20.0, 50.0, 20.1, 50.1)], code="2", name_pl="Wschód", name_en="East")
PARK = a_feature(
    [square(19.94, 50.04, 19.96, 50.06), square(19.948, 50.048, 19.952, 50.052)],
    code="park",
    name_pl="Park z oczkiem",
    owner="green",
    unit="ZZM",
)


def a_town(folder: Path) -> Path:
    (folder / "districts.geojson").write_text(a_collection(WEST, EAST), encoding="utf-8")
    (folder / "areas.geojson").write_text(a_collection(PARK), encoding="utf-8")
    (folder / "city.toml").write_text('code = "town"\n[name]\npl = "Miasto"\nen = "Town"\n')
    (folder / "streets.csv").write_text(
        "prefix,name,district,lat,lon\n"
        "ul.,Długa,1,50.05,19.95\n"
        "ul.,Świętej Anny,1,,\n"
        "al.,Juliusza Słowackiego,2,50.05,20.05\n",
        encoding="utf-8",
    )
    (folder / "landmarks.csv").write_text(
        "code,name_pl,name_en,name_uk,kind,lat,lon,aliases\n"
        "zamek,Zamek,Castle,Замок,castle,50.054,19.935,Wawel|zamek królewski\n",
        encoding="utf-8",
    )
    return folder


def a_street(name: str, lat: float | None = None, lon: float | None = None) -> Street:
    prefix, rest = split_name(name)
    return Street.objects.create(
        key=street_key(prefix, rest),
        prefix=prefix,
        name=rest,
        folded=rest.lower(),
        words=list(search_words(rest, prefix)),
        lat=lat,
        lon=lon,
    )


def a_house(street: Street, number: str, lat: float, lon: float, postcode: str = "") -> None:
    key = number_key(number)
    AddressPoint.objects.create(
        street=street,
        number=number,
        number_key=key,
        number_order=number_order(key),
        lat=lat,
        lon=lon,
        postcode=postcode,
        cell=cell(lat, lon),
    )


def a_stop(name: str, lat: float, lon: float, code: str = "") -> None:
    Stop.objects.create(code=code or name, name=name, folded=name.lower(), lat=lat, lon=lon)


def a_landmark(code: str, lat: float, lon: float, **names: str) -> None:
    Landmark.objects.create(code=code, names=names, lat=lat, lon=lon)


def a_file(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path

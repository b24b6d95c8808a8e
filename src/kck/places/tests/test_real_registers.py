"""Real files of a city, where they are at hand: KCK_SHARED names the folder."""

import csv
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kck.foundation.actor import PLATFORM
from kck.places import commands, queries
from kck.places.models import Stop, Street

ROOT = Path(__file__).resolve().parents[4]
GEO = Path(os.environ.get("KCK_SHARED", ROOT.parent / "shared")) / "data" / "geo"
AT = datetime(2026, 2, 2, 8, tzinfo=UTC)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not GEO.is_dir(), reason=f"real registers are not at hand ({GEO})"),
]


@pytest.fixture(autouse=True)
def registers(no_city, tmp_path):
    for name in ("krakow_districts.geojson", "krakow_stops.csv", "krakow_street_names.txt"):
        shutil.copy(GEO / name, tmp_path / name)
    options = {"at": AT, "by": PLATFORM}
    commands.import_areas(tmp_path / "krakow_districts.geojson", kind="district", **options)
    commands.import_stops(tmp_path / "krakow_stops.csv", **options)
    commands.import_streets(tmp_path / "krakow_street_names.txt", **options)
    return tmp_path


def test_every_street_is_found_by_its_own_name():
    lost = [
        street.label
        for street in Street.objects.order_by("?")[:150]
        if street.label not in [s.label for s in queries.suggest(street.label)]
    ]

    assert lost == []
    assert Street.objects.count() > 2000


def test_every_long_street_is_found_with_two_letters_exchanged():
    streets = [s for s in Street.objects.order_by("pk") if len(s.name.split()[-1]) >= 7][::25]
    lost = [
        street.label
        for street in streets
        if street.label not in [s.label for s in queries.suggest(_exchanged(street.name))]
    ]

    assert len(streets) > 40
    assert len(lost) <= len(streets) * 0.05


def _exchanged(name):
    word = name.split()[-1]
    return word[:3] + word[4] + word[3] + word[5:]


def test_stops_lie_in_the_city_or_nearby_and_most_in_a_district():
    inside = [stop for stop in Stop.objects.all() if queries.locate(stop.lat, stop.lon).inside]

    assert len(inside) > 800
    assert all(queries.locate(stop.lat, stop.lon).district for stop in inside)


def test_the_register_is_imported_whole_but_for_what_lies_far_away(registers):
    with (registers / "krakow_stops.csv").open(encoding="utf-8") as file:
        rows = sum(1 for _row in csv.DictReader(file))
    rejected = (registers / "krakow_stops.csv.rejected.csv").read_text(encoding="utf-8")

    assert Stop.objects.count() == rows - (len(rejected.splitlines()) - 1)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("slowackiego", "al. Juliusza Słowackiego"),
        ("al. 29 listopada 12", "al. 29 Listopada 12"),
        ("rynek gl", "Rynek Główny"),
        ("pl. matejki", "pl. Jana Matejki"),
        ("karmelcka 4", "ul. Karmelicka 4"),
        ("św anny", "ul. Świętej Anny"),
    ],
)
def test_searches_as_people_type_them(typed, first):
    assert queries.suggest(typed)[0].label == first

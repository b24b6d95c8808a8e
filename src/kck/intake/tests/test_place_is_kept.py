"""Registers come and go; a case keeps the place that it was given."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.cases.queries import desk_case
from kck.cases.terms import Spot
from kck.foundation import audit
from kck.foundation.actor import PLATFORM
from kck.places import commands, queries
from kck.places.models import RegisterRun, RegisterSource, Stop
from kck.places.terms import Every, Register, RunState

pytestmark = pytest.mark.django_db

BOSS = everywhere()
HERE = (50.0617, 19.9373)
KEPT = ("address", "street", "district", "owner", "lat", "lon", "cell", "unit_id")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KCK_HOME = tmp_path
    (tmp_path / "registers").mkdir()
    return tmp_path / "registers"


def square(code: str, at: tuple[float, float] = HERE, **props: str) -> dict[str, Any]:
    """Smaller than anything the shipped city has there, so that it counts."""
    south, west = at[0] - 0.0003, at[1] - 0.0003
    north, east = at[0] + 0.0003, at[1] + 0.0003
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": f"Obszar {code}", **props},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def areas(*features: Mapping[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


AWAY = (50.07, 19.96)
SOURCES: dict[str, tuple[Register, dict[str, str]]] = {
    "addresses.csv": ("addresses", {}),
    "stops.txt": ("stops", {}),
    "districts.json": ("areas", {"kind": "district"}),
    "owners.json": ("areas", {"kind": "owner"}),
}
FULL = {
    "addresses.csv": "street,number,lat,lon\nZmyślona,7,50.0617,19.9373\nInna,1,50.07,19.96\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n1,Zmyślona Pętla,50.0617,19.9373\n"
    "2,Inna,50.07,19.96\n",
    "districts.json": areas(square("nowa"), square("inna", AWAY)),
    "owners.json": areas(square("park", owner="green"), square("b", AWAY, owner="road")),
}
GONE = {
    "addresses.csv": "street,number,lat,lon\nInna,1,50.07,19.96\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n1,Inaczej,50.09,19.90\n",
    "districts.json": areas(square("inna", AWAY)),
    "owners.json": areas(square("park", AWAY, owner="private")),
}


def add_sources() -> None:
    for location, (register, options) in SOURCES.items():
        commands.add_source(
            name=location, register=register, location=location, options=options,
            every=Every.NEVER, hour=3, most_vanishing=20, at=MONDAY, by=PLATFORM,
        )  # fmt: skip


def run_all(folder: Path, files: Mapping[str, str]) -> list[RegisterRun]:
    """Said by a person who has looked: half of each register goes."""
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [
        commands.run_source(source.pk, at=MONDAY, by=PLATFORM, anyway=True)
        for source in RegisterSource.objects.order_by("pk")
    ]


def places() -> list[tuple[Any, ...]]:
    return list(Case.objects.order_by("pk").values_list(*KEPT))


def test_cases_keep_their_place_when_it_goes_from_the_registers_and_comes_back(folder):
    add_sources()
    run_all(folder, FULL)
    at_house = a_case(spot=Spot(lat=HERE[0], lon=HERE[1], address="Zmyślona 7"))
    a_case(spot=Spot(lat=HERE[0], lon=HERE[1], address="Zmyślona Pętla"))
    a_case(spot=Spot(lat=HERE[0], lon=HERE[1]))  # pointed at on the map
    before = places()
    assert before[0][:4] == ("Zmyślona 7", "Zmyślona", "nowa", "green")
    assert before[2][0].startswith("Zmyślona")

    gone = run_all(folder, GONE)

    assert {run.state for run in gone} == {RunState.APPLIED}
    assert not Stop.objects.filter(name="Zmyślona Pętla").exists()
    assert queries.locate(*HERE).owner != "green"
    assert places() == before
    cases.recategorise(
        at_house.pk, category="lighting-single-lamp", reason="lampa", at=MONDAY, by=BOSS
    )
    cases.recategorise(at_house.pk, category="roads-pothole", reason="dziura", at=MONDAY, by=BOSS)
    assert [row[:-1] for row in places()] == [row[:-1] for row in before]

    for run in reversed(gone):
        commands.undo(run.pk, at=MONDAY, by=PLATFORM)

    assert queries.locate(*HERE).owner == "green"
    assert [row[:-1] for row in places()] == [row[:-1] for row in before]
    assert audit.verify().broken == ""


def test_a_district_that_is_gone_is_still_named_on_the_case(folder):
    add_sources()
    run_all(folder, FULL)
    case = a_case(spot=Spot(lat=HERE[0], lon=HERE[1], address="Zmyślona 7"))
    run_all(folder, GONE)

    shown = desk_case.case_for(BOSS, case.number, at=MONDAY)

    assert shown is not None
    assert shown.district == "nowa"


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("districts.json", square("x" * 21)),
        ("owners.json", square("x", owner="ktoś o bardzo długiej nazwie")),
    ],
)
def test_an_area_that_no_case_could_lie_in_is_rejected(folder, name, feature):
    """Otherwise nobody could report anything there."""
    (folder / name).write_text(areas(feature, square("dobra", AWAY)), encoding="utf-8")
    add_sources()
    source = RegisterSource.objects.get(name=name)

    run = commands.run_source(source.pk, at=MONDAY, by=PLATFORM, anyway=True)

    assert (run.read, run.rejected) == (2, 1)
    assert a_case(spot=Spot(lat=HERE[0], lon=HERE[1])).district == "1"

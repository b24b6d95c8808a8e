"""The configuration that ships, as a city would receive it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kck.directory.commands import check_city, load_city
from kck.directory.explanations import rules_explained
from kck.directory.queries import snapshot
from kck.directory.routing import NOWHERE, PlaceFacts, route
from kck.directory.snapshot import Snapshot
from kck.directory.terms import Datatype, Priority
from kck.foundation.actor import PLATFORM

KRAKOW = Path(__file__).parents[4] / "cities" / "krakow"
NOON = datetime(2026, 2, 2, 12, tzinfo=ZoneInfo("Europe/Warsaw"))
NIGHT = datetime(2026, 2, 3, 2, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.fixture
def krakow(no_city: None) -> Snapshot:
    load_city(KRAKOW, by=PLATFORM, at=NOON)
    return snapshot(NOON)


@pytest.mark.usefixtures("no_city")
def test_it_has_no_mistake() -> None:
    assert check_city(KRAKOW).problems == ()


def test_it_is_as_large_as_promised(krakow: Snapshot) -> None:
    asked = [category.code for category in krakow.categories() if krakow.questions(category.code)]
    datatypes = {one.datatype for code in asked for one in krakow.questions(code)}

    assert len(krakow.units_in_force()) >= 62
    assert len(krakow.categories()) >= 161
    assert len(krakow.public_groups) == 5
    assert len(asked) >= 25
    assert datatypes == set(Datatype)


def test_every_case_of_every_category_has_a_unit_that_can_be_handed_it(krakow: Snapshot) -> None:
    for category in krakow.categories():
        for at in (NOON, NIGHT):
            found = krakow.unit_by_id(route(category, NOWHERE, at, krakow).unit_id)
            assert krakow.receives(found), f"{category.code}: {found.code} only has a telephone"


def test_what_cannot_wait_finds_somebody_awake(krakow: Snapshot) -> None:
    asleep = [
        category.code
        for category in krakow.categories()
        if category.priority == Priority.P1
        and not category.is_redirect
        and not krakow.unit_by_id(route(category, NOWHERE, NIGHT, krakow).unit_id).dispatcher_24h
    ]

    assert asleep == []


def test_a_redirect_always_has_a_number(krakow: Snapshot) -> None:
    for category in krakow.categories():
        if category.is_redirect:
            assert krakow.redirect_of(category), category.code


def test_a_pavement_in_a_park_is_for_the_greenery_authority(krakow: Snapshot) -> None:
    pavement = krakow.category("roads-pavement")
    assert pavement is not None

    assert route(pavement, PlaceFacts(owner="park"), NOON, krakow).unit_code == "ZZM"
    assert route(pavement, NOWHERE, NOON, krakow).unit_code == "ZDMK"


def test_each_rule_can_be_explained(krakow: Snapshot) -> None:
    explained = rules_explained(krakow)

    assert len(explained) >= 20
    assert all(rule.categories and rule.because and rule.conditions for rule in explained)

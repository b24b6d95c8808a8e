from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kck.directory.routing import NOWHERE, PlaceFacts, Route, route
from kck.directory.rules import promises, takeover_by
from kck.directory.snapshot import Editions, Snapshot
from kck.directory.terms import WayOfWorking
from kck.directory.ways import WayInfo

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY_NOON = "2026-02-02T12:00"
MONDAY_NIGHT = "2026-02-02T23:00"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def where(
    city: Snapshot, category: str, place: PlaceFacts = NOWHERE, at: str = MONDAY_NOON
) -> Route:
    found = city.category(category, local(at))
    assert found is not None
    return route(found, place, local(at), city)


@pytest.mark.parametrize(
    ("category", "place", "at", "unit", "rule"),
    [
        ("roads-pavement", NOWHERE, MONDAY_NOON, "ROADS", None),
        ("roads-pavement", PlaceFacts(owner="park"), MONDAY_NOON, "GREEN", "pavement-in-greenery"),
        ("roads-pavement", PlaceFacts(owner="private"), MONDAY_NOON, "ROADS", None),
        # both rules hold: the one with the lower order wins
        (
            "roads-pavement",
            PlaceFacts(owner="park", district="II"),
            MONDAY_NOON,
            "GREEN",
            "pavement-in-greenery",
        ),
        ("roads-pavement", PlaceFacts(district="II"), MONDAY_NOON, "OFFICE", "district-two"),
        # the rule of district II speaks of P1 and P3, a pothole is P2
        ("roads-pothole", PlaceFacts(district="II"), MONDAY_NOON, "ROADS", None),
        # season and hours, both over their midnight
        ("roads-ice", NOWHERE, MONDAY_NIGHT, "CRISIS", "ice-at-night"),
        ("roads-ice", NOWHERE, "2026-02-03T04:59", "CRISIS", "ice-at-night"),
        ("roads-ice", NOWHERE, "2026-02-03T05:00", "ROADS", None),
        ("roads-ice", NOWHERE, "2026-04-02T23:00", "ROADS", None),
        # a rule is not in force before its first day
        ("roads-ice", NOWHERE, "2025-12-10T23:00", "ROADS", None),
        # out of hours only what cannot wait goes to the unit on duty
        ("greenery-tree", NOWHERE, MONDAY_NOON, "GREEN", None),
        ("greenery-tree", NOWHERE, MONDAY_NIGHT, "CRISIS", None),
        ("greenery-tree", NOWHERE, "2026-12-24T10:00", "CRISIS", None),
        ("greenery-grass", NOWHERE, MONDAY_NIGHT, "GREEN", None),
        # a rule that does not speak of time does not send a P1 to a closed office
        ("roads-collapse", PlaceFacts(district="II"), MONDAY_NOON, "OFFICE", "district-two"),
        ("roads-collapse", PlaceFacts(district="II"), MONDAY_NIGHT, "CRISIS", "district-two"),
        # a number to call is shown by others; what remains is the centre's, never a phone-only unit
        ("danger-gas", NOWHERE, MONDAY_NOON, "CENTRE", None),
        ("danger-gas", NOWHERE, MONDAY_NIGHT, "CENTRE", None),
        # a unit of the telephone is called by the centre; when it is closed, who is on duty has it
        ("greenery-grass", PlaceFacts(district="GAS"), MONDAY_NOON, "GAS", "gas-company-land"),
        ("greenery-tree", PlaceFacts(district="GAS"), MONDAY_NIGHT, "CRISIS", "gas-company-land"),
        # a unit that was renamed on New Year
        ("greenery-tree", NOWHERE, "2027-02-01T12:00", "NATURE", None),
        (
            "roads-pavement",
            PlaceFacts(owner="park"),
            "2027-02-01T12:00",
            "NATURE",
            "pavement-in-greenery",
        ),
        ("greenery-mowing", NOWHERE, "2026-12-31T12:00", "GREEN", None),
    ],
)  # fmt: skip
def test_a_category_at_a_place_and_time_goes_to(
    wzorowo: Snapshot, category: str, place: PlaceFacts, at: str, unit: str, rule: str | None
) -> None:
    found = where(wzorowo, category, place, at)

    assert (found.unit_code, found.rule) == (unit, rule)
    on_the_day = wzorowo.unit(unit, local(at))
    assert on_the_day is not None
    assert found.unit_id == on_the_day.id


def test_the_decision_is_told_in_words(wzorowo: Snapshot) -> None:
    by_rule = where(wzorowo, "roads-pavement", PlaceFacts(owner="park"))
    by_category = where(wzorowo, "roads-pothole")
    at_night = where(wzorowo, "greenery-tree", at=MONDAY_NIGHT)

    assert by_rule.in_words("pl") == "GREEN, bo: chodnik w terenie zieleni"
    assert by_rule.because["en"] == "pavement in a green area"
    assert by_category.in_words("pl") == "ROADS, bo: tak stanowi kategoria „Dziura w jezdni”"
    assert "Яма на дорозі" in by_category.words["uk"]
    assert "poza godzinami pracy GREEN" in at_night.in_words("pl")


def test_whose_it_is_outside_the_system_is_kept(wzorowo: Snapshot) -> None:
    outside = WayInfo(id=1, code="GAS", way=WayOfWorking.NONE)
    wzorowo = replace(wzorowo, ways=Editions([outside]))

    found = where(wzorowo, "greenery-grass", PlaceFacts(district="GAS"))

    assert found.whose == "GAS"
    assert found.in_words("pl") == (
        "CENTRE, bo: teren gazowni; GAS nie pracuje w systemie, sprawę przekaże centrum"
    )
    assert where(wzorowo, "greenery-grass").whose == ""


def test_every_rule_that_was_asked_says_why_it_did_not_win(wzorowo: Snapshot) -> None:
    found = where(wzorowo, "roads-pavement", PlaceFacts(district="I", owner="street"))

    assert [(asked.rule, asked.failed) for asked in found.considered] == [
        ("pavement-in-greenery", "owner"),
        ("district-two", "districts"),
    ]
    winner = where(wzorowo, "roads-pavement", PlaceFacts(owner="park")).considered[-1]
    assert winner.matched


def test_promises_are_counted_by_the_calendar_of_the_unit(wzorowo: Snapshot) -> None:
    tree = wzorowo.category("greenery-tree")
    roads, crisis = wzorowo.unit("ROADS"), wzorowo.unit("CRISIS")
    assert tree is not None
    assert roads is not None
    assert crisis is not None
    office, always = wzorowo.calendar_of(roads), wzorowo.calendar_of(crisis)

    first, then = promises(tree, office, local("2026-02-06T15:00"))
    assert (first.result, first.at) == ("made safe", local("2026-02-06T19:00"))
    assert (then.result, then.at) == ("repaired", local("2026-02-11T15:30"))
    # a dispatcher takes a P1 by the clock, an office when it opens
    assert takeover_by(tree, crisis, always, local(MONDAY_NIGHT)) == local("2026-02-02T23:15")
    assert takeover_by(tree, roads, office, local(MONDAY_NIGHT)) == local("2026-02-03T07:55")

"""A stage that begins tomorrow: today it is passed on with the old number, tomorrow taken here."""

from datetime import timedelta

import pytest

from kck.directory.models import Stage
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.routing import NOWHERE, route
from kck.directory.snapshot import Snapshot
from kck.directory.stages import PassedOn, not_begun, old_number, passed_on
from kck.directory.tests.loaded import MONDAY

TOMORROW = MONDAY + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("wzorowo")


def begins(unit: str, channel: str = "web", function: str = "reports", days: int = 1) -> None:
    Stage.objects.create(
        unit=unit,
        channel=channel,
        function=function,
        valid_from=MONDAY.date() + timedelta(days=days),
    )
    forget_snapshot()


def city() -> Snapshot:
    return snapshot(MONDAY)


def asked(code: str = "greenery-grass", channel: str = "web", days: int = 0) -> PassedOn | None:
    category = city().category(code)
    assert category is not None
    return passed_on(category, channel, MONDAY + timedelta(days=days), city())


def unit_of(code: str, channel: str, days: int = 0) -> str:
    category = city().category(code)
    assert category is not None
    return route(category, NOWHERE, MONDAY + timedelta(days=days), city(), channel).unit_code


def test_of_what_no_stage_speaks_everything_is_taken() -> None:
    assert asked() is None
    assert unit_of("greenery-grass", "web") == "GREEN"


def test_a_stage_that_begins_tomorrow_passes_on_today_and_takes_tomorrow() -> None:
    begins("*", days=-30)
    begins("GREEN")

    today = asked()

    assert today is not None
    assert (today.unit.code, today.begins) == ("GREEN", TOMORROW.date())
    assert asked(days=1) is None
    assert asked("roads-pothole") is None
    assert asked(channel="phone") is None


def test_what_is_sent_all_the_same_the_centre_passes_on() -> None:
    begins("*", days=-30)
    begins("GREEN")
    category = city().category("greenery-grass")
    assert category is not None

    today = route(category, NOWHERE, MONDAY, city(), "web")

    assert (today.unit_code, today.whose) == ("CENTRE", "GREEN")
    assert "GREEN jeszcze nie przyjmuje tą drogą" in today.in_words("pl")
    assert unit_of("greenery-grass", "web", days=1) == "GREEN"
    assert unit_of("greenery-grass", "letter") == "GREEN"


def test_the_centre_takes_from_the_first_day() -> None:
    begins("ROADS")

    assert unit_of("other-unknown", "web") == "CENTRE"
    assert asked("other-unknown") is None
    assert asked("danger-gas") is None


def test_a_channel_of_which_only_some_units_are_named_takes_of_nobody_else() -> None:
    begins("ROADS", days=-1)

    assert asked("roads-pothole") is None
    passed = asked("greenery-grass")
    assert passed is not None
    assert passed.begins is None


def test_a_complaint_is_taken_always() -> None:
    begins("*", days=30)

    assert asked("office-complaint") is None
    assert unit_of("office-complaint", "web") == "OFFICE"


def test_the_old_number_is_the_units_own_or_its_helplines() -> None:
    gas = city().unit("GAS")
    crisis = city().unit("CRISIS")
    assert gas is not None
    assert crisis is not None

    assert old_number(gas, city()) == "992"
    assert old_number(crisis, city()) == "12 000 00 99"


def test_what_is_to_come_is_listed_the_soonest_first() -> None:
    begins("GREEN", days=5)
    begins("ROADS", days=2)

    assert [one.unit for one in not_begun(city().all_stages, MONDAY.date())] == ["ROADS", "GREEN"]

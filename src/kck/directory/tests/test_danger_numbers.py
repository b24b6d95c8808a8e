"""Numbers by the hour, and who is on duty when nobody has seen a danger."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kck.directory.info import DangerInfo
from kck.directory.models import Danger, Stage
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.stages import duty_contacts
from kck.directory.terms import DayHours
from kck.directory.tests.loaded import MONDAY

pytestmark = pytest.mark.usefixtures("wzorowo")


def a_danger(**hours: str) -> DangerInfo:
    return DangerInfo(
        id=1,
        code="sorrow",
        helplines=("day", "night"),
        category="",
        words={"pl": ("smutno",)},
        lookalikes={},
        calm={"pl": "Spokojnie."},
        tell=(),
        hours={code: DayHours.parse(one) for code, one in hours.items()},
    )


def at(hour: str) -> tuple[str, ...]:
    danger = a_danger(day="06:00-22:00", night="22:00-06:00")
    return danger.numbers_at(datetime.fromisoformat(f"2026-02-02T{hour}").time())


def test_another_number_answers_at_night() -> None:
    assert at("12:00") == ("day",)
    assert at("21:59") == ("day",)
    assert at("22:00") == ("night",)
    assert at("05:59") == ("night",)


def test_at_night_there_may_be_nobody() -> None:
    danger = replace(a_danger(day="08:00-16:00"), helplines=("day",))

    assert danger.numbers_at(datetime.fromisoformat("2026-02-02T03:00").time()) == ()


def test_a_number_of_which_no_hours_are_told_answers_always() -> None:
    assert a_danger().numbers_at(datetime.fromisoformat("2026-02-02T03:00").time()) == (
        "day",
        "night",
    )


def test_the_hour_is_that_of_the_city() -> None:
    row = Danger.objects.order_by("pk").first()
    assert row is not None
    Danger.objects.filter(pk=row.pk).update(hours={row.helplines[0]: "00:00-07:00"})
    forget_snapshot()
    city = snapshot(MONDAY)
    danger = city.danger(row.code)
    assert danger is not None

    half_past_six = datetime(2026, 2, 2, 5, 30, tzinfo=UTC)
    half_past_seven = datetime(2026, 2, 2, 6, 30, tzinfo=UTC)

    assert row.helplines[0] in [line.code for line in city.lines_of(danger, half_past_six)]
    assert row.helplines[0] not in [line.code for line in city.lines_of(danger, half_past_seven)]


def stage(unit: str, channel: str, *duty: str, since: int = 1) -> None:
    Stage.objects.create(
        unit=unit,
        channel=channel,
        function="duty",
        duty=list(duty),
        valid_from=MONDAY.date().replace(day=since),
    )
    forget_snapshot()


def on_duty(*units: str, channel: str = "web") -> tuple[str, ...]:
    return duty_contacts(units, channel, MONDAY, snapshot(MONDAY))


def test_the_unit_on_duty_is_told_else_the_citys_own() -> None:
    stage("*", "*", "city@example.test")
    stage("GREEN", "*", "green@example.test", "+48600000001")

    assert on_duty("GREEN") == ("green@example.test", "+48600000001")
    assert on_duty("ROADS") == ("city@example.test",)
    assert on_duty() == ("city@example.test",)


def test_what_is_said_of_a_channel_goes_before_what_is_said_of_all() -> None:
    stage("*", "*", "city@example.test")
    stage("*", "open311", "machines@example.test")

    assert on_duty(channel="open311") == ("machines@example.test",)
    assert on_duty(channel="web") == ("city@example.test",)


def test_duty_that_has_not_begun_is_not_called() -> None:
    stage("*", "*", "city@example.test", since=28)

    assert on_duty() == ()

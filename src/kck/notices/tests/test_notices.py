from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from kck.foundation.actor import ANYBODY, PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.notices.commands import publish_notice, withdraw_notice
from kck.notices.models import Notice
from kck.notices.queries import all_notices, current
from kck.notices.rules import WrongNotice

pytestmark = pytest.mark.django_db

MONDAY = datetime(2031, 11, 24, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
EDITOR = Actor(kind="staff", id=7, grants=frozenset({"notices.edit"}))


def a_notice(title: str = "Nie ma wody", **changes: Any) -> Notice:
    facts: dict[str, Any] = {
        "kind": "info",
        "titles": {"pl": title, "en": f"EN {title}"},
        "by": EDITOR,
        "at": MONDAY,
    }
    return publish_notice(**{**facts, **changes})


def titles(at: datetime = MONDAY, district: str = "") -> list[str]:
    mine = {notice.code for notice in all_notices() if not notice.from_file}
    return [notice.titles["pl"] for notice in current(at, district) if notice.code in mine]


def events(name: str) -> list[RecordedEvent]:
    return list(RecordedEvent.objects.filter(name=f"notices.{name}", actor=str(EDITOR)))


def test_a_notice_is_read_from_its_first_moment_until_its_last() -> None:
    a_notice(valid_from=MONDAY + HOUR, valid_to=MONDAY + 2 * HOUR)

    assert titles(MONDAY) == []
    assert titles(MONDAY + HOUR) == ["Nie ma wody"]
    assert titles(MONDAY + 2 * HOUR) == []


def test_without_an_end_it_stands_until_somebody_withdraws_it() -> None:
    notice = a_notice()
    assert titles(MONDAY + timedelta(days=400)) == ["Nie ma wody"]

    withdraw_notice(notice.pk, by=EDITOR, at=MONDAY + HOUR)

    assert titles(MONDAY + HOUR) == []
    assert [event.payload["notice_id"] for event in events("notice_withdrawn")] == [notice.pk]


def test_withdrawing_again_changes_nothing() -> None:
    notice = a_notice()
    withdraw_notice(notice.pk, by=EDITOR, at=MONDAY)

    again = withdraw_notice(notice.pk, by=EDITOR, at=MONDAY + HOUR)

    assert again.withdrawn_at == MONDAY
    assert len(events("notice_withdrawn")) == 1


def test_the_gravest_come_first() -> None:
    a_notice("Info")
    a_notice("Groza", kind="danger")
    a_notice("Uwaga", kind="warning")

    assert titles() == ["Groza", "Uwaga", "Info"]


def test_a_district_hears_its_own_notices_and_those_of_the_whole_city() -> None:
    a_notice("Wszędzie")
    a_notice("Podgórze", districts=["XIII"])

    assert set(titles(district="XIII")) == {"Wszędzie", "Podgórze"}
    assert titles(district="I") == ["Wszędzie"]
    assert set(titles()) == {"Wszędzie", "Podgórze"}


def test_the_same_code_replaces_what_was_said() -> None:
    first = a_notice("Nie ma wody", code="water")
    withdraw_notice(first.pk, by=EDITOR, at=MONDAY)

    second = a_notice("Woda wróci o 18", code="water")

    assert second.pk == first.pk
    assert titles() == ["Woda wróci o 18"]
    assert len(events("notice_published")) == 2


def test_a_notice_speaks_the_readers_language_else_polish() -> None:
    notice = a_notice()
    (info,) = [one for one in current(MONDAY) if one.code == notice.code]

    with translation.override("en"):
        assert (info.title, info.text) == ("EN Nie ma wody", "")
    with translation.override("uk"):
        assert info.title == "Nie ma wody"
    assert info.title_in("en") == "EN Nie ma wody"


@pytest.mark.parametrize(
    "actor",
    [
        ANYBODY,
        Actor(kind="staff", id=1),
        Actor(kind="staff", id=1, unit_grants={1: frozenset({"notices.edit"})}),
        Actor(kind="partner", id=1, grants=frozenset({"notices.edit"})),
    ],
)
def test_only_who_holds_the_grant_everywhere_speaks_to_everybody(actor: Actor) -> None:
    notice = a_notice(by=PLATFORM)

    with pytest.raises(Refused):
        a_notice("Cudze", by=actor)
    with pytest.raises(Refused):
        withdraw_notice(notice.pk, by=actor, at=MONDAY)

    assert titles() == ["Nie ma wody"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "alarm"}, "rodzaju"),
        ({"titles": {"en": "Only English"}}, "po polsku"),
        ({"titles": {"pl": " \u202e\x00 "}}, "po polsku"),
        ({"titles": {"pl": "x" * 121}}, "120"),
        ({"texts": {"pl": "x" * 601}}, "600"),
        ({"valid_to": MONDAY}, "po jego początku"),
    ],
)
def test_a_notice_that_makes_no_sense_is_not_published(changes: dict[str, Any], said: str) -> None:
    before = Notice.objects.count()

    with pytest.raises(WrongNotice, match=said):
        a_notice(**changes)

    assert Notice.objects.count() == before


def test_hidden_characters_and_line_breaks_are_taken_out() -> None:
    notice = a_notice("Nie\u202e ma\n\n  wody\x00")

    assert notice.titles["pl"] == "Nie ma wody"

"""1 January's reorganisation is entered on 30 December and happens by itself."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from tests.builders import WARSAW, a_case, acting_for, everywhere, unit_id

from kck.cases import commands
from kck.cases.models import Case, Task
from kck.cases.queries.passing import passing
from kck.cases.terms import CaseState, TaskState
from kck.directory.commands import edit_thing, put_in_force, start_changes, undo_changes
from kck.directory.editing.inspection import try_out
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import CannotChange, standing_values
from kck.directory.jobs import begin_changes
from kck.directory.models import ChangeSet
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import reactions_at_once
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db
ENTERED = datetime(2026, 12, 30, 10, 0, tzinfo=WARSAW)
NEW_YEAR = date(2027, 1, 1)
JUST_AFTER = datetime(2027, 1, 1, 0, 5, tzinfo=WARSAW)
NAMES = {f"name_{language}": "Drogi Krakowa" for language in ("pl", "en", "uk")}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.set_anchor("")


def it_is(moment: datetime) -> None:
    clock.set_anchor(f"{moment.isoformat()}@{clock.real_now().isoformat()}@1")


def changed(
    changes: ChangeSet, table: str, identity: str, *, ends: bool = False, **more: str
) -> None:
    shown = standing_values(TABLES[table], identity, changes.valid_from)
    edit_thing(
        changes.pk,
        table=table,
        values={**(shown or TABLES[table].blank()), **more},
        shown=shown,
        ends=ends,
        by=everywhere("directory.edit"),
        at=ENTERED,
    )


def reorganisation() -> ChangeSet:
    """Roads go to a new unit DROGI, and KEGW becomes a part of it."""
    changes = start_changes(valid_from=NEW_YEAR, by=everywhere("directory.edit"), at=ENTERED)
    work = {"kind": "city-unit", "way_of_working": "desk", "calendar": "office"}
    changed(changes, "units", "DROGI", ends=False, code="DROGI", **NAMES, **work)
    for category in ("roads-pothole", "roads-pavement", "roads-sign-damaged"):
        if snapshot(ENTERED).category(category):
            changed(changes, "categories", category, unit="DROGI")
    changed(changes, "units", "KEGW", ends=True, successor="DROGI")
    return changes


def put(changes: ChangeSet) -> None:
    put_in_force(changes.pk, by=everywhere("directory.edit"), at=ENTERED)


def a_night_goes_by(moment: datetime) -> None:
    it_is(moment)
    with reactions_at_once():
        begin_changes(timestamp=0)


def test_it_is_entered_on_30_december_and_happens_by_itself() -> None:
    case = a_case(email="anna@example.org", at=ENTERED)
    with_kegw = a_case(category="water-drain", at=ENTERED)
    commands.forward(with_kegw.pk, unit="KEGW", reason="To woda.", at=ENTERED, by=everywhere())
    elsewhere = a_case(at=ENTERED)
    commands.forward(elsewhere.pk, unit="ZZM", reason="To park.", at=ENTERED, by=everywhere())

    changes = reorganisation()
    told = [one.words for one in try_out(changes, ENTERED.date()).effects]
    put(changes)
    a_night_goes_by(datetime(2026, 12, 31, 23, 59, tzinfo=WARSAW))
    case.refresh_from_db()
    assert case.unit_id == unit_id("ZDMK")
    a_night_goes_by(JUST_AFTER)
    a_night_goes_by(JUST_AFTER)

    assert "1 otwarta sprawa zostanie przekazana z ZDMK do DROGI." in told
    assert any("kategori" in one and "z ZDMK do DROGI" in one for one in told)
    dk = unit_id("DROGI", JUST_AFTER)
    for one in (case, with_kegw, elsewhere):
        one.refresh_from_db()
    assert (case.unit_id, with_kegw.unit_id, elsewhere.unit_id) == (dk, dk, unit_id("ZZM"))
    assert case.state == CaseState.FORWARDED
    tasks = Task.objects.filter(case=case).order_by("pk").values_list("unit_id", "state")
    assert [*tasks] == [(unit_id("ZDMK"), TaskState.CANCELLED), (dk, TaskState.WAITING)]
    moved = RecordedEvent.objects.filter(stream=case.stream, name="cases.case_forwarded")
    assert [event.actor for event in moved] == ["platform"]
    assert a_case(at=JUST_AFTER).unit_id == dk


def test_whoever_reported_is_told_once_and_why() -> None:
    case = a_case(email="anna@example.org", at=ENTERED)
    put(reorganisation())

    a_night_goes_by(JUST_AFTER)
    a_night_goes_by(JUST_AFTER)

    letters = Delivery.objects.filter(message__about=case.stream, message__key="cases.forwarded")
    assert letters.count() == 1
    reason = case.texts.get(kind="reason").body
    assert (
        reason
        == "Zmiana organizacji: od 1 stycznia 2027 takimi sprawami zajmuje się Drogi Krakowa."
    )


def test_new_cases_need_no_job() -> None:
    put(reorganisation())
    it_is(JUST_AFTER)

    assert a_case(at=JUST_AFTER).unit_id == unit_id("DROGI", JUST_AFTER)


def test_what_is_arranged_stays_arranged() -> None:
    case = a_case(at=ENTERED)
    commands.schedule(
        case.pk, when=datetime(2027, 1, 8, tzinfo=WARSAW), words="Naprawimy w styczniu.",
        at=ENTERED, by=acting_for("ZDMK"),
    )  # fmt: skip
    put(reorganisation())

    a_night_goes_by(JUST_AFTER)

    case.refresh_from_db()
    assert case.state == CaseState.SCHEDULED
    assert case.unit_id == unit_id("DROGI", JUST_AFTER)


def test_a_unit_that_leaves_cases_to_nobody_is_refused_with_their_numbers() -> None:
    case = a_case(at=ENTERED)
    commands.forward(case.pk, unit="GUP", reason="To ich sprawa.", at=ENTERED, by=everywhere())
    changes = start_changes(valid_from=NEW_YEAR, by=everywhere("directory.edit"), at=ENTERED)
    changed(changes, "units", "GUP", ends=True)

    (refusal,) = [one for one in try_out(changes, ENTERED.date()).effects if one.refuses]

    assert "ma 1 otwartą sprawę" in refusal.words
    assert refusal.details == (numbers.display(case.number),)
    with pytest.raises(CannotChange, match="wpisz następcę"):
        put(changes)


def test_taken_back_in_time_nothing_happens() -> None:
    case = a_case(at=ENTERED)
    changes = reorganisation()
    put(changes)
    undo_changes(changes.pk, by=everywhere("directory.edit"), at=ENTERED)

    a_night_goes_by(JUST_AFTER)

    case.refresh_from_db()
    assert case.unit_id == unit_id("ZDMK")
    assert a_case(at=JUST_AFTER).unit_id == unit_id("ZDMK")


def test_a_set_may_leave_open_cases_where_they_are() -> None:
    case = a_case(at=ENTERED)
    changes = reorganisation()
    ChangeSet.objects.filter(pk=changes.pk).update(moves_cases=False)
    put(changes)

    a_night_goes_by(JUST_AFTER)

    case.refresh_from_db()
    assert case.unit_id == unit_id("ZDMK")


def test_without_a_change_nothing_passes() -> None:
    a_case(at=ENTERED)
    city = snapshot(ENTERED)

    assert [*passing(city, city, NEW_YEAR)] == []
    assert Case.objects.count() == 1

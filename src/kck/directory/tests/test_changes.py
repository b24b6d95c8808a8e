"""A change is an edition from a day on: drafted, looked at, in force by itself, taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from kck.directory.commands import (
    SomebodyElse,
    discard,
    drop_edit,
    edit_thing,
    put_in_force,
    start_changes,
    take_effect,
    undo_changes,
    update_changes,
)
from kck.directory.editing.inspection import Trial, try_out
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import CannotChange, standing_values
from kck.directory.models import Category, CategoryWords, ChangeSet, Edit, Unit
from kck.directory.queries import snapshot
from kck.directory.tests.loaded import MODEL_CITY, MONDAY, reload
from kck.foundation.actor import ANYBODY, PLATFORM, Actor
from kck.foundation.models import RecordedEvent

MARCH = date(2026, 3, 1)
ADMINISTRATOR = Actor(kind="staff", id=1, grants=frozenset({"directory.edit"}))
pytestmark = pytest.mark.usefixtures("no_city")


@pytest.fixture(autouse=True)
def _city(no_city: None) -> None:
    reload(MODEL_CITY)


def draft(day: date = MARCH) -> ChangeSet:
    return start_changes(valid_from=day, by=ADMINISTRATOR, at=MONDAY)


def shown_of(changes: ChangeSet, table: str, identity: str) -> dict[str, Any] | None:
    known = changes.edits.filter(table=table, identity=identity).first()
    if known:
        return dict(known.values)
    return standing_values(TABLES[table], identity, changes.valid_from)


def edit(changes: ChangeSet, table: str, identity: str, **values: Any) -> Edit | None:
    shown = shown_of(changes, table, identity)
    return edit_thing(
        changes.pk,
        table=table,
        values={**(shown or TABLES[table].blank()), **values},
        shown=shown,
        by=ADMINISTRATOR,
        at=MONDAY,
    )


def end(changes: ChangeSet, table: str, identity: str, successor: str = "") -> Edit | None:
    shown = shown_of(changes, table, identity)
    assert shown is not None
    values = {**shown, "successor": successor}
    return edit_thing(
        changes.pk, table=table, values=values, shown=shown, ends=True, by=ADMINISTRATOR, at=MONDAY
    )


def tried(changes: ChangeSet) -> Trial:
    changes.refresh_from_db()
    return try_out(changes, MONDAY.date())


def in_force(changes: ChangeSet) -> ChangeSet:
    return put_in_force(changes.pk, by=ADMINISTRATOR, at=MONDAY)


def holder(day: date) -> str:
    found = snapshot(day).category("roads-pothole")
    return found.unit if found else ""


def stands_for(unit: str, day: date) -> str:
    found = snapshot(day).unit(unit)
    return found.code if found else ""


def rows() -> list[Any]:
    return [list(table.model._default_manager.order_by("pk").values()) for table in TABLES.values()]


def test_a_draft_changes_nothing_and_neither_does_looking_at_it() -> None:
    before, changes = rows(), draft()
    edit(changes, "categories", "roads-pothole", unit="GREEN", target_amount="24")

    trial = tried(changes)

    assert trial.possible
    assert rows() == before
    assert holder(MARCH) == "ROADS"
    assert any("1 kategoria przechodzi z ROADS do GREEN" in one.words for one in trial.effects)
    assert any("Nowy termin" in one.words for one in trial.effects)


def test_a_change_is_an_edition_from_its_day_on_and_the_past_stays() -> None:
    changes = draft()
    edit(changes, "categories", "roads-pothole", unit="GREEN")

    in_force(changes)

    old, new = Category.objects.filter(code="roads-pothole").order_by("pk")
    assert (old.unit, old.valid_from, old.valid_to) == ("ROADS", None, date(2026, 2, 28))
    assert (new.unit, new.valid_from, new.valid_to) == ("GREEN", MARCH, None)
    assert holder(date(2026, 2, 28)) == "ROADS"
    assert holder(MARCH) == "GREEN"


def test_a_thing_keeps_the_end_that_was_planned_before() -> None:
    changes = draft()
    edit(changes, "units", "GREEN", phone="1")

    in_force(changes)

    first, second = Unit.objects.filter(code="GREEN").order_by("pk")
    assert (first.valid_to, first.successor) == (date(2026, 2, 28), "")
    assert (second.valid_to, second.successor) == (date(2026, 12, 31), "NATURE")
    assert stands_for("GREEN", date(2027, 1, 2)) == "NATURE"


def test_undone_before_its_day_nothing_is_left_of_it() -> None:
    before, changes = rows(), draft()
    edit(changes, "categories", "roads-pothole", unit="GREEN")
    names = {f"name_{language}": "Parki" for language in ("pl", "en", "uk")}
    work = {"kind": "unit", "way_of_working": "desk", "calendar": "office"}
    edit(changes, "units", "PARKS", code="PARKS", **names, **work)
    in_force(changes)
    assert rows() != before

    undo_changes(changes.pk, by=ADMINISTRATOR, at=MONDAY)

    assert rows() == before
    changes.refresh_from_db()
    assert changes.state == "undone"


def test_undone_after_its_day_is_a_draft_of_what_was() -> None:
    changes = draft()
    edit(changes, "categories", "roads-pothole", unit="GREEN")
    in_force(changes)
    later = MONDAY + timedelta(days=40)
    take_effect(changes.pk, by=PLATFORM, at=later)

    back = undo_changes(changes.pk, by=ADMINISTRATOR, at=later)
    put_in_force(back.pk, by=ADMINISTRATOR, at=later)

    assert (back.takes_back_id, back.valid_from) == (changes.pk, later.date() + timedelta(days=1))
    assert holder(MARCH) == "GREEN"
    assert holder(back.valid_from) == "ROADS"


def test_what_a_later_change_stands_on_is_not_undone_first() -> None:
    first, second = draft(), draft(date(2026, 4, 1))
    edit(first, "units", "ROADS", phone="1")
    in_force(first)
    edit(second, "units", "ROADS", phone="2")
    in_force(second)

    with pytest.raises(CannotChange, match="Najpierw cofnij tamtą"):
        undo_changes(first.pk, by=ADMINISTRATOR, at=MONDAY)

    undo_changes(second.pk, by=ADMINISTRATOR, at=MONDAY)
    undo_changes(first.pk, by=ADMINISTRATOR, at=MONDAY)
    assert Unit.objects.filter(code="ROADS").count() == 1


def test_words_have_no_dates_and_change_on_the_day_once() -> None:
    changes = draft()
    edit(changes, "words", "roads-pothole:pl", words=["dziura", "krater"])
    in_force(changes)
    words = CategoryWords.objects.get(category="roads-pothole", language="pl")
    assert "krater" not in words.words

    take_effect(changes.pk, by=PLATFORM, at=MONDAY)
    words.refresh_from_db()
    assert "krater" not in words.words
    take_effect(changes.pk, by=PLATFORM, at=MONDAY + timedelta(days=28))
    take_effect(changes.pk, by=PLATFORM, at=MONDAY + timedelta(days=28))

    words.refresh_from_db()
    assert words.words == ["dziura", "krater"]
    assert RecordedEvent.objects.filter(name="directory.changes_took_effect").count() == 1


def test_a_category_that_loses_its_unit_is_refused_with_words() -> None:
    changes = draft()
    end(changes, "units", "ROADS")

    trial = tried(changes)

    assert any("Dziura w jezdni" in one and "ROADS" in one for one in trial.contradictions)
    with pytest.raises(CannotChange, match="traci jednostkę"):
        in_force(changes)
    assert Unit.objects.get(code="ROADS").valid_to is None


def test_a_unit_with_a_successor_ends_and_its_categories_follow() -> None:
    changes = draft()
    end(changes, "units", "ROADS", successor="CENTRE")

    trial = tried(changes)
    in_force(changes)

    assert trial.contradictions == ()
    assert any("Następca: CENTRE" in one.words for one in trial.effects)
    assert stands_for("ROADS", MARCH) == "CENTRE"


def test_what_ends_must_have_been_there_and_a_later_edition_stops_it() -> None:
    first, second = draft(date(2026, 4, 1)), draft()
    edit(first, "helplines", "992", hours="8-16")
    in_force(first)
    end(second, "helplines", "992")

    assert "zaplanowano już inną wersję" in tried(second).contradictions[0]


def test_of_two_who_save_the_same_the_later_sees_both_versions() -> None:
    changes = draft()
    shown = shown_of(changes, "units", "ROADS")
    edit(changes, "units", "ROADS", phone="first")

    with pytest.raises(SomebodyElse) as refused:
        edit_thing(
            changes.pk,
            table="units",
            values={**(shown or {}), "phone": "second"},
            shown=shown,
            by=ADMINISTRATOR,
            at=MONDAY,
        )

    assert (refused.value.theirs or {})["phone"] == "first"
    assert changes.edits.get().values["phone"] == "first"


def test_of_two_drafts_about_the_same_the_later_is_refused_with_both_versions() -> None:
    mine, theirs = draft(), draft()
    edit(mine, "units", "ROADS", phone="mine")
    edit(theirs, "units", "ROADS", phone="theirs")
    in_force(theirs)

    (clash,) = tried(mine).clashes

    assert (clash.now or {})["phone"] == "theirs"
    assert clash.wanted["phone"] == "mine"
    with pytest.raises(CannotChange, match="ROADS"):
        in_force(mine)


def test_the_same_as_it_is_needs_no_edition() -> None:
    changes = draft()
    edit(changes, "units", "ROADS", phone="1")

    assert edit(changes, "units", "ROADS", phone="") is None
    assert not changes.edits.exists()


def test_another_day_takes_along_what_nobody_changed_meanwhile() -> None:
    changes = draft()
    edit(changes, "units", "GREEN", phone="1")

    update_changes(changes.pk, title="Zieleń", valid_from=date(2026, 5, 1), moves_cases=False,
                   by=ADMINISTRATOR, at=MONDAY)  # fmt: skip

    assert tried(changes).clashes == ()
    assert in_force(changes).valid_from == date(2026, 5, 1)


def test_from_today_on_it_is_in_force_at_once_but_not_twice_a_day() -> None:
    first, second = draft(MONDAY.date()), draft(MONDAY.date())
    edit(first, "units", "ROADS", phone="1")
    in_force(first)
    edit(second, "units", "ROADS", phone="2")

    assert "już dzisiaj" in tried(second).contradictions[0]
    first.refresh_from_db()
    assert first.state == "in-force"


def test_the_past_is_not_changed() -> None:
    with pytest.raises(CannotChange, match="wstecz"):
        draft(MONDAY.date() - timedelta(days=1))

    changes = draft()
    edit(changes, "units", "ROADS", phone="1")
    with pytest.raises(CannotChange, match="wstecz"):
        put_in_force(changes.pk, by=ADMINISTRATOR, at=MONDAY + timedelta(days=60))


def test_a_draft_is_emptied_and_thrown_away() -> None:
    changes = draft()
    made = edit(changes, "units", "ROADS", phone="1")
    assert made is not None
    drop_edit(changes.pk, made.pk, by=ADMINISTRATOR, at=MONDAY)

    with pytest.raises(CannotChange, match="żadnej zmiany"):
        in_force(changes)
    discard(changes.pk, by=ADMINISTRATOR, at=MONDAY)
    with pytest.raises(CannotChange, match="odrzucone"):
        edit(changes, "units", "ROADS", phone="1")


def test_only_an_administrator_may() -> None:
    changes = draft()
    edit(changes, "units", "ROADS", phone="1")
    within = Actor(kind="staff", id=2, unit_grants={1: frozenset({"directory.edit"})})

    for who in (ANYBODY, within):
        with pytest.raises(PermissionDenied):
            start_changes(valid_from=MARCH, by=who, at=MONDAY)
        with pytest.raises(PermissionDenied):
            put_in_force(changes.pk, by=who, at=MONDAY)
        with pytest.raises(PermissionDenied):
            undo_changes(changes.pk, by=who, at=MONDAY)


def test_what_happened_is_recorded_with_who() -> None:
    changes = draft()
    edit(changes, "units", "ROADS", phone="1")
    in_force(changes)
    undo_changes(changes.pk, by=ADMINISTRATOR, at=MONDAY)

    events = RecordedEvent.objects.filter(stream=f"changes:{changes.pk}").order_by("seq")
    assert [event.name.partition(".")[2] for event in events] == [
        "thing_edited", "changes_planned", "changes_undone",
    ]  # fmt: skip
    assert {event.actor for event in events} == {str(ADMINISTRATOR)}
    assert "1" not in str(events[0].payload.get("values", ""))


@pytest.mark.parametrize("name", [*TABLES])
def test_every_row_comes_back_from_its_values(name: str) -> None:
    table = TABLES[name]
    for row in table.model._default_manager.all():
        again, problems = table.row_of(table.values(row))
        assert problems == (), row
        assert table.values(again) == table.values(row)

"""A change with a last day: after it, what was before is back by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kck.directory import models
from kck.directory.commands import (
    end_changes,
    put_in_force,
    start_changes,
    take_effect,
    undo_changes,
)
from kck.directory.editing.writing import CannotChange
from kck.directory.models import ChangeSet, Question
from kck.directory.queries import snapshot
from kck.directory.tests.loaded import MONDAY
from kck.directory.tests.test_changes import ADMINISTRATOR, edit, end, rows
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.usefixtures("wzorowo")
NEW_YEAR, LAST = date(2027, 1, 1), date(2027, 2, 28)
ONE_DAY = timedelta(days=1)


def for_a_time(first: date = NEW_YEAR, last: date = LAST) -> ChangeSet:
    return start_changes(valid_from=first, valid_to=last, by=ADMINISTRATOR, at=MONDAY)


def in_force(changes: ChangeSet) -> None:
    put_in_force(changes.pk, by=ADMINISTRATOR, at=MONDAY)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def hours_on(day: date) -> str:
    found = [one for one in models.Calendar.objects.filter(code="office") if one.in_force(day)]
    assert len(found) == 1
    return str(found[0].hours["fri"])


def test_the_office_closes_at_one_until_the_end_of_february() -> None:
    changes = for_a_time()
    before = hours_on(MONDAY.date())
    edit(changes, "calendars", "office", hours_fri="07:00-13:00")

    in_force(changes)

    days = [NEW_YEAR - ONE_DAY, NEW_YEAR, LAST, LAST + ONE_DAY, date(2030, 1, 1)]
    assert [hours_on(day) for day in days] == [
        before, "07:00-13:00", "07:00-13:00", before, before,
    ]  # fmt: skip
    spans = snapshot(LAST).calendars.own("office", LAST)
    assert spans is not None
    assert f"{spans.week[4][0][1]:%H}" == "13"


def test_before_its_day_it_is_undone_without_a_trace() -> None:
    before, changes = rows(), for_a_time()
    edit(changes, "calendars", "office", hours_fri="07:00-13:00")
    edit(changes, "units", "ROADS", phone="1")
    in_force(changes)

    undo_changes(changes.pk, by=ADMINISTRATOR, at=MONDAY)

    assert rows() == before


def test_a_unit_that_is_closed_for_a_time_comes_back() -> None:
    first, last = date(2026, 3, 1), date(2026, 4, 30)
    changes = for_a_time(first, last)
    end(changes, "units", "GREEN", successor="ROADS")

    in_force(changes)

    days = (first - ONE_DAY, first, last, last + ONE_DAY, NEW_YEAR)
    names = [getattr(snapshot(day).unit("GREEN"), "code", "") for day in days]
    assert names == ["GREEN", "ROADS", "ROADS", "GREEN", "NATURE"]


def test_a_new_question_of_a_time_just_ends() -> None:
    changes = for_a_time()
    edit(changes, "questions", "roads-pothole:ice", category="roads-pothole", code="ice",
         order="9", datatype="string", text_pl="Lód?", text_en="Ice?", text_uk="Лід?")  # fmt: skip

    in_force(changes)

    (row,) = Question.objects.filter(code="ice")
    assert (row.valid_from, row.valid_to) == (NEW_YEAR, LAST)


def test_what_has_no_dates_is_brought_back_on_the_day_after_once() -> None:
    city = models.City.objects.get()
    before, changes = city.facts["phone"], for_a_time()
    edit(changes, "city", city.code, phone="12 345 67 89")
    in_force(changes)
    take_effect(changes.pk, by=ADMINISTRATOR, at=noon(NEW_YEAR))
    assert models.City.objects.get().facts["phone"] == "12 345 67 89"

    end_changes(changes.pk, by=ADMINISTRATOR, at=noon(LAST))
    assert models.City.objects.get().facts["phone"] == "12 345 67 89"
    for _each in range(2):
        end_changes(changes.pk, by=ADMINISTRATOR, at=noon(LAST + ONE_DAY))

    assert models.City.objects.get().facts["phone"] == before
    changes.refresh_from_db()
    assert changes.state == "ended"
    assert RecordedEvent.objects.filter(name="directory.changes_ended").count() == 1


def test_what_somebody_changed_meanwhile_stays_theirs() -> None:
    city, changes = models.City.objects.get(), for_a_time()
    edit(changes, "city", city.code, phone="1")
    in_force(changes)
    take_effect(changes.pk, by=ADMINISTRATOR, at=noon(NEW_YEAR))
    city.refresh_from_db()
    city.facts = {**city.facts, "phone": "2"}
    city.save()

    end_changes(changes.pk, by=ADMINISTRATOR, at=noon(LAST + ONE_DAY))

    assert models.City.objects.get().facts["phone"] == "2"


@pytest.mark.parametrize("last", [NEW_YEAR - ONE_DAY, date(2039, 1, 1)])
def test_a_last_day_that_cannot_be_is_refused(last: date) -> None:
    with pytest.raises(CannotChange):
        for_a_time(last=last)

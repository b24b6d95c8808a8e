"""Rows made without the constructor are the same rows: `foundation.fresh`, on our largest model."""

from datetime import UTC, datetime

import pytest

from kck.cases.models import Case, CaseText, Task
from kck.foundation.fresh import fresh
from kck.foundation.models import RecordedEvent


def attributes(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.mark.parametrize("model", [Case, CaseText, Task])
def test_a_fresh_row_is_what_the_constructor_makes(model):
    assert attributes(fresh(model)) == attributes(model())


def test_what_the_database_fills_in_is_left_to_it():
    ours, theirs = fresh(RecordedEvent), RecordedEvent()

    assert vars(ours).keys() == vars(theirs).keys()
    assert type(ours.transaction) is type(theirs.transaction)


def test_values_stand_and_nothing_mutable_is_shared():
    one, other = fresh(Case, number="26-1", unit_id=4), fresh(Case)

    assert (one.number, one.unit_id, one._state.adding) == ("26-1", 4, True)
    assert one.because is not other.because
    assert one._state is not other._state


def test_a_name_that_is_no_column_is_a_mistake():
    with pytest.raises(TypeError, match="Case has no colour"):
        fresh(Case, colour="red")


@pytest.mark.django_db
def test_a_fresh_row_is_saved_like_any_other():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    row = fresh(RecordedEvent, name="a.b", payload={"x": 1}, actor="platform", at=at)

    row.save()

    stored = RecordedEvent.objects.get(pk=row.pk)
    assert (stored.name, stored.payload, stored.at) == ("a.b", {"x": 1}, at)
    assert stored.transaction > 0

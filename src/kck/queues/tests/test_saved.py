from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere, unit_id

from kck.cases.models import Case
from kck.cases.queries.counts import counts_for, forget_counts
from kck.cases.queries.desk import queue
from kck.cases.queries.filters import read
from kck.cases.queries.views import View
from kck.foundation.verdict import Refused
from kck.people.models import Person
from kck.queues.commands.saved import move_view, remove_view, save_view
from kck.queues.models import SavedView
from kck.queues.privacy import _forget
from kck.queues.queries.saved import base_of, counted, filters_of, saved_view, saved_views
from kck.queues.terms import MOST_VIEWS, NotSaved

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _fresh():
    forget_counts()


def kept(by, name="Dziury", base="unit", unit="", person_id=None, **filters):
    return save_view(
        name=name, base=base, filters=filters, unit=unit, person_id=person_id, by=by, at=AT
    )


def names(actor):
    return [one.name for one in saved_views(actor)]


def shown(actor, view_id):
    one = saved_view(actor, view_id)
    assert one is not None
    found = queue(actor, base_of(one, actor), filters_of(one, actor), at=AT).rows
    return {row.number for row in found}


def test_a_private_view_is_ones_own():
    anna, piotr = acting_for("ZDMK", id=1), acting_for("ZDMK", id=2)
    view = kept(anna, group="roads")

    assert names(anna) == ["Dziury"]
    assert saved_view(piotr, view) is None


def test_a_shared_view_shares_no_rights():
    chief = everywhere(id=5)
    centre = acting_for("ZDMK", id=5)
    both = type(chief)(
        kind="staff", id=5, grants=chief.grants, unit_grants=centre.unit_grants,
        unit_ids=centre.unit_ids,
    )  # fmt: skip
    ours, theirs = a_case(), a_case(category="green-lawn-mowing")
    view = kept(both, base="city", unit="ZDMK")
    worker = acting_for("ZDMK", "cases.view", "cases.work", id=6)

    assert shown(both, view) == {ours.number, theirs.number}
    assert shown(worker, view) == {ours.number}
    assert base_of(saved_view(worker, view), worker) == View.UNIT
    rows = counted(saved_views(worker), worker, at=AT)
    assert rows[f"v{view}"].count() == 1


def test_only_ones_own_unit_can_be_shared_with_and_only_its_lead_changes_anothers_view():
    anna = acting_for("ZDMK", "cases.view", id=1)
    with pytest.raises(Refused):
        kept(anna, unit="ZZM")
    view = kept(anna, unit="ZDMK")
    with pytest.raises(Refused):
        remove_view(view, by=acting_for("ZDMK", "cases.view", id=2), at=AT)

    remove_view(view, by=acting_for("ZDMK", "cases.view", "cases.assign", id=3), at=AT)
    remove_view(view, by=anna, at=AT)

    assert names(anna) == []


def test_a_view_of_one_person_is_private_and_empty_without_the_grant():
    case = a_case(email="jan@example.org")
    a_case()
    chief = everywhere(id=5)
    with pytest.raises(NotSaved, match="prywatny"):
        both = type(chief)(
            kind="staff", id=5, grants=chief.grants,
            unit_grants={unit_id("ZDMK"): chief.grants},
        )  # fmt: skip
        kept(both, base="city", unit="ZDMK", person_id=case.person_id)
    view = kept(chief, base="city", person_id=case.person_id)
    assert shown(chief, view) == {case.number}

    without = everywhere("cases.view", id=5)

    assert shown(without, view) == set()


def test_a_person_who_is_forgotten_takes_their_views_along():
    case = a_case(email="jan@example.org")
    kept(everywhere(id=5), base="city", person_id=case.person_id)

    _forget(case.person_id, AT, everywhere())

    assert not SavedView.objects.exists()
    assert Person.objects.filter(pk=case.person_id).exists()


def test_views_stand_in_the_order_they_were_put_in():
    anna = acting_for("ZDMK", id=1)
    first, _second = kept(anna, name="pierwszy"), kept(anna, name="drugi")
    assert names(anna) == ["pierwszy", "drugi"]

    move_view(first, up=False, by=anna)
    move_view(first, up=False, by=anna)
    move_view(10**9, up=True, by=anna)

    assert names(anna) == ["drugi", "pierwszy"]


def test_there_are_not_more_views_than_one_can_read_and_each_has_a_name():
    anna = acting_for("ZDMK", id=1)
    with pytest.raises(NotSaved):
        kept(anna, name=" ")
    for number in range(MOST_VIEWS):
        kept(anna, name=f"widok {number}")
    with pytest.raises(NotSaved, match="Najwyżej"):
        kept(anna)


def test_a_view_can_be_changed_and_what_is_unknown_by_then_is_left_out():
    anna = acting_for("ZDMK", id=1)
    view = kept(anna, group="roads")
    SavedView.objects.filter(pk=view).update(filters={"group": "roads", "state": "gone", "x": "1"})

    assert filters_of(saved_view(anna, view), anna) == read({"group": "roads"})


def test_counts_of_ones_own_views_come_with_ones_own_cases_in_one_statement(
    django_assert_num_queries,
):
    anna = acting_for("ZDMK", id=1)
    cases = [a_case() for _ in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(handler_id=1)
    view = kept(anna, handler="none")
    saved = saved_views(anna)
    counts_for(anna, at=AT)

    with django_assert_num_queries(1):
        counts = counts_for(anna, at=AT, more=counted(saved, anna, at=AT))

    assert (counts.of[View.MINE], counts.more[f"v{view}"]) == (1, 2)

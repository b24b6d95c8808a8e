from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.cases.models import Case
from kck.cases.queries.desk_case import case_for, same_kind_nearby
from kck.cases.queries.likely import editions, within
from kck.cases.queries.nearby import nearby
from kck.cases.terms import CaseState, Spot
from kck.directory.queries import snapshot

pytestmark = pytest.mark.django_db
HERE = (50.0617, 19.9373)
TEXT = "Duża dziura w jezdni przed szkołą, wjeżdżają w nią autobusy."


def metres_away(metres: float) -> Spot:
    return Spot(lat=HERE[0] + metres / 111_195, lon=HERE[1], address="Rynek Główny 1")


def seen(case: Case, actor=None):
    staff = actor or everywhere()
    found = case_for(staff, case.number, at=MONDAY)
    assert found
    return same_kind_nearby(staff, found, MONDAY)


def test_the_likeliest_stands_first_and_says_why():
    far = a_case(spot=metres_away(120), text="Zapadnięta studzienka na zakręcie, hałas w nocy.")
    same = a_case(spot=metres_away(8), text="Przed szkołą dziura w jezdni, autobusy w nią wpadają")

    found = seen(a_case(spot=metres_away(0), text=TEXT))

    assert [one.number for one in found] == [same.number, far.number]
    assert (found[0].metres, found[0].likely, found[1].likely) == (8, True, False)
    assert found[0].like.words >= 60


def test_it_takes_one_statement(django_assert_num_queries):
    for n in range(5):
        a_case(spot=metres_away(n))
    case = case_for(everywhere(), a_case(spot=metres_away(0)).number, at=MONDAY)

    with django_assert_num_queries(1):
        assert len(same_kind_nearby(everywhere(), case, MONDAY)) == 5


def test_what_is_too_old_for_its_category_is_not_likely_the_same():
    age = within(editions(["roads-pothole"], MONDAY))
    days = next(iter(age.values())).age
    a_case(spot=metres_away(3), text=TEXT, at=MONDAY - days - timedelta(hours=1))

    assert [one.likely for one in seen(a_case(spot=metres_away(0), text=TEXT))] == [False]


def test_a_unit_sees_no_cases_of_others_among_them():
    other = a_case(spot=metres_away(3), text=TEXT)
    Case.objects.filter(pk=other.pk).update(unit=snapshot(MONDAY).unit("MPO").id)
    other.tasks.update(unit=snapshot(MONDAY).unit("MPO").id)
    case = a_case(spot=metres_away(0), text=TEXT)

    assert seen(case, acting_for("ZDMK", "cases.view")) == []


def test_a_danger_is_marked_so_that_nobody_merges_it_in_passing():
    a_case(spot=metres_away(3), text=TEXT)
    case = a_case(spot=metres_away(0), text=TEXT)
    Case.objects.filter(pk=case.pk).update(danger="gas")

    assert [one.dangerous for one in seen(case)] == [True]


def test_nothing_is_ever_merged_by_itself():
    first = a_case(spot=metres_away(0), text=TEXT)
    second = a_case(spot=metres_away(0), text=TEXT)

    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.NEW}
    assert not Case.objects.exclude(merged_into=None).exists()
    assert {first.pk, second.pk} == set(Case.objects.values_list("pk", flat=True))


def test_residents_are_shown_what_is_new_enough_the_likeliest_first():
    old = a_case(spot=metres_away(1), text=TEXT, at=MONDAY - timedelta(days=400))
    other = a_case(spot=metres_away(6), text="Krzywy krawężnik, potykają się tu ludzie.")
    same = a_case(spot=metres_away(9), text=TEXT)
    for case in (old, other, same):
        case.texts.update(published_at=MONDAY)

    kinds = within(editions(["roads-pothole"], MONDAY))
    found = nearby(*HERE, kinds, at=MONDAY, text="W jezdni przed szkołą dziura, autobusy wpadają")

    assert [one.number for one in found] == [same.number, other.number]


def test_words_that_nobody_published_do_not_move_the_order():
    near = a_case(spot=metres_away(2), text="Krzywy krawężnik, potykają się tu ludzie.")
    same = a_case(spot=metres_away(9), text=TEXT)

    found = nearby(*HERE, within(editions(["roads-pothole"], MONDAY)), at=MONDAY, text=TEXT)

    assert [one.number for one in found] == [near.number, same.number]

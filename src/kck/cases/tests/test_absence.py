"""While somebody is away their work is another's."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.accounts import commands as accounts
from kck.accounts.absence_commands import WrongAbsence, arrange_absence, end_absence
from kck.accounts.absence_queries import absences_of
from kck.accounts.models import Staff
from kck.accounts.notice_commands import notify
from kck.accounts.notice_queries import notices_of
from kck.accounts.queries import actor_for, colleagues
from kck.accounts.staff_commands import leave
from kck.cases.commands import assign
from kck.cases.commands.leaving import hand_over_work
from kck.cases.models import Case
from kck.cases.queries.desk import Filters, queue
from kck.cases.queries.views import View
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.reasons import in_language, reason
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
TEST = reason("cases.test_absence", "coś się dzieje")


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    accounts.install_roles(by=PLATFORM)


def somebody(name: str, role: str = "worker", unit: str = "ZDMK") -> Staff:
    email = f"{name.split()[0].lower()}@example.org"
    staff = accounts.join(email=email, name=name, password=None, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role=role, unit=unit, by=PLATFORM)
    return staff


def away(anna: Staff, jan: Staff, first: int = 0, last: int = 2, by=None):
    return arrange_absence(
        anna.pk,
        substitute_id=jan.pk,
        first_day=DAY + timedelta(days=first),
        last_day=DAY + timedelta(days=last),
        at=MONDAY,
        by=by or actor_for(anna),
    )


def mine(staff: Staff) -> list[str]:
    actor = actor_for(staff)
    return [row.number for row in queue(actor, View.MINE, Filters(), at=MONDAY).rows]


def test_the_substitute_sees_the_work_only_on_the_days_and_gains_no_grants(monkeypatch):
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    case = a_case()
    assign(case.pk, staff_id=anna.pk, at=MONDAY, by=PLATFORM)
    before = actor_for(jan)
    assert mine(jan) == []

    away(anna, jan)

    assert mine(jan) == [case.number]
    assert mine(anna) == [case.number]
    now = actor_for(jan)
    assert (now.grants, now.unit_grants) == (before.grants, before.unit_grants)
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=3))
    assert mine(jan) == []


def test_what_the_substitute_may_not_read_is_not_among_their_own():
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    accounts.appoint(anna, role="worker", unit="ZZM", by=PLATFORM)
    case = a_case()
    assign(case.pk, staff_id=anna.pk, at=MONDAY, by=PLATFORM)
    green = accounts.appoint(jan, role="worker", unit="ZZM", by=PLATFORM)
    away(anna, jan)
    assert green.pk
    jan.posts.filter(unit__code="ZDMK").delete()

    assert mine(jan) == []


def test_what_is_told_to_the_absent_is_told_to_the_substitute_too_in_their_name():
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    away(anna, jan)
    notices = len(notices_of(jan.pk).rows)

    notify([anna.pk], kind="mention", subject="case:7", why=TEST, at=MONDAY, by=PLATFORM)

    assert in_language(notices_of(anna.pk).rows[0].why, "pl") == "coś się dzieje"
    rows = notices_of(jan.pk).rows
    assert len(rows) == notices + 1
    said = {in_language(row.why, "pl") for row in rows if row.kind == "mention"}
    assert said == {"za: Anna Nowak – coś się dzieje"}


def test_a_substitute_who_is_told_anyway_is_told_once_and_as_themselves():
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    away(anna, jan)

    notify([anna.pk, jan.pk], kind="mention", subject="case:7", why=TEST, at=MONDAY, by=PLATFORM)

    said = [row.why for row in notices_of(jan.pk).rows if row.kind == "mention"]
    assert [in_language(one, "pl") for one in said] == ["coś się dzieje"]


def test_whoever_assigns_is_warned():
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    away(anna, jan)
    unit = next(iter(actor_for(anna).unit_ids))
    assert {one.name: one.away_until for one in colleagues(unit)} == {
        "Anna Nowak": DAY + timedelta(days=2),
        "Jan Lis": None,
    }


def test_the_lead_may_arrange_it_and_a_stranger_may_not():
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    lead, stranger = somebody("Ewa Bąk", "lead"), somebody("Olga Wilk", "lead", "ZZM")
    with pytest.raises(Refused):
        away(anna, jan, by=actor_for(stranger))
    with pytest.raises(Refused):
        away(anna, jan, by=actor_for(jan))

    row = away(anna, jan, by=actor_for(lead))

    with pytest.raises(Refused):
        end_absence(row.pk, at=MONDAY, by=actor_for(stranger))
    end_absence(row.pk, at=MONDAY, by=actor_for(anna))
    assert absences_of(anna.pk, DAY) == []
    assert actor_for(jan).stands_in_for == frozenset()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(2, 1, "last_day"), (-5, -1, "last_day"), (0, 400, "last_day"), (1, 1, "first_day")],
)
def test_days_that_cannot_be_are_named(first, last, field):
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis")
    away(anna, jan, 1, 2)
    with pytest.raises(WrongAbsence) as wrong:
        away(anna, jan, first, last)
    assert wrong.value.field == field


def test_who_sees_no_case_of_the_unit_cannot_stand_in():
    anna, jan = somebody("Anna Nowak"), somebody("Jan Lis", "worker", "ZZM")
    with pytest.raises(WrongAbsence) as wrong:
        away(anna, jan)
    assert wrong.value.field == "substitute"


def test_open_work_of_who_left_goes_where_it_can_be_done_and_else_to_nobody():
    accounts.appoint(anna := somebody("Anna Nowak"), role="worker", unit="ZZM", by=PLATFORM)
    jan, admin = somebody("Jan Lis"), somebody("Adam Lis", "administrator", "KCK")
    roads, other = a_case(), a_case(category="greenery-fallen-tree")
    for one in (roads, other):
        assign(one.pk, staff_id=anna.pk, at=MONDAY, by=PLATFORM)

    leave(anna.pk, hand_to=jan.pk, at=MONDAY, by=actor_for(admin))
    moved = hand_over_work(anna.pk, to=actor_for(jan), at=MONDAY, by=PLATFORM)

    assert moved == 2
    assert Case.objects.get(pk=roads.pk).handler_id == jan.pk
    assert Case.objects.get(pk=other.pk).handler_id is None
    assert hand_over_work(anna.pk, to=actor_for(jan), at=MONDAY, by=PLATFORM) == 0

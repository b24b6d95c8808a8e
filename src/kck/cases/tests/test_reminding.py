"""Who is told of clocks, when, and that it is once."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from tests.builders import MONDAY, WARSAW, a_case, acting_for
from tests.fixtures import load_shipped_city

from kck.accounts.commands import appoint, install_roles, join
from kck.accounts.models import Staff, StaffNotice
from kck.cases import commands
from kck.cases.clock_models import ClockNotice, EscalationRule
from kck.cases.commands.reminding import remind
from kck.cases.models import Case
from kck.foundation.actor import PLATFORM
from kck.foundation.reasons import in_language, kept

pytestmark = pytest.mark.django_db


def somebody(role: str, unit: str = "ZDMK") -> Staff:
    """One of the staff with this post."""
    install_roles(by=PLATFORM)
    mail = f"{role}-{unit}@example.test"
    person = join(email=mail, name=role, password="x" * 16, at=MONDAY, by=PLATFORM)
    appoint(person, role=role, unit=unit, by=PLATFORM)
    return person


def only(clock: str, when: str, *to: str, **more: object) -> None:
    """The city has this one rule."""
    EscalationRule.objects.all().delete()
    EscalationRule.objects.create(code="test", clock=clock, moment=when, to=list(to), **more)


def due(case: Case, text: str, column: str = "due_at") -> datetime:
    moment = datetime.fromisoformat(text).replace(tzinfo=WARSAW)
    Case.objects.filter(pk=case.pk).update(**{column: moment})
    return moment


def told(person: Staff) -> list[str]:
    rows = StaffNotice.objects.filter(staff=person).order_by("pk")
    return [in_language(why, "pl") for row in rows if (why := kept(row.why)) is not None]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def test_the_handler_is_told_in_the_morning_before_and_once():
    lead, worker = somebody("lead"), somebody("worker")
    case = a_case()
    commands.assign(case.pk, staff_id=worker.pk, at=MONDAY, by=acting_for("ZDMK"))
    only("promised", "-1 wd", "handler")
    due(case, "2026-02-06 15:30")

    assert remind(at=moment("2026-02-05 07:39")) == 0
    assert remind(at=moment("2026-02-05 07:40")) == 1
    assert remind(at=moment("2026-02-05 09:00")) == 0

    number = Case.objects.get(pk=case.pk).number
    assert told(worker) == [
        f"Sprawa {number[:2]}-{number[2:8]}-{number[8:]}: termin obiecany kończy się 6.02, 15.30."
    ]
    assert told(lead) == []


def test_of_a_case_without_a_handler_the_lead_is_told():
    lead, worker = somebody("lead"), somebody("worker")
    only("promised", "-1 wd", "handler")
    due(a_case(), "2026-02-06 15:30")

    remind(at=moment("2026-02-05 08:00"))

    assert (len(told(lead)), len(told(worker))) == (1, 0)


def test_a_deadline_that_moved_reminds_anew():
    lead, case = somebody("lead"), a_case()
    only("promised", "+0", "unit-lead")
    due(case, "2026-02-03 12:00")
    remind(at=moment("2026-02-03 12:01"))
    StaffNotice.objects.update(read_at=MONDAY)

    due(case, "2026-02-05 12:00")
    remind(at=moment("2026-02-04 12:01"))
    remind(at=moment("2026-02-05 12:01"))

    assert len(told(lead)) == 2
    assert ClockNotice.objects.filter(case=case).count() == 2


def test_a_paused_promise_reminds_nobody_but_the_law_does_not_stop():
    lead, case = somebody("lead"), a_case()
    commands.ask(case.pk, question="Przy którym wejściu?", at=MONDAY, by=acting_for("ZDMK"))
    due(case, "2026-02-03 12:00")
    only("promised", "+0", "unit-lead")

    assert remind(at=moment("2026-02-03 13:00")) == 0

    due(case, "2026-02-03 12:00", "legal_due_at")
    only("legal", "+0", "unit-lead")

    assert remind(at=moment("2026-02-03 13:00")) == 1
    assert len(told(lead)) == 1


def test_rules_are_narrowed_by_urgency_kind_and_who_is_waited_for():
    somebody("lead")
    case = a_case()
    due(case, "2026-02-03 12:00")
    at = moment("2026-02-03 12:01")

    only("promised", "+0", "unit-lead", priorities=["P1"] if case.priority != "P1" else ["P5"])
    assert remind(at=at) == 0
    only("promised", "+0", "unit-lead", kinds=["complaint"])
    assert remind(at=at) == 0
    only("waiting", "+1 h", "unit-lead", waiting_on=["contractor"])
    assert remind(at=at) == 0
    only("waiting", "+1 h", "unit-lead", waiting_on=["unit"])
    assert remind(at=at) == 1


def test_before_is_said_only_while_the_clock_runs_and_the_past_is_no_news():
    somebody("lead")
    case = a_case()
    due(case, "2026-02-03 12:00")

    only("promised", "-1 wd", "handler")
    assert remind(at=moment("2026-02-03 12:01")) == 0
    only("promised", "+0", "unit-lead")
    assert remind(at=moment("2026-02-03 12:01") + timedelta(days=30)) == 0


def test_many_at_once_are_one_sentence():
    lead = somebody("lead")
    for _each in range(7):
        due(a_case(), "2026-02-03 12:00")
    only("promised", "+0", "unit-lead")

    assert remind(at=moment("2026-02-03 12:01")) == 7
    assert told(lead) == ["Sprawy, w których minął termin obiecany: 7."]


def test_the_supervisor_is_told_of_a_unit_where_nobody_works():
    supervisor = somebody("supervisor", "KCK")
    due(a_case(), "2026-02-03 12:00")
    only("promised", "+0", "unit-lead")

    remind(at=moment("2026-02-03 12:01"))

    assert len(told(supervisor)) == 1


def test_rules_that_are_not_in_force_yet_do_nothing():
    somebody("lead")
    due(a_case(), "2026-02-03 12:00")
    only("promised", "+0", "unit-lead", valid_from="2026-03-01")

    assert remind(at=moment("2026-02-03 12:01")) == 0


def test_the_shipped_rules_are_loaded():
    codes = set(EscalationRule.objects.values_list("code", flat=True))

    assert {"promised-tomorrow", "legal-week", "takeover-over"} <= codes


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_tell_once():
    load_shipped_city()
    lead = somebody("lead")
    for _each in range(3):
        due(a_case(), "2026-02-03 12:00")
    only("promised", "+0", "unit-lead")
    begin, counts = threading.Barrier(2), []

    def work() -> None:
        try:
            begin.wait(timeout=10)
            counts.append(remind(at=moment("2026-02-03 12:01")))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=30)

    assert sum(counts) == 3
    assert len(told(lead)) == 3

"""A complaint is left unexamined; the fault in it is a report like others."""

import pytest
from tests.builders import MONDAY, a_case, everywhere, unit_id

from kck.cases import commands
from kck.cases.commands.complaints import ask_author, leave_unexamined
from kck.cases.formal_events import LeftUnexamined
from kck.cases.models import Case, CaseTie
from kck.directory.terms import CaseKind
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.intake.reactions import let_the_fault_go_on

pytestmark = pytest.mark.django_db


def test_the_fault_goes_on_once_with_the_centre_and_without_its_author():
    case = a_case(text="Skarga: nikt nie naprawia dziury.", email="jan@example.test")
    commands.requalify(
        case.pk, kind=CaseKind.COMPLAINT, reason="To skarga.", at=MONDAY, by=everywhere()
    )
    ask_author(case.pk, at=MONDAY, by=PLATFORM)
    leave_unexamined(case.pk, at=MONDAY, by=PLATFORM)
    event = RecordedEvent.objects.get(name="cases.left_unexamined", stream=case.stream)

    for _again in range(2):  # as after a crash
        let_the_fault_go_on(LeftUnexamined(**event.payload))

    report = Case.objects.get(source="unexamined")
    assert (report.kind, report.unit_id) == ("report", unit_id("KCK"))
    assert (report.needs_triage, report.private, report.person_id) == (True, True, None)
    assert (report.lat, report.address) == (case.lat, case.address)
    assert CaseTie.objects.filter(case=report, other=case).exists()

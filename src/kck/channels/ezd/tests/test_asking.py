from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.cases import commands as cases
from kck.cases.events import CaseClosed, CaseOpened, CaseRequalified
from kck.channels.ezd.commands import send_to_records
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.privacy import _holds
from kck.channels.ezd.queries import records_of
from kck.channels.ezd.reactions import (
    send_what_became_formal,
    send_what_came_formal,
    send_what_was_closed,
)
from kck.channels.ezd.sending import send_due
from kck.channels.ezd.terms import NotConfigured, NotFormal
from kck.channels.ezd.tests.filing import NOW, a_petition, asked, sent
from kck.foundation import privacy
from kck.foundation.models import Look, RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db


def test_pressing_twice_is_one_package(folder):
    case = a_petition()
    office = acting_for("OR")

    first = send_to_records(case.pk, at=NOW, by=office)
    send_due()
    second = send_to_records(case.pk, at=NOW + timedelta(days=1), by=office)

    assert (first.pk, first.package_id) == (second.pk, second.package_id)
    assert send_due() == 0
    assert [path.name for path in folder.iterdir()] == [f"{first.package_id}.zip"]
    assert RecordedEvent.objects.filter(name="ezd.package_asked").count() == 1
    assert RecordedEvent.objects.filter(name="ezd.package_sent").count() == 1


def test_who_has_no_grant_may_not_send():
    case = a_petition()

    with pytest.raises(Refused):
        send_to_records(case.pk, at=NOW, by=acting_for("OR", "cases.view", "cases.work"))
    with pytest.raises(Refused):
        send_to_records(case.pk, at=NOW, by=acting_for("ZDMK"))

    assert not RecordsPackage.objects.exists()


def test_a_report_is_no_formal_case():
    with pytest.raises(NotFormal):
        asked(a_case())


def test_without_a_records_system_nothing_leaves(settings):
    settings.ENV = replace(settings.ENV, ezd_folder=None)
    case = a_petition()

    with pytest.raises(NotConfigured):
        asked(case)

    assert not records_of(case.pk, everywhere()).may_send
    assert records_of(a_case().pk, everywhere()) is None


def test_sending_is_written_down_as_looking_at_personal_data():
    case = a_petition()

    send_to_records(case.pk, at=NOW, by=acting_for("OR"))

    assert Look.objects.get().subject == f"case:{case.pk}"


def test_formal_cases_leave_by_themselves_when_the_city_says_so(settings):
    case = a_petition()
    event = CaseOpened(
        case_id=case.pk, channel="contact", category="office-petition", kind="petition", unit_id=1
    )

    send_what_came_formal(event)
    assert not RecordsPackage.objects.exists()
    settings.ENV = replace(settings.ENV, ezd_automatic="formal")
    send_what_came_formal(event)
    send_what_came_formal(event)

    assert RecordsPackage.objects.get().asked_by == "platform"


def test_a_report_leaves_when_it_becomes_formal(settings):
    settings.ENV = replace(settings.ENV, ezd_automatic="formal")
    case = a_case()
    cases.requalify(case.pk, kind="complaint", reason="To skarga.", at=MONDAY, by=everywhere())

    send_what_became_formal(
        CaseRequalified(
            case_id=case.pk, was="new", state="new", from_kind="report", to_kind="complaint",
            legal_due_at="",
        )
    )  # fmt: skip

    assert RecordsPackage.objects.get().case_id == case.pk


def test_or_when_it_is_closed(settings):
    settings.ENV = replace(settings.ENV, ezd_automatic="closed")
    formal, report = a_petition(), a_case()

    for case in (formal, report):
        send_what_was_closed(
            CaseClosed(case_id=case.pk, was="done", state="closed", closing="silence")
        )

    assert RecordsPackage.objects.get().case_id == formal.pk


def test_what_is_in_the_archive_is_held():
    case = a_petition()
    assert _holds(case.person_id) == ""

    sent(case)

    assert "26-" in _holds(case.person_id)
    holder = {one.name: one for one in privacy.holders()}["ezd"]
    assert holder.export(case.person_id)["records"][0]["case"] == case.number

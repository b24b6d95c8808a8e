"""A unit's list of firms: kept by its lead, chosen when work is given."""

from datetime import timedelta

import pytest
from tests.builders import a_case

from kck.cases.contractor_models import Contractor
from kck.cases.models import Task
from kck.desk.tests.acting import do
from kck.foundation import clock
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.django_db
DROGI = {"name": "Drogi sp. z o.o.", "mail": "zlecenia@drogi.example", "phone": "12 345 67 89"}


@pytest.fixture
def lead(signed_in):
    return signed_in("unit", "ZDMK")


def kept(client, **more):
    answer = client.post("/desk/contractors/", {**DROGI, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Contractor.objects.latest("pk")


def an_accepted_case():
    return a_case(category="roads-pothole")


def test_a_lead_writes_a_firm_down_and_changes_it(lead):
    row = kept(lead)

    lead.post(f"/desk/contractors/{row.pk}/", {**DROGI, "phone": "600 100 200"})

    row.refresh_from_db()
    assert (row.unit.code, row.mail, row.phone) == ("ZDMK", DROGI["mail"], "600 100 200")
    assert DROGI["name"] in lead.get("/desk/contractors/").content.decode()
    page = lead.get(f"/desk/contractors/{row.pk}/").content.decode()
    assert "Historia" in page
    events = RecordedEvent.objects.filter(name="cases.contractor_kept").order_by("seq")
    assert [one.payload["changed"] for one in events] == [["mail", "name", "phone"], ["phone"]]
    assert DROGI["mail"] not in str([one.payload for one in events])


@pytest.mark.parametrize(
    "odd",
    [
        {"name": " "},
        {"name": "x" * 121},
        {"mail": "drogi"},
        {"phone": "zadzwoń"},
        {"valid_from": "2026-03-02", "valid_to": "2026-03-01"},
        {"valid_from": "wczoraj"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(lead, odd):
    answer = lead.post("/desk/contractors/", {**DROGI, **odd})

    assert answer.status_code == 422
    assert "12 345 67 89" in answer.content.decode() or "phone" in odd
    assert not Contractor.objects.exists()


def test_the_same_firm_is_not_written_down_twice(lead):
    kept(lead)

    answer = lead.post("/desk/contractors/", {**DROGI, "name": DROGI["name"].upper()})

    assert answer.status_code == 422
    assert Contractor.objects.count() == 1


def test_a_stranger_finds_no_list_and_no_firm(lead, signed_in):
    row = kept(lead)

    worker, other = signed_in("worker", "ZDMK"), signed_in("unit", "ZZM")

    assert worker.get("/desk/contractors/").status_code == 404
    assert other.get(f"/desk/contractors/{row.pk}/").status_code == 404
    assert other.post(f"/desk/contractors/{row.pk}/", DROGI).status_code == 404
    assert DROGI["name"] not in other.get("/desk/contractors/").content.decode()


def give(client, case, **more):
    return do(client, case, "contractor", text="Naprawić do środy.", **more)


def test_a_task_takes_name_and_mail_from_the_list(lead):
    row, case = kept(lead), an_accepted_case()

    give(lead, case, firm=row.pk)

    task = Task.objects.exclude(contractor="").get()
    assert (task.contractor, task.mail) == (DROGI["name"], DROGI["mail"])


def test_a_name_that_is_on_no_list_may_be_typed(lead):
    kept(lead)

    give(lead, an_accepted_case(), firm="", contractor="Pan Jan")

    assert Task.objects.exclude(contractor="").get().contractor == "Pan Jan"


def test_a_firm_whose_time_is_over_or_that_another_unit_has_cannot_be_chosen(lead, signed_in):
    yesterday = clock.today() - timedelta(days=1)
    gone = kept(lead, name="Dawni", valid_to=yesterday.isoformat())
    signed_in("unit", "ZZM").post("/desk/contractors/", {**DROGI, "name": "Zieloni"})
    case = an_accepted_case()

    page = lead.get(f"/desk/case/{case.number}/do/contractor/").content.decode()
    give(lead, case, firm=gone.pk)

    assert "Dawni" not in page
    assert "Zieloni" not in page
    assert not Task.objects.exclude(contractor="").exists()

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.models import Case
from kck.channels.edoreczenia.folder import take_deliveries
from kck.channels.edoreczenia.tests.dropping import PDF, as_zip
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.sending import send_due
from kck.channels.ezd.tests.filing import a_petition, into_folder
from kck.desk.tests.acting import HTMX, do
from kck.foundation import clock
from kck.foundation.models import Look
from kck.intake.terms import Channel

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path)
    (tmp_path / "in").mkdir()
    return into_folder(settings, tmp_path / "ezd")


def page_of(client, case, rest=""):
    answer = client.get(f"/desk/case/{case.number}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_petition_leaves_from_its_page_and_its_receipt_is_written_down(signed_in):
    client, case = signed_in("office", unit="KCK"), a_petition()
    base = f"/desk/case/{case.number}/records/"
    assert "Wyślij do EZD" in page_of(client, case)

    assert client.post(base + "send/").status_code == 302
    assert client.post(base + "send/").status_code == 302
    assert "czeka na wysłanie" in page_of(client, case)
    send_due()
    page = page_of(client, case, "records/")
    assert "wysłana, czeka na potwierdzenie" in page
    assert RecordsPackage.objects.get().package_id in page

    answer = client.post(base + "receipt/", {"number": "OR-01.152.3.2026", "on": "2026-02-04"})
    assert answer.status_code == 302
    package = RecordsPackage.objects.get()
    assert (package.receipt_number, package.receipt_on) == ("OR-01.152.3.2026", date(2026, 2, 4))
    page = page_of(client, case)
    assert "przyjęta w EZD" in page
    assert "OR-01.152.3.2026" in page
    assert "Wyślij do EZD" not in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"number": "", "on": "2026-02-04"}, "znak sprawy"),
        ({"number": "OR-1", "on": ""}, "Podaj datę"),
        ({"number": "OR-1", "on": "jutro"}, "Podaj datę jak"),
        ({"number": "OR-1", "on": "2026-03-04"}, "w przyszłości"),
    ],
)
def test_a_wrong_receipt_is_said_and_nothing_typed_is_lost(signed_in, data, said):
    client, case = signed_in("office", unit="KCK"), a_petition()
    client.post(f"/desk/case/{case.number}/records/send/")
    send_due()

    answer = client.post(f"/desk/case/{case.number}/records/receipt/", data)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{data["number"]}"' in page or not data["number"]
    assert not RecordsPackage.objects.get().receipt_number


def test_who_has_no_grant_sees_the_state_and_no_button(signed_in):
    case = a_petition()
    client = signed_in("unit", unit="OR")

    assert "Wyślij do EZD" not in page_of(client, case)
    assert client.post(f"/desk/case/{case.number}/records/send/").status_code == 403
    assert not RecordsPackage.objects.exists()


def test_another_units_papers_are_not_there(signed_in):
    case, client = a_petition(), signed_in("unit", unit="ZDMK")

    for rest in ("records/", "records/file/5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b"):
        assert client.get(f"/desk/case/{case.number}/{rest}").status_code == 404
    for rest in ("records/send/", "records/receipt/"):
        assert client.post(f"/desk/case/{case.number}/{rest}").status_code == 404


def test_a_report_has_no_such_page(signed_in):
    case, client = a_case(), signed_in("office", unit="KCK")

    assert client.get(f"/desk/case/{case.number}/records/").status_code == 404
    assert "Pisma i EZD" not in page_of(client, case)
    assert client.post(f"/desk/case/{case.number}/records/send/").status_code == 404


def test_a_report_that_becomes_a_complaint_can_be_sent_at_once(signed_in):
    case, client = a_case(), signed_in("office", unit="KCK")
    do(client, case, "requalify", kind="complaint", text="To skarga.")

    parts = client.get(f"/desk/case/{case.number}/parts/", headers=HTMX).content.decode()

    assert "Wyślij do EZD" in parts
    assert 'id="case-records"' in parts


def test_without_a_records_system_the_page_says_so(signed_in, settings):
    settings.ENV = replace(settings.ENV, ezd_folder=None)
    case, client = a_petition(), signed_in("office", unit="KCK")

    assert "nie jest podłączony" in page_of(client, case)
    answer = client.post(f"/desk/case/{case.number}/records/send/")

    assert answer.status_code == 422
    assert "nie jest skonfigurowany" in answer.content.decode()


def test_what_came_by_form_is_no_formal_filing_and_the_way_is_there(signed_in):
    client = signed_in("office", unit="KCK")

    by_form = page_of(client, a_petition())
    by_letter = page_of(client, a_petition(channel=Channel.LETTER, by=_centre()))

    assert "To nie jest złożone pismo" in by_form
    assert "pl. Wszystkich Świętych" in by_form
    assert "To nie jest złożone pismo" not in by_letter


def _centre():
    from tests.builders import everywhere

    return everywhere()


def test_files_of_a_delivery_are_saved_never_run_and_looking_is_written_down(signed_in, tmp_path):
    as_zip(tmp_path / "in", received_at=MONDAY.isoformat(), files={"wirus.exe": b"MZ"})
    take_deliveries()
    case, client = Case.objects.get(), signed_in("office", unit="KCK")

    page = page_of(client, case, "records/")
    assert "To nie jest złożone pismo" not in page
    assert "wirus.exe" in page
    address = page.split('href="')[1:]
    [link] = [a.split('"')[0] for a in address if "/records/file/" in a and "podpisy" in a]
    answer = client.get(link)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''podpisy.pdf"
    assert answer["Content-Type"] == "application/octet-stream"
    assert Look.objects.get(what="attachment").subject == f"case:{case.pk}"

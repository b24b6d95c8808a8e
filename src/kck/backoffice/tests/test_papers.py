from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY

from kck.channels.edoreczenia.folder import take_deliveries
from kck.channels.edoreczenia.models import PutAside
from kck.channels.edoreczenia.tests.dropping import as_zip
from kck.channels.ezd.models import StrayReceipt
from kck.channels.ezd.receipts import read_receipts
from kck.channels.ezd.sending import send_due
from kck.channels.ezd.tests.filing import a_petition, asked, into_folder
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drop(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=3))
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path)
    (tmp_path / "in").mkdir()
    into_folder(settings, tmp_path / "ezd").rmdir()
    return tmp_path


def test_what_did_not_leave_is_listed_with_why(sign_in):
    case = a_petition()
    asked(case)
    send_due()

    page = sign_in("records.send").get("/backoffice/papers/").content.decode()

    assert display(case.number) in page
    assert "Nie można zapisać w folderze EZD" in page


def test_what_was_put_aside_is_shown_until_somebody_says_how_it_was_dealt_with(sign_in, drop):
    as_zip(drop / "in", far_id="")
    take_deliveries()
    client = sign_in("records.send")
    assert "Brakuje identyfikatora" in client.get("/backoffice/papers/").content.decode()

    aside = PutAside.objects.get()
    address = f"/backoffice/papers/aside/{aside.pk}/settled"
    wordless = client.post(address, {f"aside-{aside.pk}-how": "  "})
    assert wordless.status_code == 422
    assert "Napisz, co z tym zrobiono." in wordless.content.decode()
    said = {f"aside-{aside.pk}-how": "Nadawca przyśle jeszcze raz."}
    assert client.post(address, said).status_code == 302

    page = client.get("/backoffice/papers/").content.decode()
    assert "Niczego nie odłożono" in page
    assert "Nadawca przyśle jeszcze raz." in page
    aside.refresh_from_db()
    assert (aside.settled_at, aside.settled_by[:6]) == (clock.now(), "staff:")
    assert RecordedEvent.objects.get(name="edoreczenia.put_aside_settled").actor == aside.settled_by
    assert (drop / "aside" / "one.zip").exists()


def test_a_stray_receipt_is_dealt_with_once_and_by_name(sign_in, drop, settings):
    receipts = into_folder(settings, drop / "ezd") / "receipts"
    receipts.mkdir()
    (receipts / "stray.json").write_text('{"package_id": "x", "number": "1", "date": "2026-02-04"}')
    read_receipts()
    client, stray = sign_in("records.send"), StrayReceipt.objects.get()
    assert "Takiej paczki nie wysłano." in client.get("/backoffice/papers/").content.decode()

    for words in ("To potwierdzenie innej gminy.", "Za późno."):
        client.post(
            f"/backoffice/papers/receipts/{stray.pk}/settled", {f"stray-{stray.pk}-how": words}
        )

    page = client.get("/backoffice/papers/").content.decode()
    assert "To potwierdzenie innej gminy." in page
    assert "Za późno." not in page
    assert "Potwierdzenia, których nie umiemy użyć" not in page
    assert RecordedEvent.objects.filter(name="ezd.stray_settled").count() == 1


def test_reasons_are_in_the_readers_language(sign_in, drop):
    as_zip(drop / "in", far_id="")
    take_deliveries()
    client = sign_in("records.send")
    client.cookies["django_language"] = "en"

    page = client.get("/backoffice/papers/", headers={"Accept-Language": "en"}).content.decode()

    assert "The identifier of the delivery is missing." in page


def test_others_may_not_look(sign_in):
    client = sign_in("messaging.edit")

    assert client.get("/backoffice/papers/").status_code == 403
    assert client.post("/backoffice/papers/aside/1/settled").status_code == 404
    assert client.post("/backoffice/papers/receipts/1/settled").status_code == 404

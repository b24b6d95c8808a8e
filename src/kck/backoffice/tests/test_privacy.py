"""Requests and retention on the officer's screens."""

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from pypdf import PdfReader
from tests.builders import MONDAY, WARSAW, a_case, everywhere

from kck.cases.commands import requalify, withdraw
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.people.models import Person
from kck.privacy.commands import register_request
from kck.privacy.models import PrivacyRequest, RetentionClass, RetentionHold
from kck.privacy.queries.retention import is_on
from kck.privacy.terms import RequestKind

pytestmark = pytest.mark.django_db
NOW = datetime(2028, 1, 3, 9, tzinfo=WARSAW)


@pytest.fixture(autouse=True)
def _years_later(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def officer(sign_in):
    return sign_in("people.privacy", "people.view", "cases.view", name="Iwona Inspektor")


def asked(case, kind):
    return register_request(
        kind, person_id=case.person_id, how="letter", at=NOW, by=everywhere("people.privacy")
    ).pk


def do(officer, pk, verb, **data):
    return officer.post(f"/backoffice/privacy/{pk}/do/{verb}", data, follow=True)


def test_a_copy_goes_out_after_the_identity_was_checked_and_not_before(officer):
    pk = asked(a_case(name="Zenobiusz Kowalski", email="z@example.org"), RequestKind.ACCESS)
    early = officer.post(f"/backoffice/privacy/{pk}/copy")
    assert early.status_code == 422
    assert "Najpierw sprawdź" in early.content.decode()

    do(officer, pk, "identity", how="dowód przy okienku")
    answer = officer.post(f"/backoffice/privacy/{pk}/copy")

    folder = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "Zenobiusz" in folder.read("dane.json").decode()
    sheet = PdfReader(io.BytesIO(folder.read("dane.pdf")))
    words = " ".join(one.extract_text() for one in sheet.pages)
    assert "Twoje dane" in words
    assert "Zenobiusz Kowalski" in words
    assert "Twoje zgłoszenie" in words
    assert "no-store" in answer["Cache-Control"]
    page = do(officer, pk, "end", state="done", answer="Wydano kopię").content.decode()
    assert "Wydano kopię" in page
    assert "załatwione" in officer.get("/backoffice/privacy/").content.decode()


def test_an_erasure_shows_first_what_goes_and_what_stays(officer):
    case = a_case(name="Zenobiusz Kowalski", email="z@example.org")
    requalify(case.pk, kind=CaseKind.COMPLAINT, reason="Skarga", at=NOW, by=everywhere())
    other = a_case(name="Ola Kot", email="ola@example.org")
    kept, gone = asked(case, RequestKind.ERASURE), asked(other, RequestKind.ERASURE)
    for pk in (kept, gone):
        do(officer, pk, "identity", how="podpis zaufany")

    page = officer.get(f"/backoffice/privacy/{kept}/").content.decode()
    assert "Sprawy formalne, które zachowuje archiwum" in page
    assert (
        "Nic, czego wymaga archiwum" in officer.get(f"/backoffice/privacy/{gone}/").content.decode()
    )

    do(officer, kept, "erase")
    do(officer, gone, "erase")

    assert Person.objects.get(pk=case.person_id).name
    assert not Person.objects.get(pk=other.person_id).name
    assert len(PrivacyRequest.objects.get(pk=kept).kept) == 1


def test_what_is_missing_is_asked_for(officer):
    pk = asked(a_case(name="Z", email="z@example.org"), RequestKind.ERASURE)

    for verb, data in (("identity", {"how": ""}), ("end", {"answer": ""}), ("erase", {})):
        assert do(officer, pk, verb, **data).status_code == 422
    assert do(officer, pk, "nonsense").status_code == 404
    assert officer.get("/backoffice/privacy/999999/").status_code == 404


def test_the_list_of_names_in_the_register_has_no_names(officer):
    asked(a_case(name="Zenobiusz Kowalski", email="z@example.org"), RequestKind.ACCESS)

    assert "Kowalski" not in officer.get("/backoffice/privacy/").content.decode()


def an_old_case():
    case = a_case(name="Zenobiusz Kowalski", email="z@example.org")
    withdraw(case.pk, at=MONDAY + timedelta(hours=1), by=PLATFORM)
    return case


def test_a_class_is_confirmed_a_case_held_back_and_retention_switched_on(officer):
    case = an_old_case()
    page = officer.get("/backoffice/retention/").content.decode()
    assert "do potwierdzenia" in page
    assert "Tylko pokazuje" in page
    place = "/backoffice/retention/class/interventions/"
    assert case.number in officer.get(place).content.decode()

    officer.post(f"{place}confirm", {"contact_years": "1", "words_years": "5"})
    assert RetentionClass.objects.get(code="interventions").confirmed_at == NOW
    held = f"/backoffice/retention/case/{case.number}/"
    officer.post(f"{held}hold", {"reason": "Sprawa w sądzie", "code": "interventions"})
    assert "Sprawa w sądzie" in officer.get(place).content.decode()
    officer.post(f"{held}lift", {})
    assert RetentionHold.objects.get().lifted_at == NOW

    officer.post("/backoffice/retention/switch", {"on": "yes"})
    assert is_on()
    assert "Włączona" in officer.get("/backoffice/retention/").content.decode()


def test_words_cannot_go_before_the_contact(officer):
    place = "/backoffice/retention/class/interventions/confirm"

    assert officer.post(place, {"contact_years": "5", "words_years": "1"}).status_code == 422
    assert officer.post(place, {"contact_years": "-1", "words_years": ""}).status_code == 422
    assert RetentionClass.objects.get(code="interventions").confirmed_at is None


@pytest.mark.parametrize(
    "grants", [("cases.erase",), ("people.view", "people.edit"), ("audit.read",)]
)
def test_others_do_not_come_here(sign_in, grants):
    client = sign_in(*grants)

    assert client.get("/backoffice/privacy/").status_code == 403
    assert client.get("/backoffice/retention/").status_code == 403
    assert client.post("/backoffice/retention/switch", {"on": "yes"}).status_code == 404
    assert not is_on()

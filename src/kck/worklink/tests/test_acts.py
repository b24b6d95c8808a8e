"""What a foreman does on the page of a link, and what of it is refused kindly."""

import pytest
from django.test import Client
from tests.builders import MONDAY, a_jpeg

from kck.cases.models import CasePhoto
from kck.cases.terms import CaseState
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.unitlinks.commands import issue_case_link
from kck.unitlinks.models import LinkUse
from kck.unitlinks.terms import Use
from kck.unitlinks.tests.ways import MAIL, a_bin
from kck.worklink.tests.phone import NAME, at, send

pytestmark = pytest.mark.django_db


def test_the_foreman_takes_it_and_says_what_was_done(phone, token, bin_case):
    taken = send(phone, token, bin_case, "take")
    assert taken.status_code == 302
    done = send(
        phone, token, bin_case, "done", outcome="done", text="Pojemnik wymieniony na nowy.",
        photos=[a_jpeg()],
    )  # fmt: skip

    assert done["Location"].endswith("?did=done")
    bin_case.refresh_from_db()
    assert (bin_case.state, bin_case.outcome) == (CaseState.DONE, "done")
    assert CasePhoto.objects.filter(case=bin_case, kind="evidence").count() == 1
    assert {use.use: use.name for use in LinkUse.objects.exclude(name="")} == {
        Use.TAKEN: NAME, Use.DONE: NAME,
    }  # fmt: skip
    html = phone.get(done["Location"]).content.decode()
    assert "Zapisane." in html
    assert "Nic więcej nie trzeba robić." in html


def test_where_a_photo_is_needed_it_is_said_and_nothing_typed_is_lost(phone):
    case = a_bin(category="waste-overflowing-bin", text="Kosz jest przepełniony.")
    token = issue_case_link(case.pk, unit_id=case.unit_id, mail=MAIL, at=MONDAY, by=PLATFORM).token

    page = send(phone, token, case, "done", outcome="done", text="Kosz opróżniony o świcie.")

    assert page.status_code == 422
    html = page.content.decode()
    assert "dodaj zdjęcie" in html
    assert "Kosz opróżniony o świcie." in html
    assert NAME in html
    case.refresh_from_db()
    assert case.state == CaseState.NEW


def test_a_photo_sent_with_a_mistake_elsewhere_need_not_be_sent_again(phone, token, bin_case):
    first = send(phone, token, bin_case, "done", outcome="done", text="krótko", photos=[a_jpeg()])
    assert first.status_code == 422
    kept = first.context["form"]["kept"].value()
    assert first.context["kept"] == 1

    send(phone, token, bin_case, "done", outcome="done", text="Wymieniono pojemnik.", kept=kept)

    assert CasePhoto.objects.filter(case=bin_case, kind="evidence").count() == 1


def test_photos_kept_for_one_case_are_not_taken_for_another(phone, token, bin_case):
    first = send(phone, token, bin_case, "photo", photos=[a_jpeg()], name="")
    kept = first.context["form"]["kept"].value()
    other = a_bin(text="Drugi pojemnik też.")
    token2 = issue_case_link(
        other.pk, unit_id=other.unit_id, mail=MAIL, at=MONDAY, by=PLATFORM
    ).token

    assert send(phone, token2, other, "photo", kept=kept).status_code == 422
    assert not CasePhoto.objects.filter(case=other).exists()


@pytest.mark.parametrize(
    ("act", "data", "state"),
    [
        ("ask", {"text": "Przy której bramie?"}, CaseState.WAITING),
        ("note", {"text": "Podjedziemy jutro."}, CaseState.NEW),
        ("photo", {"photos": "jpeg"}, CaseState.NEW),
    ],
)
def test_the_other_acts_do_what_they_say(phone, token, bin_case, act, data, state):
    if data.get("photos"):
        data = {"photos": [a_jpeg()]}

    assert send(phone, token, bin_case, act, **data).status_code == 302

    bin_case.refresh_from_db()
    assert bin_case.state == state
    assert LinkUse.objects.exclude(name="").count() == 1


def test_a_note_by_the_link_is_seen_by_whoever_wrote_it(phone, token, bin_case):
    send(phone, token, bin_case, "note", text="Podjedziemy jutro.")

    assert "Podjedziemy jutro." in phone.get(f"/z/{token}/").content.decode()


def test_a_case_that_was_handed_back_is_nobodys_here_any_more(phone, token, bin_case):
    page = send(phone, token, bin_case, "hand_back", text="To teren spółdzielni.")

    assert page.status_code == 200
    assert "Sprawa oddana" in page.content.decode()
    after = phone.get(f"/z/{token}/")
    assert after.status_code == 410
    assert "prowadzi teraz ktoś inny" in after.content.decode()
    assert "szkło" not in after.content.decode()
    assert send(phone, token, bin_case, "take").status_code == 410


@pytest.mark.parametrize("act", ["take", "done", "ask", "photo", "note", "hand_back"])
def test_without_a_name_nothing_happens(phone, token, bin_case, act):
    before = RecordedEvent.objects.count()

    page = send(
        phone, token, bin_case, act, name=" ", text="Dziesięć znaków i więcej.", outcome="done",
        photos=[a_jpeg()],
    )  # fmt: skip

    assert page.status_code == 422
    assert "Podaj imię i nazwisko" in page.content.decode()
    assert RecordedEvent.objects.exclude(name__startswith="files").count() == before


def test_the_name_is_offered_again_in_the_same_browser_and_in_no_other(phone, token, bin_case):
    send(phone, token, bin_case, "note", text="Podjedziemy jutro.")

    assert f'value="{NAME}"' in phone.get(at(token, bin_case, "done")).content.decode()
    assert NAME not in Client().get(at(token, bin_case, "done")).content.decode()
    assert NAME not in Client().get(f"/z/{token}/").content.decode()


def test_done_twice_is_done_once_and_says_so(phone, token, bin_case):
    said = {"outcome": "done", "text": "Pojemnik wymieniony."}
    send(phone, token, bin_case, "done", **said)

    again = send(phone, token, bin_case, "done", **said)

    assert again.status_code == 409
    assert "nie jest teraz możliwe" in again.content.decode()
    assert RecordedEvent.objects.filter(name="cases.case_done").count() == 1


def test_a_form_whose_token_was_too_old_loses_nothing(token, bin_case):
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(at(token, bin_case, "note"), {"name": NAME, "text": "Wracamy jutro."})

    assert page.status_code == 403
    assert "Wracamy jutro." in page.content.decode()


def test_bad_input_is_answered_and_changes_nothing(phone, token, bin_case):
    for data in (
        {"text": "a\x00b"},
        {"text": "x" * 5000},
        {"text": ""},
        {"name": "y" * 500, "text": "Dobrze."},
        {"outcome": "formal", "text": "Przerobiono na skargę."},
    ):
        act = "done" if "outcome" in data else "note"
        assert send(phone, token, bin_case, act, **data).status_code == 422
    bin_case.refresh_from_db()
    assert bin_case.state == CaseState.NEW


def test_what_is_no_photo_is_named(phone, token, bin_case):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = send(
        phone, token, bin_case, "photo", photos=[SimpleUploadedFile("wirus.exe", b"MZ\x90")]
    )

    assert page.status_code == 422
    assert "wirus.exe" in page.content.decode()

"""What the reporter does with a case from its page."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import a_case, a_photo, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case, CaseText, Follower
from kck.cases.terms import CaseState, Closing, Outcome, PhotoKind, TextKind
from kck.foundation import clock
from kck.portal.tests.walking import a_file
from kck.portal.views import my_case_acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return a_case(email="anna@example.org", photos=(a_photo(),), at=clock.now())


@pytest.fixture
def asked(case: Case) -> Case:
    cases.ask(case.pk, question="Przy którym wejściu?", at=clock.now(), by=everywhere())
    return case


@pytest.fixture
def finished(case: Case) -> Case:
    at, staff = clock.now(), everywhere()
    words = "Na miejscu nic nie ma."
    cases.done(case.pk, outcome=Outcome.NOT_FOUND, words=words, at=at, by=staff)
    return case


def _replies(case: Case) -> list[str]:
    rows = case.texts.filter(kind=TextKind.REPLY).order_by("pk")
    return list(rows.values_list("body", flat=True))


def _state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def test_looking_changes_nothing(client: Client, finished: Case):
    for path in ("", "disagree/", "withdraw/", "erase/", "part/status/"):
        assert client.get(f"/s/{finished.token}/{path}").status_code == 200
    for path in ("confirm/", "reply/", "quiet/"):
        assert client.get(f"/s/{finished.token}/{path}").status_code == 405

    assert _state(finished) == CaseState.DONE
    assert Follower.objects.get(case=finished).left_at is None


def test_an_answer_ends_the_pause(client: Client, asked: Case):
    answer = client.post(f"/s/{asked.token}/reply/", {"text": "Przy głównym."}, follow=True)

    assert "Jednostka dostała Twoją wiadomość" in answer.content.decode()
    assert _replies(asked) == ["Przy głównym."]
    assert _state(asked) == CaseState.IN_PROGRESS


def test_a_photo_alone_answers_too(client: Client, asked: Case):
    client.post(f"/s/{asked.token}/reply/", {"text": "", "photos": [a_file()]})

    assert _replies(asked) == [str(my_case_acts.ON_THE_PHOTO)]
    assert asked.photos.filter(kind=PhotoKind.ADDED).count() == 1


def test_photos_may_be_added_without_a_word(client: Client, case: Case):
    client.post(f"/s/{case.token}/reply/", {"photos": [a_file(), a_file("druga.jpg")]})

    assert _replies(case) == []
    assert case.photos.filter(kind=PhotoKind.ADDED).count() == 2
    assert all(p.file.expires_at is None for p in case.photos.select_related("file"))


def test_the_same_message_sent_twice_is_one(client: Client, case: Case):
    for _time in range(2):
        client.post(f"/s/{case.token}/reply/", {"text": "To samo", "key": "k" * 32})

    assert _replies(case) == ["To samo"]


def test_nothing_at_all_is_asked_for(client: Client, case: Case):
    page = client.post(f"/s/{case.token}/reply/", {"text": " "})

    assert page.status_code == 422
    assert "Napisz coś albo dodaj zdjęcie." in page.content.decode()


def test_what_is_no_photo_is_named_and_the_rest_is_kept(client: Client, case: Case):
    fake = SimpleUploadedFile("umowa.jpg", BytesIO(b"%PDF-1.7 not a photo").read())

    page = client.post(
        f"/s/{case.token}/reply/", {"text": "Dosyłam", "photos": [a_file(), fake], "key": "k"}
    )

    assert page.status_code == 422
    body = page.content.decode()
    assert "umowa.jpg" in body
    assert ">\nDosyłam</textarea>" in body
    assert "Dodane wcześniej zdjęcia są zachowane." in body

    kept = page.context["form"]["kept"].value()
    client.post(f"/s/{case.token}/reply/", {"text": "Dosyłam", "kept": kept, "key": "k"})
    assert case.photos.filter(kind=PhotoKind.ADDED).count() == 1


def test_a_strangers_seal_of_photos_is_worth_nothing(client: Client, case: Case):
    client.post(f"/s/{case.token}/reply/", {"text": "Zdjęcia?", "kept": f'["{a_photo()}"]:x:y'})

    assert case.photos.filter(kind=PhotoKind.ADDED).count() == 0


def test_a_too_long_text_stays_on_the_page(client: Client, case: Case):
    page = client.post(f"/s/{case.token}/reply/", {"text": "ą" * 4001})

    assert page.status_code == 422
    assert "ą" * 4001 in page.content.decode()


def test_yes_closes_the_case_and_a_second_yes_changes_nothing(client: Client, finished: Case):
    for _time in range(2):
        assert client.post(f"/s/{finished.token}/confirm/").status_code == 302

    assert _state(finished) == CaseState.CLOSED
    assert finished.closing == Closing.CONFIRMED


def test_yes_to_what_is_not_done_yet_is_said(client: Client, case: Case):
    page = client.post(f"/s/{case.token}/confirm/")

    assert page.status_code == 409
    assert "Tego nie można teraz zrobić" in page.content.decode()


def test_no_needs_words(client: Client, finished: Case):
    page = client.post(f"/s/{finished.token}/disagree/", {"text": ""})

    assert page.status_code == 422
    assert "Napisz, co jest nie tak." in page.content.decode()
    assert _state(finished) == CaseState.DONE


def test_no_opens_the_case_again_with_words_and_photos(client: Client, finished: Case):
    body = {"text": "Dziura jest nadal.", "photos": [a_file()]}

    client.post(f"/s/{finished.token}/disagree/", body)

    assert _state(finished) == CaseState.REOPENED
    assert finished.texts.get(kind=TextKind.DISAGREEMENT).body == "Dziura jest nadal."
    assert finished.photos.filter(kind=PhotoKind.ADDED).count() == 1


def test_no_clicked_twice_is_one_no(client: Client, finished: Case):
    for _time in range(2):
        answer = client.post(f"/s/{finished.token}/disagree/", {"text": "Dziura jest nadal."})
        assert answer.status_code == 302

    _state(finished)
    assert finished.disputes == 1


def test_no_comes_too_late_after_the_time_to_reopen(client: Client, finished: Case):
    long_ago = clock.now() - timedelta(days=60)
    cases.confirm(finished.pk, at=clock.now(), by=everywhere())
    Case.objects.filter(pk=finished.pk).update(closed_at=long_ago, done_at=long_ago)

    page = client.post(f"/s/{finished.token}/disagree/", {"text": "Dziura jest nadal."})

    assert page.status_code == 422
    assert "Zgłoś problem jeszcze raz" in page.content.decode()
    assert "Dziura jest nadal." in page.content.decode()


def test_withdrawn_after_a_page_that_says_what_it_means(client: Client, case: Case):
    assert (
        "przestanie się tym zajmować" in client.get(f"/s/{case.token}/withdraw/").content.decode()
    )

    client.post(f"/s/{case.token}/withdraw/")

    assert _state(case) == CaseState.WITHDRAWN
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert client.get(f"/s/{case.token}/").status_code == 200


def test_erasing_says_what_stays_and_leaves_only_facts(client: Client, case: Case):
    before = client.get(f"/s/{case.token}/erase/").content.decode()
    assert "Co zniknie na zawsze" in before
    assert "Co zostanie" in before

    client.post(f"/s/{case.token}/erase/")

    _state(case)
    assert case.person_id is None
    assert not CaseText.objects.filter(case=case, erased_at=None).exists()
    after = client.get(f"/s/{case.token}/").content.decode()
    assert "Twoje dane zostały usunięte." in after
    assert "Duża dziura" not in after
    assert "Tekst został usunięty." in after


def test_a_formal_matter_is_kept_for_the_archive_and_says_so(client: Client):
    case = a_case(category="office-complaint", email="anna@example.org", at=clock.now())
    assert "archiwum" in client.get(f"/s/{case.token}/erase/").content.decode()

    page = client.post(f"/s/{case.token}/erase/", follow=True).content.decode()

    assert str(my_case_acts.KEPT) in page
    assert case.texts.filter(erased_at=None).exists()


def test_no_more_letters_when_asked(client: Client, case: Case):
    client.post(f"/s/{case.token}/quiet/")

    assert Follower.objects.get(case=case).left_at is not None
    assert "/quiet/" not in client.get(f"/s/{case.token}/").content.decode()


def test_letters_come_again_when_asked(client: Client, case: Case):
    client.post(f"/s/{case.token}/quiet/")
    assert f"/s/{case.token}/write-again/" in client.get(f"/s/{case.token}/").content.decode()

    page = client.post(f"/s/{case.token}/write-again/", follow=True).content.decode()

    assert Follower.objects.get(case=case).left_at is None
    assert str(my_case_acts.LOUD) in page
    assert "/quiet/" in page
    assert "/write-again/" not in page


def test_without_an_address_there_are_no_letters_to_ask_for(client: Client):
    case = a_case(at=clock.now())

    page = client.post(f"/s/{case.token}/write-again/", follow=True).content.decode()

    assert str(my_case_acts.NO_ADDRESS) in page
    assert "/write-again/" not in page


def test_too_many_messages_are_slowed_down_and_stay_on_the_page(
    client: Client, case: Case, monkeypatch
):
    monkeypatch.setattr(my_case_acts, "ACTS_PER_HOUR", 1)

    pages = [client.post(f"/s/{case.token}/reply/", {"text": f"Numer {n}"}) for n in range(2)]

    assert [page.status_code for page in pages] == [302, 429]
    assert "Numer 1" in pages[1].content.decode()


def test_forms_are_guarded_against_other_sites(case: Case):
    outside = Client(enforce_csrf_checks=True)

    for path in (
        "reply/",
        "confirm/",
        "disagree/",
        "withdraw/",
        "erase/",
        "quiet/",
        "write-again/",
    ):
        outside.post(f"/s/{case.token}/{path}", {"text": "Nie ja"})

    assert _state(case) == CaseState.NEW
    assert _replies(case) == []
    assert case.person_id is not None

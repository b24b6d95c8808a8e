from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import MONDAY, a_case, a_jpeg, a_photo, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case, CasePhoto, Task
from kck.cases.terms import CaseState
from kck.directory.models import Unit
from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.unitlinks.commands import issue_case_link, issue_list_link, revoke_link
from kck.unitlinks.models import LinkUse, UnitLink
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.terms import Use
from kck.unitlinks.tests.ways import MAIL, a_bin
from kck.worklink.doors import GUESSES_PER_HOUR
from kck.worklink.work import work_on

NAME = "Jan Brygadzista"

pytestmark = pytest.mark.django_db


def _at(token, case, name=""):
    return f"/z/{token}/{case.number}/{name + '/' if name else ''}"


def _send(phone, token, case, act, **data):
    data.setdefault("name", NAME)
    return phone.post(_at(token, case, act), data)


def test_the_link_opens_the_case_without_an_account(phone, token, bin_case):
    page = phone.get(f"/z/{token}/")

    assert page.status_code == 200
    html = page.content.decode()
    assert "Rozbity pojemnik na szkło" in html
    assert "Rynek Główny 1" in html
    assert "openstreetmap.org/?mlat=50.0617" in html
    assert "geo:50.0617" in html


def test_nobody_learns_who_reported(phone, token, bin_case):
    cases.ask(bin_case.pk, question="Który pojemnik?", at=MONDAY, by=everywhere())
    from tests.builders import reporter_of

    cases.reply(
        bin_case.pk, text="Ten zielony. Telefon 600 700 800, Anna Kowalska",
        at=MONDAY, by=reporter_of(bin_case),
    )  # fmt: skip

    html = phone.get(f"/z/{token}/").content.decode()

    assert "Ten zielony" in html
    for secret in ("Kowalska", "600 700", "+48600", "anna.kowalska", "m. 4"):
        assert secret not in html


def test_notes_of_the_centre_and_names_of_staff_are_not_shown(phone, token, bin_case):
    cases.add_note(bin_case.pk, text="Pani jest nerwowa.", at=MONDAY, by=everywhere())

    assert "nerwowa" not in phone.get(f"/z/{token}/").content.decode()


def test_no_cache_no_robot_and_no_next_site_learns_the_address(phone, token, bin_case):
    for address in (f"/z/{token}/", _at(token, bin_case, "done"), f"/z/{'x' * 32}/"):
        headers = phone.get(address).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in headers["X-Robots-Tag"]
    map_link = phone.get(f"/z/{token}/").content.decode().split("openstreetmap")[1][:300]
    assert 'rel="noreferrer noopener"' in map_link


def test_reading_it_is_written_down_and_asking_for_its_head_is_not(phone, token, bin_case):
    phone.head(f"/z/{token}/")
    phone.get(f"/z/{token}/", HTTP_SEC_PURPOSE="prefetch")
    assert Task.objects.get(case=bin_case).opened_at is None

    phone.get(f"/z/{token}/")

    assert Task.objects.get(case=bin_case).opened_at == MONDAY
    [use] = LinkUse.objects.all()
    assert (use.use, use.link.mail, use.at) == (Use.OPENED, MAIL, MONDAY)


def test_its_photos_are_shown_to_whoever_has_the_link_and_others_are_not(phone, token, bin_case):
    own = CasePhoto.objects.get(case=bin_case).file.public_id
    other_case = a_case(photos=(a_photo(),))
    other = CasePhoto.objects.get(case=other_case).file.public_id

    assert phone.get(f"{_at(token, bin_case)}photo/{own}/320").status_code == 200
    assert phone.get(f"{_at(token, bin_case)}photo/{other}/320").status_code == 404
    assert phone.get(f"/z/{'x' * 32}/{bin_case.number}/photo/{own}/320").status_code == 404


def test_the_foreman_takes_it_and_says_what_was_done(phone, token, bin_case):
    taken = _send(phone, token, bin_case, "take")
    assert taken.status_code == 302
    done = _send(
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

    page = _send(phone, token, case, "done", outcome="done", text="Kosz opróżniony o świcie.")

    assert page.status_code == 422
    html = page.content.decode()
    assert "dodaj zdjęcie" in html
    assert "Kosz opróżniony o świcie." in html
    assert NAME in html
    case.refresh_from_db()
    assert case.state == CaseState.NEW


def test_a_photo_sent_with_a_mistake_elsewhere_need_not_be_sent_again(phone, token, bin_case):
    first = _send(phone, token, bin_case, "done", outcome="done", text="krótko", photos=[a_jpeg()])
    assert first.status_code == 422
    kept = first.context["form"]["kept"].value()
    assert first.context["kept"] == 1

    _send(phone, token, bin_case, "done", outcome="done", text="Wymieniono pojemnik.", kept=kept)

    assert CasePhoto.objects.filter(case=bin_case, kind="evidence").count() == 1


def test_photos_kept_for_one_case_are_not_taken_for_another(phone, token, bin_case):
    first = _send(phone, token, bin_case, "photo", photos=[a_jpeg()], name="")
    kept = first.context["form"]["kept"].value()
    other = a_bin(text="Drugi pojemnik też.")
    token2 = issue_case_link(
        other.pk, unit_id=other.unit_id, mail=MAIL, at=MONDAY, by=PLATFORM
    ).token

    assert _send(phone, token2, other, "photo", kept=kept).status_code == 422
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

    assert _send(phone, token, bin_case, act, **data).status_code == 302

    bin_case.refresh_from_db()
    assert bin_case.state == state
    assert LinkUse.objects.exclude(name="").count() == 1


def test_a_note_by_the_link_is_seen_by_whoever_wrote_it(phone, token, bin_case):
    _send(phone, token, bin_case, "note", text="Podjedziemy jutro.")

    assert "Podjedziemy jutro." in phone.get(f"/z/{token}/").content.decode()


def test_a_case_that_was_handed_back_is_nobodys_here_any_more(phone, token, bin_case):
    page = _send(phone, token, bin_case, "hand_back", text="To teren spółdzielni.")

    assert page.status_code == 200
    assert "Sprawa oddana" in page.content.decode()
    after = phone.get(f"/z/{token}/")
    assert after.status_code == 410
    assert "prowadzi teraz ktoś inny" in after.content.decode()
    assert "szkło" not in after.content.decode()
    assert _send(phone, token, bin_case, "take").status_code == 410


@pytest.mark.parametrize("act", ["take", "done", "ask", "photo", "note", "hand_back"])
def test_without_a_name_nothing_happens(phone, token, bin_case, act):
    before = RecordedEvent.objects.count()

    page = _send(
        phone, token, bin_case, act, name=" ", text="Dziesięć znaków i więcej.", outcome="done",
        photos=[a_jpeg()],
    )  # fmt: skip

    assert page.status_code == 422
    assert "Podaj imię i nazwisko" in page.content.decode()
    assert RecordedEvent.objects.exclude(name__startswith="files").count() == before


def test_the_name_is_offered_again_in_the_same_browser_and_in_no_other(phone, token, bin_case):
    _send(phone, token, bin_case, "note", text="Podjedziemy jutro.")

    assert f'value="{NAME}"' in phone.get(_at(token, bin_case, "done")).content.decode()
    assert NAME not in Client().get(_at(token, bin_case, "done")).content.decode()
    assert NAME not in Client().get(f"/z/{token}/").content.decode()


def test_done_twice_is_done_once_and_says_so(phone, token, bin_case):
    said = {"outcome": "done", "text": "Pojemnik wymieniony."}
    _send(phone, token, bin_case, "done", **said)

    again = _send(phone, token, bin_case, "done", **said)

    assert again.status_code == 409
    assert "nie jest teraz możliwe" in again.content.decode()
    assert RecordedEvent.objects.filter(name="cases.case_done").count() == 1


def test_an_expired_link_says_so_kindly_and_whom_to_call(phone, token, bin_case, monkeypatch):
    later = clock.real_now() + timedelta(days=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    page = phone.get(f"/z/{token}/")

    assert page.status_code == 410
    html = page.content.decode()
    assert "Ten odnośnik wygasł" in html
    assert 'href="tel:126165555"' in html
    assert "szkło" not in html
    assert _send(phone, token, bin_case, "take").status_code == 410


def test_for_an_expired_link_a_new_one_goes_to_the_same_address_only(
    phone, token, bin_case, monkeypatch
):
    from kck.messaging.models import Delivery

    later = clock.real_now() + timedelta(days=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    page = phone.post(f"/z/{token}/renew/")

    assert page.status_code == 200
    assert MAIL not in page.content.decode()
    mail = Delivery.objects.get(message__key="unitlinks.case")
    assert mail.address == MAIL
    fresh = mail.body.split("/z/")[1].split("/")[0]
    assert phone.get(f"/z/{fresh}/").status_code == 200
    phone.post(f"/z/{token}/renew/")
    assert Delivery.objects.filter(message__key="unitlinks.case").count() == 1  # once is enough


def test_a_link_that_was_taken_back_opens_nothing(phone, token, bin_case):
    revoke_link(find_link(token).id, at=MONDAY, by=everywhere())

    page = phone.get(f"/z/{token}/")

    assert page.status_code == 410
    assert "już nie działa" in page.content.decode()
    assert 'href="tel:126165555"' in page.content.decode()
    assert phone.get(f"{_at(token, bin_case)}done/").status_code == 410
    assert phone.post(f"/z/{token}/renew/").status_code == 410


def test_who_got_it_by_mistake_says_so_and_the_link_is_dead(phone, token, bin_case):
    assert phone.get(f"/z/{token}/not-me/").status_code == 200
    assert UnitLink.objects.get().revoked_at is None  # asking is not doing

    page = phone.post(f"/z/{token}/not-me/")

    assert "Dziękujemy" in page.content.decode()
    assert phone.get(f"/z/{token}/").status_code == 410
    assert UnitLink.objects.get().why_revoked == "not-me"


def test_a_link_of_one_case_opens_no_other_case_of_the_unit(phone, token, bin_case):
    other = a_bin(text="Zupełnie inny pojemnik.")

    page = phone.get(_at(token, other))

    assert page.status_code == 404
    assert "Zupełnie" not in page.content.decode()
    assert _send(phone, token, other, "take").status_code == 404


def test_a_link_still_opens_its_case_after_the_unit_was_renamed(phone, token, bin_case):
    """On 1 March MPO is called something else; the case and its link stay with its work."""
    march = MONDAY + timedelta(days=30)
    Unit.objects.filter(code="MPO").update(valid_to=MONDAY.date(), successor="MPO2")
    old = Unit.objects.get(code="MPO")
    Unit.objects.create(
        code="MPO2", names=old.names, kind=old.kind, way_of_working="link",
        calendar=old.calendar, valid_from=MONDAY.date() + timedelta(days=1),
    )  # fmt: skip
    forget_snapshot()

    link = find_link(token)

    assert work_on(link, bin_case.number, at=march) is not None


def test_guessing_is_limited(phone, token, bin_case):
    answers = [phone.get(f"/z/{str(n).zfill(32)}/").status_code for n in range(40)]

    assert answers[:GUESSES_PER_HOUR] == [404] * GUESSES_PER_HOUR
    assert set(answers[GUESSES_PER_HOUR:]) == {429}


def test_acting_is_limited_for_each_link(phone, token, bin_case, monkeypatch):
    monkeypatch.setattr("kck.worklink.doors.ACTS_PER_HOUR", 2)
    for _turn in range(2):
        assert _send(phone, token, bin_case, "note", text="Jedziemy tam.").status_code == 302

    page = _send(phone, token, bin_case, "note", text="Jeszcze jedna notatka.")

    assert page.status_code == 429
    assert "Jeszcze jedna notatka." in page.content.decode()


def test_a_form_whose_token_was_too_old_loses_nothing(token, bin_case):
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(_at(token, bin_case, "note"), {"name": NAME, "text": "Wracamy jutro."})

    assert page.status_code == 403
    assert "Wracamy jutro." in page.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Where"), ("uk", "Де")])
def test_the_page_speaks_the_readers_language(phone, token, bin_case, language, words):
    page = phone.get(f"/z/{token}/", HTTP_ACCEPT_LANGUAGE=language)

    assert f"{words}</h2>" in page.content.decode()


def test_bad_input_is_answered_and_changes_nothing(phone, token, bin_case):
    for data in (
        {"text": "a\x00b"},
        {"text": "x" * 5000},
        {"text": ""},
        {"name": "y" * 500, "text": "Dobrze."},
        {"outcome": "formal", "text": "Przerobiono na skargę."},
    ):
        act = "done" if "outcome" in data else "note"
        assert _send(phone, token, bin_case, act, **data).status_code == 422
    bin_case.refresh_from_db()
    assert bin_case.state == CaseState.NEW


def test_what_is_no_photo_is_named(phone, token, bin_case):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = _send(
        phone, token, bin_case, "photo", photos=[SimpleUploadedFile("wirus.exe", b"MZ\x90")]
    )

    assert page.status_code == 422
    assert "wirus.exe" in page.content.decode()


def _a_list(*found):
    return issue_list_link(
        found[0].unit_id, mail=MAIL, case_ids=[case.pk for case in found], day=MONDAY.date(),
        at=MONDAY, by=PLATFORM,
    ).token  # fmt: skip


def test_a_list_shows_what_runs_out_first_on_top_and_opens_each_case(phone):
    calm = a_bin(text="Pojemnik bez klapy.")
    urgent = a_bin(category="winter-road", text="Lód na całej jezdni.")
    token = _a_list(calm, urgent)

    html = phone.get(f"/z/{token}/").content.decode()

    assert html.index(urgent.number[-3:]) < html.index(calm.number[-3:])
    assert "Lód" not in html  # only what the mail says as well
    page = phone.get(f"/z/{token}/{calm.number}/")
    assert "Pojemnik bez klapy." in page.content.decode()
    assert Task.objects.get(case=urgent).opened_at is None
    assert Task.objects.get(case=calm).opened_at == MONDAY


def test_what_is_done_leaves_the_list_and_later_cases_do_not_enter_it(phone):
    one, two = a_bin(text="Pojemnik pierwszy."), a_bin(text="Pojemnik drugi.")
    token = _a_list(one, two)
    later = a_bin(text="Pojemnik trzeci.")

    phone.post(
        f"/z/{token}/{one.number}/done/",
        {"name": NAME, "outcome": "done", "text": "Pojemnik wymieniony."},
    )

    page = phone.get(f"/z/{token}/")
    assert [row.number for row, _late in page.context["waiting"]] == [two.number]
    assert [row.number for row in page.context["over"]] == [one.number]
    assert phone.get(f"/z/{token}/{later.number}/").status_code == 404
    assert Case.objects.get(pk=one.pk).state == CaseState.DONE

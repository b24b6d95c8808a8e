from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.accounts.models import StaffNotice
from kck.cases import commands
from kck.cases.models import CaseText
from kck.desk.tests.acting import HTMX, do, state_of
from kck.desk.tests.conftest import a_colleague
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.messaging.models import Delivery
from kck.people.models import Person
from kck.replies.commands import write_text
from kck.replies.models import Draft, HeldReply, ReadyUse
from kck.replies.terms import Limits

NOW = MONDAY + timedelta(hours=2)
pytestmark = pytest.mark.django_db
ANNA, EWA = "Anna Nowak", "Ewa Lis"


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def holding(settings):
    settings.KCK_TAKE_BACK_SECONDS, settings.KCK_TAKE_BACK_CLOSING_SECONDS = 20, 60


def page_of(client, case, name):
    return client.get(f"/desk/case/{case.number}/do/{name}/").content.decode()


def save(client, case, name="answer", **data):
    return client.post(f"/desk/case/{case.number}/draft/{name}/", data, headers=HTMX)


def a_ready_text(code="soon", purposes=("answer",), body="Jedziemy na {{place}}.", **limits):
    write_text(
        code,
        names={"pl": "Jedziemy", "uk": "Їдемо"},
        bodies={"pl": body, "uk": "Їдемо: {{number}}."},
        limits=Limits(purposes=purposes, **limits),
        valid_from=MONDAY.date(),
        at=NOW,
        by=PLATFORM,
    )


# taking back


@pytest.mark.usefixtures("holding")
def test_an_answer_waits_and_every_page_of_its_writer_says_so(signed_in):
    case, client = a_case(email="jan@example.org"), signed_in()

    answer = do(client, case, "answer", text="Jedziemy jutro rano.")

    assert 'hx-swap-oob="outerHTML"' in answer.content.decode()
    assert "Cofnij" in client.get("/desk/drafts/").content.decode()
    assert "Cofnij" not in signed_in(name=EWA).get("/desk/drafts/").content.decode()
    assert not CaseText.objects.filter(case=case, kind="answer").exists()


@pytest.mark.usefixtures("holding")
def test_taking_back_opens_the_form_with_every_word_and_choice(signed_in):
    case, client = a_case(category="roads-unpaved"), signed_in()
    do(client, case, "done", text="Wyrównaliśmy drogę.", outcome="partly", htmx=False)

    answer = client.post(f"/desk/take-back/{HeldReply.objects.get().pk}/", follow=True)

    shown = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/desk/case/{case.number}/do/done/"
    assert "Wyrównaliśmy drogę." in shown
    assert '<option value="partly" selected' in shown
    assert state_of(case) == "new"


@pytest.mark.usefixtures("holding")
def test_a_stranger_does_not_find_what_somebody_else_sent(signed_in):
    case = a_case()
    do(signed_in(), case, "answer", text="Jedziemy jutro rano.")

    answer = signed_in(name=EWA).post(f"/desk/take-back/{HeldReply.objects.get().pk}/")

    assert answer.status_code == 404
    assert HeldReply.objects.exists()


def test_too_late_is_said(signed_in):
    case, client = a_case(), signed_in()

    answer = client.post("/desk/take-back/999/", {"number": case.number}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/desk/case/{case.number}/"
    assert "Za późno" in answer.content.decode()


@pytest.mark.usefixtures("holding")
def test_the_public_page_shows_nothing_before_it_left(signed_in, client):
    case = a_case()
    do(signed_in(), case, "answer", text="Jedziemy jutro rano.")

    shown = client.get(f"/s/{case.token}").content.decode()

    assert "Jedziemy jutro" not in shown
    assert not Delivery.objects.filter(message__key="cases.answered").exists()


@pytest.mark.usefixtures("holding")
def test_a_colleague_sees_both_answers_and_chooses(signed_in):
    case = a_case()
    anna, ewa = signed_in(), signed_in(name=EWA)
    do(anna, case, "answer", text="Przyjedziemy jutro.")

    clash = do(ewa, case, "answer", text="Byliśmy wczoraj.", seen=1)
    shown = clash.content.decode()
    again = do(ewa, case, "answer", text="Byliśmy wczoraj.")

    assert clash.status_code == 422
    assert "Przyjedziemy jutro." in shown
    assert "Byliśmy wczoraj." in shown
    assert "Wyślij mimo to" in shown
    assert "Odrzuć moje" in shown
    assert again.status_code == 200
    assert HeldReply.objects.count() == 2


# drafts


def test_a_draft_comes_back_on_another_machine_and_goes_when_it_is_sent(signed_in):
    case = a_case()
    kept = save(signed_in(), case, text="Zacz\u0119te", draft="0")

    elsewhere = signed_in()
    shown = page_of(elsewhere, case, "answer")
    do(elsewhere, case, "answer", text="Skończone już.")

    assert kept.json()["version"] == 1
    assert "Zaczęte" in shown
    assert "szkic:" in shown
    assert not Draft.objects.exists()


def test_two_windows_do_not_overwrite_each_other(signed_in):
    case, client = a_case(), signed_in()
    save(client, case, text="Pierwsze okno", draft="0")

    second = save(client, case, text="Drugie okno", draft="0")
    forced = save(client, case, text="Drugie okno", draft="0", force="yes")

    assert second.status_code == 409
    assert second.json()["text"] == "Pierwsze okno"
    assert forced.json()["version"] == 2


def test_nobody_reads_or_writes_drafts_of_others(signed_in):
    case = a_case()
    save(signed_in(), case, text="Tylko moje", draft="0")

    assert "Tylko moje" not in page_of(signed_in(name=EWA), case, "answer")
    assert save(signed_in("unit", "ZZM"), case, text="x", draft="0").status_code == 404


def test_an_emptied_form_leaves_no_draft(signed_in):
    case, client = a_case(), signed_in()
    save(client, case, text="Zaczęte", draft="0")

    save(client, case, text="", draft="1")

    assert not Draft.objects.exists()


def test_the_list_shows_own_drafts_and_throws_them_away(signed_in):
    case, client = a_case(), signed_in()
    save(client, case, "note", text="Zapytać <b>brygadę</b>", draft="0")

    shown = client.get("/desk/drafts/").content.decode()
    client.post("/desk/drafts/drop/", {"about": f"case:{case.pk}", "action": "note"})

    assert "Zapytać &lt;b&gt;brygadę" in shown
    assert not Draft.objects.exists()


def test_redacting_keeps_no_draft(signed_in):
    assert save(signed_in(), a_case(), "redact_text", text="pesel", draft="0").status_code == 404


def test_colleagues_see_who_is_writing(signed_in, monkeypatch):
    case = a_case()
    monkeypatch.setattr(clock, "real_now", lambda: NOW)
    save(signed_in(), case, text="Już", draft="0")
    other = signed_in(name=EWA)
    here = f"/desk/case/{case.number}/here/"

    now = other.post(here).content.decode()
    monkeypatch.setattr(clock, "real_now", lambda: NOW + timedelta(seconds=30))

    assert "Anna Nowak pisze odpowiedź" in now
    assert "pisze" not in other.post(here).content.decode()


# ready texts


def test_a_ready_text_stands_in_the_form_with_its_gaps_filled(signed_in):
    a_ready_text()
    case = a_case()

    assert f"Jedziemy na {case.address}." in page_of(signed_in(), case, "answer")


def test_without_a_script_the_server_puts_it_in_and_counts_it_when_sent(signed_in):
    a_ready_text(body="Jedziemy na miejsce.")
    case, client = a_case(), signed_in()

    shown = do(client, case, "answer", text="Dzień dobry.", insert="soon").content.decode()
    do(client, case, "answer", text="Jedziemy.", used="soon unknown")

    assert "Dzień dobry.\n\nJedziemy na miejsce." in shown
    assert ReadyUse.objects.get().times == 1


def test_texts_of_another_category_or_purpose_are_not_offered(signed_in):
    a_ready_text("lamps", groups=("lighting",), body="Wymienimy lampę.")
    a_ready_text("ask", purposes=("ask",), body="Po której stronie?")

    shown = page_of(signed_in(), a_case(), "answer")

    assert "Wymienimy lampę" not in shown
    assert "Po której stronie" not in shown


def test_a_reader_of_ukrainian_gets_ukrainian_texts_and_the_writer_is_told(signed_in):
    a_ready_text()
    case = a_case(email="olena@example.org")
    Person.objects.filter(pk=case.person_id).update(language="uk")

    shown = page_of(signed_in(), case, "answer")

    assert "Їдемо: " in shown
    assert "Zgłaszający czyta po ukraińsku" in shown


# preview


def preview(client, case, name="answer", **data):
    return client.post(f"/desk/case/{case.number}/preview/{name}/", data, headers=HTMX)


def test_the_preview_is_the_letter_without_the_reporters_keys(signed_in):
    case = a_case(email="jan@example.org")

    shown = preview(signed_in(), case, text="Jutro będzie ekipa.").content.decode()

    assert "Jutro będzie ekipa." in shown
    assert "Z pozdrowieniami" in shown
    assert case.token not in shown
    assert "jan@example.org" not in shown


def test_the_preview_speaks_the_readers_language(signed_in):
    case = a_case(email="olena@example.org")
    Person.objects.filter(pk=case.person_id).update(language="uk")

    shown = preview(signed_in(), case, "done", text="Зроблено.", outcome="done").content.decode()

    assert "Добрий день" in shown
    assert "po ukraińsku" in shown


def test_what_is_typed_runs_nothing_in_the_preview(signed_in):
    case = a_case(email="jan@example.org")
    evil = '<script>alert(1)</script>{{code}}" onload="x'

    shown = preview(signed_in(), case, text=evil).content.decode()

    assert "<script>alert" not in shown
    assert "sandbox" in shown
    assert 'onload="x' not in shown


def test_without_an_address_the_preview_says_where_it_is_read(signed_in):
    assert "na stronie sprawy" in preview(signed_in(), a_case(), text="Tak.").content.decode()


def test_only_who_may_answer_previews(signed_in):
    case = a_case()

    assert preview(signed_in("reader"), case, text="Tak.").status_code == 404
    assert preview(signed_in("unit", "ZZM"), case, text="Tak.").status_code == 404


# mentions


def test_a_call_by_name_tells_the_colleague_and_nobody_else(signed_in):
    case, ewa = a_case(), a_colleague(name=EWA)
    a_colleague(name="Piotr Zając")

    do(signed_in(), case, "note", text="@ewa.lis zerkniesz? Odpisz na jan@example.org.")

    notice = StaffNotice.objects.get()
    assert (notice.staff_id, notice.kind, notice.subject) == (ewa.pk, "mention", f"case:{case.pk}")


@pytest.mark.parametrize(
    ("text", "words"),
    [("@olga.maj sprawdź", "nie widzi tej sprawy"), ("@jan.nikt sprawdź", "Nie ma tu nikogo")],
)
def test_who_cannot_be_called_is_said_and_the_note_stays_in_the_form(signed_in, text, words):
    case = a_case()
    a_colleague(unit="ZZM", name="Olga Maj")

    answer = do(signed_in(), case, "note", text=text)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert text in answer.content.decode()
    assert not CaseText.objects.filter(case=case, kind="note").exists()
    assert not StaffNotice.objects.exists()


def test_the_note_offers_colleagues_of_the_units_at_work(signed_in):
    a_colleague(name=EWA)
    a_colleague(unit="ZZM", name="Olga Maj")

    shown = page_of(signed_in(), a_case(), "note")

    assert "@ewa.lis" in shown
    assert "olga.maj" not in shown


# history


def _history(client, case, name):
    return client.get(
        f"/desk/case/{case.number}/parts/", {"only": "history", "show": name}
    ).content.decode()


def test_history_is_split_into_facts_messages_and_notes(signed_in):
    case, by = a_case(), acting_for("ZDMK")
    commands.accept(case.pk, at=NOW, by=by)
    commands.answer(case.pk, text="Będziemy jutro.", at=NOW, by=everywhere())
    commands.add_note(case.pk, text="Wziąć asfalt.", at=NOW, by=by)
    client = signed_in()

    shown = {
        name: _history(client, case, name)
        for name in ("all", "facts", "messages", "notes", "nonsense")
    }

    has = {
        name: tuple(w in page for w in ("Jednostka przyjęła", "Będziemy", "Wziąć asfalt"))
        for name, page in shown.items()
    }
    assert has == {
        "all": (True, True, True), "facts": (True, False, False),
        "messages": (False, True, False), "notes": (False, False, True),
        "nonsense": (True, True, True),
    }  # fmt: skip


def test_a_unit_without_contact_data_can_write_to_the_reporter(signed_in):
    case = a_case(email="jan@example.org")

    shown = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    assert "Napisz do zgłaszającego" in shown
    assert "jan@example.org" not in shown

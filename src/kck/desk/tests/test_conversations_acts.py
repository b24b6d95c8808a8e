"""What is done with one conversation: answered, noted, handed on, taken back, refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import MONDAY, a_case

from kck.accounts.models import Staff, StaffNotice
from kck.cases.models import CaseText
from kck.conversations import commands
from kck.conversations.models import Post, ThreadCase
from kck.conversations.tokens import token_of
from kck.desk.tests.talking import a_mail, a_thread, again
from kck.foundation import clock
from kck.intake.line2_models import SecondLine
from kck.messaging.models import Delivery
from kck.replies.models import Draft

NOW = MONDAY + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def agent(role_of):
    return role_of("agent", "KCK")


def act(client, thread, name, *, seen=None, follow=False, **data):
    data["seen"] = again(thread).version if seen is None else seen
    where = f"/desk/conversations/{thread.pk}/do/{name}/"
    return client.post(where, data, follow=follow)


def answer(client, thread, text="Tak, do osiemnastej.", **more):
    return act(client, thread, "answer", text=text, **{"after": "done", **more})


# -- answering ------------------------------------------------------------------------------------


def test_an_answer_leaves_and_the_conversation_is_done(agent):
    thread = a_thread()
    assert answer(agent, thread)["Location"] == "/desk/conversations/"
    assert (again(thread).state, again(thread).ended) == ("done", "answered")
    sent = Delivery.objects.get(message__key="conversations.answer")
    assert "Tak, do osiemnastej." in sent.body


def test_a_question_back_waits_for_the_writer(agent):
    thread = a_thread()
    answer(agent, thread, after="waiting")
    assert again(thread).state == "waiting"


def test_nothing_written_is_not_sent(agent):
    thread = a_thread()
    page = answer(agent, thread, text=" ")
    assert page.status_code == 422
    assert "Wpisz treść" in page.content.decode()
    assert not Post.objects.filter(way="out").exists()


def test_new_words_meanwhile_are_shown_and_mine_are_kept(agent):
    thread = a_thread()
    seen = again(thread).version
    more = a_mail(2, text="Już nieaktualne, dziękuję za fatygę", tokens=(token_of(thread.stream),))
    commands.arrive(more, at=NOW)
    page = answer(agent, thread, seen=seen, last=Post.objects.order_by("pk")[0].pk)
    shown = page.content.decode()
    assert page.status_code == 422
    assert "Ktoś zmienił tę rozmowę" in shown
    assert "Już nieaktualne" in shown
    assert "Tak, do osiemnastej." in shown
    assert not Post.objects.filter(way="out").exists()
    answer(agent, thread)
    assert Post.objects.filter(way="out").count() == 1


def test_a_colleagues_answer_meanwhile_is_shown_too(agent, role_of):
    thread = a_thread()
    seen = again(thread).version
    answer(role_of("supervisor", "KCK"), thread, text="Otwarte do szesnastej.", after="open")
    shown = answer(agent, thread, seen=seen).content.decode()
    assert "Otwarte do szesnastej." in shown
    assert "Odrzuć moje" in shown
    agent.post(f"/desk/conversations/{thread.pk}/draft/answer/drop/")
    assert not Draft.objects.exists()


def test_my_own_steps_meanwhile_do_not_count(agent):
    thread = a_thread()
    seen = again(thread).version
    act(agent, thread, "mine")
    assert answer(agent, thread, seen=seen).status_code == 302


def test_somebody_elses_data_is_shown_before_it_leaves(agent):
    thread = a_thread()
    words = "Proszę dzwonić do Pana Jana Kowalczyka, tel. 600 123 456."
    page = answer(agent, thread, text=words)
    shown = page.content.decode()
    assert page.status_code == 422
    assert "Sprawdź, zanim wyjdzie" in shown
    assert "600 123 456" in shown
    assert not Post.objects.filter(way="out").exists()
    checked = page.context["form"]["checked"].value()
    # what was looked at may leave; anything else is looked at again
    other = answer(agent, thread, text=words + " Albo 601 123 456.", checked=checked)
    assert other.status_code == 422
    assert answer(agent, thread, text=words, checked=checked).status_code == 302


def test_their_own_data_needs_no_look(agent):
    thread = a_thread()
    words = "Odpisaliśmy Pani Annie na anna@example.org."
    assert answer(agent, thread, text=words).status_code == 302


def test_copies_are_never_there_by_themselves_and_are_spelled_out(agent):
    thread = a_thread(cc=("szef@example.org",))
    form = agent.get(f"/desk/conversations/{thread.pk}/do/answer/").context["form"]
    assert not form["cc"].value()
    page = answer(agent, thread, cc="szef@example.org")
    assert "Dostaną to i zobaczą swoje adresy" in page.content.decode()
    checked = page.context["form"]["checked"].value()
    answer(agent, thread, cc="szef@example.org", checked=checked)
    to = set(
        Delivery.objects.filter(message__key="conversations.answer").values_list(
            "address", flat=True
        )
    )
    assert to == {"anna@example.org", "szef@example.org"}


def test_a_copy_to_nowhere_is_refused(agent):
    page = answer(agent, a_thread(), cc="szef")
    assert page.status_code == 422
    assert "nie jest adresem e-mail" in page.content.decode()


def test_a_box_without_copies_offers_none(agent):
    thread = a_thread()
    thread.box.may_cc = False
    thread.box.save()
    form = agent.get(f"/desk/conversations/{thread.pk}/do/answer/").context["form"]
    assert "cc" not in form.fields


def test_files_go_along_and_survive_a_second_look(agent):
    thread = a_thread()
    file = SimpleUploadedFile("cennik.txt", "Bilet 10 zł, Jan Nowak tel. 600 123 456".encode())
    page = answer(agent, thread, documents=file)
    assert "plik cennik.txt" in " ".join(page.content.decode().split())
    form = page.context["form"]
    answer(agent, thread, kept=form["kept"].value(), checked=form["checked"].value())
    post = Post.objects.get(way="out")
    assert [one.name for one in post.files.all()] == ["cennik.txt"]
    assert post.files.get().file.expires_at is None


def test_a_program_is_no_file_to_send(agent):
    page = answer(agent, a_thread(), documents=SimpleUploadedFile("a.exe", b"MZ\x00\x01"))
    assert page.status_code == 422
    assert "Takich plików nie przyjmujemy" in page.content.decode()


def test_what_is_begun_is_kept_and_there_again(agent):
    thread = a_thread()
    kept = agent.post(
        f"/desk/conversations/{thread.pk}/draft/answer/", {"text": "Dzień dobry,", "draft": "0"}
    )
    assert kept.json()["version"] == 1
    page = agent.get(f"/desk/conversations/{thread.pk}/do/answer/").content.decode()
    assert "Dzień dobry," in page
    assert f"rozmowa {thread.pk}" in agent.get("/desk/drafts/").content.decode()
    clash = agent.post(
        f"/desk/conversations/{thread.pk}/draft/answer/", {"text": "Inaczej", "draft": "0"}
    )
    assert clash.status_code == 409
    answer(agent, thread)
    assert not Draft.objects.exists()


def test_it_is_seen_as_its_reader_will_see_it(agent):
    thread = a_thread()
    page = agent.post(
        f"/desk/conversations/{thread.pk}/preview/", {"text": "Tak."},
        headers={"HX-Request": "true"},
    ).content.decode()  # fmt: skip
    assert "Re: Godziny otwarcia" in page
    assert "srcdoc" in page


def test_within_seconds_it_is_taken_back_and_is_a_draft_again(agent, settings):
    settings.KCK_TAKE_BACK_SECONDS = 20
    thread = a_thread()
    bar = answer(agent, thread, follow=True).content.decode()
    post = Post.objects.get(way="out")
    assert "Odpowiedź wyjdzie za chwilę" in bar
    assert "anna@example.org" in bar
    assert not Delivery.objects.filter(message__key="conversations.answer").exists()
    back = agent.post(f"/desk/conversations/{thread.pk}/back/{post.pk}/")
    assert back["Location"] == f"/desk/conversations/{thread.pk}/do/answer/"
    assert "Tak, do osiemnastej." in agent.get(back["Location"]).content.decode()
    late = agent.post(f"/desk/conversations/{thread.pk}/back/{post.pk}/", follow=True)
    assert "Za późno" in late.content.decode()


def test_nobody_takes_back_what_another_wrote(agent, role_of, settings):
    settings.KCK_TAKE_BACK_SECONDS = 20
    thread = a_thread()
    answer(agent, thread)
    post = Post.objects.get(way="out")
    other = role_of("supervisor", "KCK")
    page = other.post(f"/desk/conversations/{thread.pk}/back/{post.pk}/", follow=True)
    assert "Cofnąć może tylko osoba" in page.content.decode()
    assert Post.objects.filter(pk=post.pk).exists()


def test_what_is_aside_is_not_answered_and_the_words_are_given_back(agent):
    thread = a_thread()
    act(agent, thread, "aside")
    page = answer(agent, thread)
    assert page.status_code == 422
    assert "nie jest teraz możliwe" in page.content.decode()
    assert "Tak, do osiemnastej." in page.content.decode()


# -- everything else ------------------------------------------------------------------------------


def test_a_note_is_for_staff_and_calls_by_name(agent, role_of):
    thread = a_thread()
    role_of("supervisor", "KCK")
    act(agent, thread, "note", text="@supervisor.kck wiesz, co z tym?")
    called = Staff.objects.get(email="supervisor-KCK@example.test")
    notice = StaffNotice.objects.get(staff=called)
    assert notice.subject == thread.stream
    bell = role_of("supervisor", "KCK").get("/desk/bell/").content.decode()
    assert f"/desk/conversations/{thread.pk}/" in bell
    page = agent.get(f"/desk/conversations/{thread.pk}/").content.decode()
    assert 'class="called"' in page
    assert not Delivery.objects.filter(body__contains="wiesz").exists()


def test_nobody_of_that_name_is_said(agent):
    page = act(agent, a_thread(), "note", text="@jan.niezadbany zajrzyj")
    assert page.status_code == 422
    assert "Nie ma tu nikogo o nazwie @jan.niezadbany" in page.content.decode()


def test_mine_settled_aside_and_back(agent):
    thread = a_thread()
    act(agent, thread, "mine")
    assert again(thread).handler_id
    act(agent, thread, "settle")
    assert (again(thread).state, again(thread).ended) == ("done", "nothing")
    agent.post("/desk/conversations/undo/", {"thread": thread.pk})
    assert again(thread).state == "open"
    act(agent, thread, "aside")
    act(agent, thread, "restore")
    assert again(thread).state == "open"
    act(agent, thread, "settle")
    act(agent, thread, "reopen")
    assert again(thread).state == "open"


def test_one_does_not_settle_over_words_one_has_not_read(agent):
    thread = a_thread()
    seen = again(thread).version
    more = a_mail(2, text="Jest gorzej!", tokens=(token_of(thread.stream),))
    commands.arrive(more, at=NOW)
    page = act(agent, thread, "settle", seen=seen, last=Post.objects.order_by("pk")[0].pk)
    assert page.status_code == 422
    assert "Jest gorzej!" in page.content.decode()
    assert again(thread).state == "open"


def test_undoing_nothing_is_said(agent):
    page = agent.post("/desk/conversations/undo/", follow=True).content.decode()
    assert "Za późno" in page


def test_it_sleeps_until_the_chosen_hour(agent):
    thread = a_thread()
    act(agent, thread, "snooze", pick="monday")
    assert again(thread).wakes_at.astimezone(clock.city_zone()).strftime("%a %H:%M") == "Mon 08:00"
    act(agent, thread, "wake")
    assert again(thread).state == "open"
    missing = act(agent, thread, "snooze", pick="day")
    assert "Podaj dzień i godzinę" in missing.content.decode()
    past = act(agent, thread, "snooze", pick="day", day="2026-01-01T10:00")
    assert "Ten czas już minął" in past.content.decode()


def test_it_is_given_to_a_colleague(agent, role_of):
    thread = a_thread()
    role_of("supervisor", "KCK")
    called = Staff.objects.get(email="supervisor-KCK@example.test")
    act(agent, thread, "assign", handler=str(called.pk))
    assert again(thread).handler_id == called.pk


def test_another_unit_answers_it(agent, role_of):
    thread = a_thread()
    assert act(agent, thread, "hand-on", unit="ZDMK")["Location"] == "/desk/conversations/"
    assert role_of("handler", "ZDMK").get(f"/desk/conversations/{thread.pk}/").status_code == 200


def test_a_copy_outside_is_looked_at_first_and_leaves_a_trail(agent):
    thread = a_thread()
    post = Post.objects.get()
    data = {"to": "mpk@example.org", "text": "To do Państwa.", "posts": [str(post.pk)]}
    page = act(agent, thread, "forward", **data)
    assert "To adres spoza urzędu" in page.content.decode()
    checked = page.context["form"]["checked"].value()
    act(agent, thread, "forward", **data, checked=checked)
    assert Delivery.objects.get(message__key="conversations.forward").address == "mpk@example.org"
    assert Post.objects.filter(way="aside").count() == 1


def test_line_two_gets_the_question_and_its_time(agent, role_of):
    role_of("handler", "ZDMK")
    thread = a_thread()
    data = {"unit": "ZDMK", "text": "Kiedy remont?", "by_when": "tomorrow", "shown": "Plan"}
    where = act(agent, thread, "line2", **data)["Location"]
    line = SecondLine.objects.get()
    assert where == f"/desk/line2/{line.pk}/"
    assert (again(thread).state, again(thread).ended) == ("done", "line2")


def test_line_two_needs_a_time(agent, role_of):
    role_of("handler", "ZDMK")
    page = act(agent, a_thread(), "line2", unit="ZDMK", text="Kiedy?", by_when="date")
    assert page.status_code == 422
    assert "Podaj dzień i godzinę" in page.content.decode()
    assert not SecondLine.objects.exists()


def test_units_do_not_hand_to_line_two(role_of):
    thread = a_thread(unit="ZDMK", box="drogi")
    handler = role_of("handler", "ZDMK")
    assert act(handler, thread, "line2", unit="ZDMK", text="?").status_code == 422
    assert not SecondLine.objects.exists()


def test_it_is_tied_to_a_case_and_told_to_it(agent):
    case = a_case(email="anna@example.org")
    thread = a_thread()
    act(agent, thread, "link", number=case.number, tell="on")
    assert ThreadCase.objects.filter(thread=thread, case=case).exists()
    assert CaseText.objects.filter(case=case, body__contains="Wielickiej").exists()
    agent.post(f"/desk/conversations/{thread.pk}/unlink/{case.pk}/")
    assert not ThreadCase.objects.exists()


def test_a_number_that_is_none_is_refused(agent):
    page = act(agent, a_thread(), "link", number="26-000001-9")
    assert page.status_code == 422
    assert "Nie ma takiej sprawy" in page.content.decode()


def test_a_strangers_words_are_not_put_into_the_case(agent):
    case = a_case(email="jan@example.org")
    thread = a_thread(tokens=(token_of(f"case:{case.pk}"),))
    form = agent.get(f"/desk/conversations/{thread.pk}/do/link/").context["form"]
    assert "tell" not in form.fields


def test_two_talks_of_one_person_become_one_and_two_again(agent):
    first, second = a_thread(), a_thread(2, subject="Jeszcze raz")
    where = act(agent, second, "merge", into=str(first.pk))["Location"]
    assert where == f"/desk/conversations/{first.pk}/"
    assert again(second).merged_into_id == first.pk
    act(agent, second, "unmerge")
    assert again(second).merged_into_id is None


def test_what_nobody_knows_is_not_there(agent):
    thread = a_thread()
    assert act(agent, thread, "fly").status_code == 404
    assert agent.get(f"/desk/conversations/{thread.pk}/do/fly/").status_code == 404

"""What comes in: agreed words, states, words for people, dangers; each once."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.models import Case
from kck.cases.queries.access import access_code
from kck.channels.sms import commands
from kck.channels.sms.models import TextIn
from kck.channels.sms.tests.talking import PHONE, comes, text, told
from kck.conversations.models import Post, Thread
from kck.conversations.terms import ThreadState
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.messaging.models import Message, Suppression

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("box")]
QUESTION = "Czy urząd jest otwarty w piątek po świętach?"


def test_somebodys_words_become_a_conversation_and_their_copy_here_is_gone():
    became = comes(QUESTION, at=MONDAY)
    thread = Thread.objects.get()
    assert became == thread.stream
    assert (thread.channel, thread.address, thread.state) == ("sms", PHONE, ThreadState.OPEN)
    assert thread.person is not None
    assert thread.person.prefers_sms
    row = TextIn.objects.get()
    assert (row.text, row.sender, row.next_try_at) == ("", "", None)


def test_the_same_text_told_twice_is_one():
    one = text(QUESTION, far_id="x1")
    assert commands.take_in([one]) == 1
    assert commands.take_in([one]) == 0
    assert Post.objects.count() == 1


def test_without_an_id_of_the_provider_the_same_words_at_once_are_one_and_later_are_two():
    one = text(QUESTION, far_id="")
    assert commands.take_in([one, one]) == 1
    TextIn.objects.update(kept_at=MONDAY)
    later = text(QUESTION, far_id="", sent_at=MONDAY + timedelta(days=1))
    assert commands.take_in([later]) == 1


def test_another_text_of_the_same_phone_goes_on_with_its_talk():
    first = comes(QUESTION, at=MONDAY)
    assert comes("I czy można płacić kartą?", at=MONDAY + timedelta(hours=1)) == first
    assert comes(QUESTION, at=MONDAY, sender="+48600999888") != first


def test_stop_ends_promotions_and_is_confirmed_once():
    assert comes("STOP", at=MONDAY) == "stop"
    assert comes("Stop.", at=MONDAY) == "stop"
    [row] = Suppression.objects.all()
    assert (row.channel, row.address, row.scope) == ("sms", PHONE, "promotion")
    assert len(told()) == 1
    assert "START" in told()[0]
    assert not Thread.objects.exists()

    assert comes("START", at=MONDAY) == "start"
    row.refresh_from_db()
    assert row.lifted_at is not None
    assert len(told()) == 2
    assert comes("START", at=MONDAY) == "start"
    assert len(told()) == 2


def test_stop_in_ukrainian_is_confirmed_in_ukrainian():
    comes("СТОП", at=MONDAY)
    assert "реклам" in told()[0]


def test_help_names_the_emergency_number_first():
    comes("POMOC", at=MONDAY)
    assert told()[0].startswith("Zagrożenie życia: zadzwoń 112")


def _reported(phone: str = "") -> Case:
    return a_case(phone=phone)


def test_number_and_code_tell_how_the_case_stands():
    case = _reported()
    assert comes(f"{display(case.number)} {access_code(case.token)}", at=MONDAY) == "status"
    [said] = told()
    assert display(case.number) in said
    assert "/s/" not in said  # whoever forged the sender's number gets no key
    assert not Thread.objects.exists()


def test_the_number_alone_is_enough_from_the_phone_that_reported_it():
    case = _reported(phone=PHONE)
    assert comes(display(case.number), at=MONDAY) == "status"
    assert comes(display(case.number), at=MONDAY, sender="+48600999888").startswith("thread:")


def test_wrong_codes_are_limited_for_the_phone_and_for_the_case():
    case = _reported()
    wrong = f"{case.number} 00000000"
    for _time in range(commands.MOST_CODES):
        assert comes(wrong, at=MONDAY) == "wrong-code"
    assert comes(f"{case.number} {access_code(case.token)}", at=MONDAY) == "too-many"
    assert comes(wrong, at=MONDAY) == "too-many"
    assert sum("Za dużo prób" in one for one in told()) == 1
    for other in range(commands.MOST_CODES_OF_A_CASE - commands.MOST_CODES):
        comes(wrong, at=MONDAY, sender=f"+4860000000{other}")
    assert comes(wrong, at=MONDAY, sender="+48611111111") == "too-many"


def test_danger_is_answered_at_once_with_the_number_to_call_in_the_first_line():
    comes("Czuję gaz na klatce, ul. Długa 12", at=MONDAY)
    [said] = [one for one in told() if one.startswith("Zadzwoń")]
    first_line = said.splitlines()[0]
    assert any(number in first_line for number in ("992", "112", "998"))
    assert Message.objects.get(key="sms.danger").ground == "danger"
    # and a danger in the middle of a talk begins something new
    comes(QUESTION, at=MONDAY, sender="+48600999888")
    comes("Na Długiej leży zerwany kabel i iskrzy", at=MONDAY, sender="+48600999888")
    assert any(one.startswith("Zadzwoń") for one in told("+48600999888"))


def test_machines_are_put_aside_and_not_answered():
    became = comes("Twoja paczka czeka w paczkomacie", at=MONDAY, sender="InPost")
    thread = Thread.objects.get()
    assert became == thread.stream
    assert thread.state == ThreadState.ASIDE
    assert told("InPost") == []


def _part(number: int, words: str, joint: str = "j7"):
    return text(words, joint=joint, part=number, parts=3)


def test_parts_are_joined_in_their_order_whatever_order_they_come_in():
    commands.take_in([_part(3, " Dziękuję."), _part(1, "Czy urząd jest otwarty ")])
    assert not Post.objects.exists()
    commands.take_in([_part(2, "w piątek po świętach?")])
    assert Post.objects.get().text == f"{QUESTION} Dziękuję."
    assert set(TextIn.objects.values_list("text", flat=True)) == {""}


def test_a_part_that_never_comes_is_said_to_be_missing():
    commands.take_in([_part(1, "Czy urząd jest otwarty"), _part(3, "po świętach?")])
    old = clock.real_now() - commands.WAIT_FOR_PARTS - timedelta(seconds=1)
    TextIn.objects.update(kept_at=old)
    commands.settle(TextIn.objects.order_by("pk")[0].pk, at=MONDAY)
    assert Post.objects.get().text == "Czy urząd jest otwarty […] po świętach?"


def test_a_text_that_breaks_something_waits_and_keeps_no_other_back(monkeypatch):
    real = commands.arrive

    def arrive(arrived, *, at):
        if "zepsuty" in arrived.text:
            raise RuntimeError("broken")
        return real(arrived, at=at)

    monkeypatch.setattr(commands, "arrive", arrive)
    commands.take_in([text("To jest zepsuty tekst"), text(QUESTION)])
    assert Post.objects.get().text == QUESTION
    waiting = TextIn.objects.get(became="")
    assert waiting.text == "To jest zepsuty tekst"
    assert (waiting.attempts, waiting.trouble) == (1, "RuntimeError")
    for _time in range(commands.MOST_ATTEMPTS):
        commands.settle_or_wait(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.next_try_at is None
    assert commands.given_up() == 1

    monkeypatch.undo()
    commands.try_again(waiting.pk)
    assert commands.settle_or_wait(waiting.pk)
    assert Post.objects.count() == 2
    assert commands.given_up() == 0

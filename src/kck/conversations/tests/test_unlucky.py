"""Attackers and bad luck: forged senders, two steps at once, threads that are gone or merged."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from tests.builders import MONDAY, everywhere

from kck.accounts.models import Staff
from kck.cases.models import CaseText
from kck.cases.terms import CaseState, TextKind
from kck.conversations import commands, jobs
from kck.conversations.commands.forgetting import erase_threads
from kck.conversations.models import Box, Post, Thread
from kck.conversations.queries.thread import thread_page
from kck.conversations.reactions import acknowledge
from kck.conversations.tests.test_arriving import _case, _done, box, mail
from kck.conversations.tokens import token_of
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.messaging.models import Message

pytestmark = pytest.mark.django_db
HANDLER = "conversations.work"
EVIL = "x@evil.example"
__all__ = ["box"]


@pytest.fixture
def leaving(monkeypatch):
    """Whoever wrote an answer is looked up when it leaves; here it is one without an account."""
    answering = import_module("kck.conversations.commands.answer")
    monkeypatch.setattr(answering, "actor_for", lambda _staff: everywhere(HANDLER))
    monkeypatch.setattr(Staff.objects, "get", lambda **_: None)


def held(thread_id: int, **more) -> Post:
    return commands.answer(
        thread_id, text="Tak, do 18.", seconds=20, at=MONDAY, by=everywhere(HANDLER), **more
    )


def told(case) -> int:
    return CaseText.objects.filter(case=case, kind=TextKind.REPLY).count()


def test_a_stranger_with_a_token_stays_one_however_often_he_writes():
    case = _case()
    for number in (1, 2, 3):
        more = replace(mail(number, sender=EVIL), tokens=(token_of(f"case:{case.pk}"),))
        thread = Thread.objects.get(pk=commands.arrive(more, at=MONDAY).thread_id)
        assert thread.stranger
    assert told(case) == 0
    commands.accept_writer(thread.pk, at=MONDAY, by=everywhere(HANDLER))
    more = replace(mail(4, sender=EVIL), tokens=(token_of(f"case:{case.pk}"),))
    commands.arrive(more, at=MONDAY)
    assert told(case) == 1


def test_a_forged_sender_who_wants_answers_elsewhere_is_read_by_a_person_first():
    case = _case()
    forged = replace(mail(), subject=f"Sprawa {case.number}", reply_to=EVIL)
    thread = Thread.objects.get(pk=commands.arrive(forged, at=MONDAY).thread_id)
    assert (thread.stranger, thread.state, told(case)) == (True, "open", 0)
    page = thread_page(thread.pk, everywhere(HANDLER), at=MONDAY)
    assert page is not None
    assert page.answers_elsewhere
    own = replace(mail(2, sender=EVIL), subject=f"Sprawa {case.number}")
    assert commands.arrive(own, at=MONDAY).thread_id != thread.pk
    assert told(case) == 0


def test_who_answers_to_the_own_address_raises_no_warning():
    thread_id = commands.arrive(mail(), at=MONDAY).thread_id
    page = thread_page(thread_id, everywhere(HANDLER), at=MONDAY)
    assert page is not None
    assert not page.answers_elsewhere


def test_words_that_came_while_an_answer_was_held_still_wait(leaving):
    taken = commands.arrive(mail(), at=MONDAY)
    post = held(taken.thread_id)
    later = MONDAY + timedelta(seconds=5)
    token = token_of(f"thread:{taken.thread_id}")
    commands.arrive(replace(mail(2, text="A w sobotę?"), tokens=(token,)), at=later)
    assert commands.let_go(post.pk, at=MONDAY + timedelta(seconds=20), early=True)
    thread = Thread.objects.get(pk=taken.thread_id)
    assert (thread.state, thread.waiting_since) == ("open", later)
    assert thread.due_at is not None


def test_thanks_that_came_meanwhile_do_not_keep_it_open(leaving):
    taken = commands.arrive(mail(), at=MONDAY)
    post = held(taken.thread_id)
    token = token_of(f"thread:{taken.thread_id}")
    commands.arrive(replace(mail(2, text="Dziękuję!"), tokens=(token,)), at=MONDAY)
    commands.let_go(post.pk, at=MONDAY, early=True)
    assert Thread.objects.get(pk=taken.thread_id).state == "done"


def test_an_answer_leaves_once_and_cannot_be_taken_back_then(leaving):
    post = held(commands.arrive(mail(), at=MONDAY).thread_id)
    assert commands.let_go(post.pk, at=MONDAY, early=True)
    assert not commands.let_go(post.pk, at=MONDAY, early=True)
    assert Message.objects.filter(dedupe=f"post:{post.pk}").count() == 1
    with pytest.raises(commands.TooLate):
        commands.take_back(post.pk, at=MONDAY, by=everywhere(HANDLER))


def test_a_held_answer_of_a_forgotten_person_never_leaves(leaving):
    taken = commands.arrive(mail(), at=MONDAY)
    post = held(taken.thread_id)
    rows = Thread.objects.filter(pk=taken.thread_id)
    erase_threads(rows, at=MONDAY, by=PLATFORM, ground="art. 17 RODO")
    assert not commands.let_go(post.pk, at=MONDAY, early=True)
    assert not Message.objects.filter(dedupe=f"post:{post.pk}").exists()


def test_one_answer_that_cannot_leave_stops_no_other(monkeypatch):
    posts = [held(commands.arrive(mail(n), at=MONDAY).thread_id) for n in (1, 2)]
    Post.objects.filter(pk__in=[one.pk for one in posts]).update(due_at=MONDAY)
    tried = []

    def let_go(post_id, *, at):
        tried.append(post_id)
        raise LookupError

    monkeypatch.setattr(jobs, "let_go", let_go)
    jobs.every_minute(0)
    assert sorted(tried) == [one.pk for one in posts]


def test_what_answers_a_thread_that_was_merged_comes_to_the_other():
    one, two = (commands.arrive(mail(n), at=MONDAY).thread_id for n in (1, 2))
    commands.merge(one, into=two, at=MONDAY, by=everywhere(HANDLER))
    more = replace(mail(3, text="Jeszcze coś"), tokens=(token_of(f"thread:{one}"),))
    assert commands.arrive(more, at=MONDAY).thread_id == two


def test_a_held_answer_of_a_merged_thread_leaves_and_wakes_it_not(leaving):
    one, two = (commands.arrive(mail(n), at=MONDAY).thread_id for n in (1, 2))
    post = held(one, after="waiting")
    commands.merge(one, into=two, at=MONDAY, by=everywhere(HANDLER))
    assert commands.let_go(post.pk, at=MONDAY, early=True)
    assert Thread.objects.get(pk=one).state == "done"


@pytest.mark.parametrize("merged", [False, True])
def test_the_token_of_an_erased_thread_begins_a_new_one(merged):
    one, two = (commands.arrive(mail(n), at=MONDAY).thread_id for n in (1, 2))
    if merged:
        commands.merge(one, into=two, at=MONDAY, by=everywhere(HANDLER))
    gone = Thread.objects.filter(pk=two if merged else one)
    erase_threads(gone, at=MONDAY, by=PLATFORM, ground="retention")
    more = replace(mail(3, text="Jeszcze coś"), tokens=(token_of(f"thread:{one}"),))
    taken = commands.arrive(more, at=MONDAY)
    assert taken.thread_id not in (one, two)
    assert Thread.objects.get(pk=taken.thread_id).address == "anna@example.org"


def test_a_disagreement_long_after_the_closing_is_read_by_a_person():
    case = _case()
    _done(case)
    type(case).objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=MONDAY)
    late = replace(mail(text="Nadal nie naprawione"), tokens=(token_of(f"case:{case.pk}"),))
    taken = commands.arrive(late, at=MONDAY + timedelta(days=700))
    assert Thread.objects.get(pk=taken.thread_id).state == "open"
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_a_word_wakes_a_snoozed_thread_and_thanks_do_not():
    taken = commands.arrive(mail(), at=MONDAY)
    until = MONDAY + timedelta(days=3)
    commands.snooze(taken.thread_id, until=until, at=MONDAY, by=everywhere(HANDLER))
    token = token_of(f"thread:{taken.thread_id}")
    commands.arrive(replace(mail(2, text="Dziękuję!"), tokens=(token,)), at=MONDAY)
    assert Thread.objects.get(pk=taken.thread_id).state == "snoozed"
    commands.arrive(replace(mail(3, text="Kiedy?"), tokens=(token,)), at=MONDAY)
    thread = Thread.objects.get(pk=taken.thread_id)
    assert (thread.state, thread.wakes_at) == ("open", None)


def test_one_mail_to_two_boxes_is_two_threads_told_of_once():
    Box.objects.update_or_create(
        code="drogi",
        defaults={
            "channel": "email", "address": "drogi@kontakt.example", "unit": "KCK",
            "names": {"pl": "Drogi"}, "valid_from": MONDAY.date(),
        },
    )  # fmt: skip
    one = commands.arrive(mail(), at=MONDAY)
    two = commands.arrive(replace(mail(), box="drogi"), at=MONDAY)
    assert one.thread_id != two.thread_id
    for row in RecordedEvent.objects.filter(name="conversations.thread_opened").order_by("pk"):
        acknowledge(_Opened(row.payload["thread_id"], row.payload["post_id"]))
    assert Message.objects.filter(dedupe__startswith="acknowledge:").count() == 1


class _Opened:
    def __init__(self, thread_id: int, post_id: int) -> None:
        self.thread_id, self.post_id = thread_id, post_id


def test_subjects_and_names_carry_no_line_into_a_header():
    nasty = replace(
        mail(), subject="Re: a\r\nBcc: x@evil.example", sender_name="Anna\r\nBcc: x@evil.example"
    )
    thread = Thread.objects.get(pk=commands.arrive(nasty, at=MONDAY).thread_id)
    assert "\n" not in thread.subject
    assert "\n" not in thread.name


def test_whatever_is_in_a_mail_it_is_kept():
    odd = [
        replace(mail(1, text="")), replace(mail(2, text="🙃" * 50), subject="🔥🔥"),
        replace(mail(3, text="\u202eabc\u202c"), subject="\u202egpj.exe"),
        replace(mail(4), to=tuple(f"a{n}@example.org" for n in range(500))),
        replace(mail(5, text="x" * 2_000_000)),
        replace(mail(6, text=token_of("thread:1"))),
    ]  # fmt: skip
    threads = [commands.arrive(one, at=MONDAY).thread_id for one in odd]
    assert len(set(threads)) == len(odd)

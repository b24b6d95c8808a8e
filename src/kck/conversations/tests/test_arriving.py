"""What arrives goes where it belongs, once; nobody gets into another's talk by guessing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY, acting_for, everywhere

from kck.cases.models import Case, CaseText
from kck.cases.terms import CaseState, TextKind
from kck.conversations import commands
from kck.conversations.models import Box, Post, Thread
from kck.conversations.queries.inbox import View, counts, inbox
from kck.conversations.queries.thread import thread_page
from kck.conversations.terms import Arrived, Ended, Noise, Part, ThreadState
from kck.conversations.tokens import about_of, token_of, with_token
from kck.foundation.models import RecordedEvent
from kck.intake.commands import receive
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Incoming, Reached
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"


@pytest.fixture(autouse=True)
def box():
    return Box.objects.update_or_create(
        code="kontakt",
        defaults={
            "channel": "email", "address": "kontakt@kontakt.example", "unit": "KCK",
            "names": {"pl": "Skrzynka"}, "valid_from": MONDAY.date(),
        },
    )[0]  # fmt: skip


def mail(number: int = 1, text: str = "Czy urząd jest otwarty w piątek po świętach?", **more):
    return Arrived(
        channel="email", box="kontakt", far_end_id=f"<{number}@example.org>",
        sender=more.pop("sender", ANNA), sender_name="Anna Nowak", subject="Godziny", text=text,
        **more,
    )  # fmt: skip


def test_a_first_mail_opens_a_thread_that_waits_for_us():
    taken = commands.arrive(mail(), at=MONDAY)
    thread = Thread.objects.get(pk=taken.thread_id)
    assert (thread.state, thread.subject, thread.address) == ("open", "Godziny", ANNA)
    assert thread.due_at is not None
    assert thread.due_at > MONDAY
    assert thread.person is not None
    assert thread.person.email == ANNA


def test_the_same_mail_twice_is_one():
    first = commands.arrive(mail(), at=MONDAY)
    again = commands.arrive(mail(), at=MONDAY + timedelta(minutes=1))
    assert again.again
    assert again.thread_id == first.thread_id
    assert Post.objects.count() == 1


def test_an_answer_by_token_goes_on_whatever_its_subject():
    first = commands.arrive(mail(), at=MONDAY)
    token = token_of(f"thread:{first.thread_id}")
    more = replace(mail(2, text="I jeszcze jedno pytanie."), subject="", tokens=(token,))
    assert commands.arrive(more, at=MONDAY).thread_id == first.thread_id


def test_a_token_cannot_be_made_up_and_survives_capitals():
    token = token_of("thread:7")
    assert about_of(token.upper()) == "thread:7"
    assert about_of(token.replace("t7.", "t8.")) == ""
    assert with_token("a@b.example", "thread:7") == f"a+{token}@b.example"
    assert about_of("t7.aaaaaaaaaaaaaaaa") == ""


def test_references_to_their_own_mail_count_only_for_who_takes_part():
    first = commands.arrive(mail(), at=MONDAY)
    theirs = replace(mail(2, text="Dodam jeszcze."), references=("<1@example.org>",))
    assert commands.arrive(theirs, at=MONDAY).thread_id == first.thread_id
    guessed = replace(
        mail(3, text="Proszę o dane.", sender="x@evil.example"), references=("<1@example.org>",)
    )
    assert commands.arrive(guessed, at=MONDAY).thread_id != first.thread_id


def _case(email: str = ANNA) -> Case:
    found = receive(
        Incoming(
            channel=Channel.WEB, far_end_id="w1", text="Dziura w jezdni na Długiej 12",
            category="roads-pothole", reached=Reached(email=email),
        ),
        at=MONDAY,
        by=everywhere("intake.receive"),
    )  # fmt: skip
    assert found.case is not None
    return Case.objects.get(pk=found.case.id)


def test_a_number_in_the_subject_leads_its_reporter_to_the_case_and_nobody_else():
    case = _case()
    own = replace(mail(text="Dziura jest już metrowa."), subject=f"Re: sprawa {case.number}")
    taken = commands.arrive(own, at=MONDAY)
    words = CaseText.objects.filter(case=case, kind=TextKind.REPLY)
    assert [one.body for one in words] == ["Dziura jest już metrowa."]
    assert Thread.objects.get(pk=taken.thread_id).state == ThreadState.DONE
    stranger = replace(own, far_end_id="<9@x>", sender="x@evil.example")
    other = commands.arrive(stranger, at=MONDAY)
    assert other.thread_id != taken.thread_id
    assert Thread.objects.get(pk=other.thread_id).state == ThreadState.OPEN
    assert not Thread.objects.get(pk=other.thread_id).cases.exists()
    assert words.count() == 1


def test_somebody_else_with_the_token_of_a_case_is_read_by_a_person_first():
    case = _case()
    token = token_of(f"case:{case.pk}")
    passed_on = replace(mail(sender="szwagier@example.org"), tokens=(token,))
    thread = Thread.objects.get(pk=commands.arrive(passed_on, at=MONDAY).thread_id)
    assert thread.stranger
    assert thread.state == ThreadState.OPEN
    assert not CaseText.objects.filter(case=case, kind=TextKind.REPLY).exists()


def _done(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        state=CaseState.DONE, done_at=MONDAY, outcome="done", waiting_on="reporter"
    )


def test_thanks_under_a_done_case_wake_nobody():
    case = _case()
    _done(case)
    thanks = replace(mail(text="Dziękuję, pozdrawiam"), tokens=(token_of(f"case:{case.pk}"),))
    taken = commands.arrive(thanks, at=MONDAY)
    case.refresh_from_db()
    assert case.state == CaseState.DONE
    assert Thread.objects.get(pk=taken.thread_id).state == ThreadState.DONE
    assert Post.objects.get(pk=taken.post_id).noise == Noise.COURTESY


def test_still_not_mended_under_a_done_case_is_a_disagreement():
    case = _case()
    _done(case)
    still = replace(
        mail(text="Nadal nie naprawione, dziura jak była"), tokens=(token_of(f"case:{case.pk}"),)
    )
    commands.arrive(still, at=MONDAY)
    case.refresh_from_db()
    assert case.disputes == 1
    assert case.state == CaseState.REOPENED


def test_a_vacation_reply_changes_nothing_and_is_kept():
    first = commands.arrive(mail(), at=MONDAY)
    page = thread_page(first.thread_id, everywhere("conversations.work"), at=MONDAY)
    assert page is not None
    commands.answer(
        first.thread_id, text="Tak, do 18.", seconds=0, at=MONDAY,
        by=everywhere("conversations.work"),
    )  # fmt: skip
    away = replace(
        mail(2, text="Jestem na urlopie"), noise=Noise.VACATION,
        tokens=(token_of(f"thread:{first.thread_id}"),),
    )  # fmt: skip
    commands.arrive(away, at=MONDAY)
    thread = Thread.objects.get(pk=first.thread_id)
    assert thread.state == ThreadState.DONE
    assert thread.posts.count() == 3


def test_spam_and_machines_stand_aside_and_are_not_acknowledged():
    spam = commands.arrive(replace(mail(), spam=True), at=MONDAY)
    robot = commands.arrive(replace(mail(2), noise=Noise.LIST), at=MONDAY)
    states = set(Thread.objects.values_list("state", flat=True))
    assert states == {ThreadState.ASIDE}
    assert spam.thread_id != robot.thread_id
    opened = RecordedEvent.objects.filter(name="conversations.thread_opened")
    assert all(one.payload["state"] == "aside" for one in opened)


def test_danger_becomes_a_case_at_once():
    taken = commands.arrive(
        mail(text="Czuć gaz na klatce schodowej przy ul. Długiej 12, proszę o pomoc"), at=MONDAY
    )
    [case_id] = taken.case_ids
    case = Case.objects.get(pk=case_id)
    assert case.danger == "gas"
    assert case.channel == "email"


def test_three_matters_become_three_cases_of_one_person_with_one_letter():
    taken = commands.arrive(mail(text="Dziura, śmieci i latarnia. " * 3), at=MONDAY)
    by = everywhere("conversations.work", "intake.receive")
    parts = [
        Part(text="Dziura w jezdni na Długiej", category="roads-pothole"),
        Part(text="Śmieci przy Długiej 3", category="waste-not-collected"),
        Part(text="Latarnia nie świeci", category="lighting-lamp-off"),
    ]
    parts = [replace(one, category="roads-pothole") for one in parts]
    refs = commands.into_cases(taken.thread_id, parts=parts, at=MONDAY, by=by)
    opened = list(Case.objects.filter(pk__in=[ref.id for ref in refs]))
    assert len({case.person_id for case in opened}) == 1
    assert all(
        RecordedEvent.objects.get(name="cases.case_opened", stream=case.stream).payload["quiet"]
        for case in opened
    )
    thread = Thread.objects.get(pk=taken.thread_id)
    assert (thread.state, thread.ended) == (ThreadState.DONE, Ended.CASES)
    assert Conversation.objects.filter(channel="email").count() == 3


def test_an_answer_is_held_taken_back_or_sent_once():
    taken = commands.arrive(mail(), at=MONDAY)
    by = everywhere("conversations.work")
    post = commands.answer(taken.thread_id, text="Tak, do 18.", seconds=0, at=MONDAY, by=by)
    delivery = Delivery.objects.get(message__dedupe=f"post:{post.pk}")
    assert delivery.address == ANNA
    assert delivery.own_id == post.own_id
    assert "Tak, do 18." in delivery.body
    # their answer to that mail, found by its id alone
    back = replace(mail(5, text="A w sobotę też?"), references=(post.own_id,))
    assert commands.arrive(back, at=MONDAY).thread_id == taken.thread_id
    assert Thread.objects.get(pk=taken.thread_id).state == ThreadState.OPEN


def test_who_works_elsewhere_does_not_find_it():
    taken = commands.arrive(mail(), at=MONDAY)
    stranger = acting_for("ZDMK", "conversations.work")
    assert thread_page(taken.thread_id, stranger, at=MONDAY) is None
    assert inbox(stranger, View.OPEN, at=MONDAY).rows == ()
    mine = everywhere("conversations.work")
    assert [row.id for row in inbox(mine, View.OPEN, at=MONDAY).rows] == [taken.thread_id]
    assert counts(mine, MONDAY)[View.UNASSIGNED] == 1


def test_two_threads_of_one_person_are_joined_and_parted():
    one, two = (commands.arrive(mail(n), at=MONDAY).thread_id for n in (1, 2))
    by = everywhere("conversations.work")
    commands.merge(one, into=two, at=MONDAY, by=by)
    page = thread_page(two, by, at=MONDAY)
    assert page is not None
    assert len(page.posts) == 2
    more = replace(mail(3, text="Jeszcze coś"), references=("<1@example.org>",))
    assert commands.arrive(more, at=MONDAY).thread_id == two
    commands.unmerge(one, at=MONDAY, by=by)
    page = thread_page(two, by, at=MONDAY)
    assert page is not None
    assert len(page.posts) == 2


def test_a_complaint_to_the_box_of_a_unit_is_read_by_the_centre():
    Box.objects.update_or_create(
        code="drogi",
        defaults={
            "channel": "email", "address": "drogi@kontakt.example", "unit": "ZDMK",
            "names": {"pl": "Drogi"}, "valid_from": MONDAY.date(),
        },
    )  # fmt: skip
    words = "Składam skargę na pracownika Zarządu Dróg, który był wobec mnie arogancki."
    complaint = replace(mail(text=words), box="drogi")
    taken = commands.arrive(complaint, at=MONDAY)
    theirs = acting_for("ZDMK", "conversations.work")
    assert thread_page(taken.thread_id, theirs, at=MONDAY) is None
    plain = replace(mail(2, text="Kiedy otworzycie ulicę Długą?"), box="drogi")
    other = commands.arrive(plain, at=MONDAY)
    assert thread_page(other.thread_id, theirs, at=MONDAY) is not None

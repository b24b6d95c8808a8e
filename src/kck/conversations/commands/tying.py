"""What a person says that a thread is: about a case that is there, of a kind, line II's."""

from datetime import datetime

from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete, can
from kck.cases.terms import CaseState
from kck.conversations import policy
from kck.conversations.commands.into_cases import photos_of, reached_of
from kck.conversations.commands.steps import latest_in, lock, note, turn
from kck.conversations.events import ThreadMoved
from kck.conversations.models import Post, Thread, ThreadCase
from kck.conversations.rules import IllegalStep
from kck.conversations.terms import Ended, ThreadState
from kck.directory.terms import CaseKind
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.intake.commands import follow_up, hand_over
from kck.intake.line2_terms import Handed
from kck.intake.terms import Channel, Incoming


def _say(thread: Thread, how: str, was: ThreadState, *, at: datetime, by: Actor) -> None:
    thread.save()
    note(
        thread, ThreadMoved, by=by, at=at, how=how, was=str(was), state=thread.state,
        handler_id=thread.handler_id or 0,
    )  # fmt: skip


@command
def link_case(thread_id: int, *, case_id: int, tell: bool = False, at: datetime, by: Actor) -> None:
    """It is about a case that is there. `tell`: its latest words go to the case too."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    case = Case.objects.visible_to(by).filter(pk=case_id).first()
    if case is None:
        raise IllegalStep(str(_("Nie ma takiej sprawy wśród tych, które widzisz.")))
    ThreadCase.objects.get_or_create(thread=thread, case=case, defaults={"at": at})
    post = latest_in(thread)
    if tell and post is not None and not post.case_id:
        _tell(thread, post, case, at)
    _say(thread, "link", ThreadState(thread.state), at=at, by=by)


def _tell(thread: Thread, post: Post, case: Case, at: datetime) -> None:
    if thread.stranger:
        raise IllegalStep(str(_("Pisze ktoś inny niż zgłaszający: jego słowa zostają w rozmowie.")))
    state = CaseState(case.state)
    if not (can("reply", state) or can("add", state)):
        raise IllegalStep(str(_("Ta sprawa nie przyjmuje już dopisków. Można ją tylko powiązać.")))
    words = Incoming(
        channel=Channel(thread.channel),
        far_end_id=f"post:{post.pk}",
        text=post.text or str(_("(wiadomość bez treści)")),
        photos=photos_of(post.files.all(), at=at),
    )
    try:
        follow_up(case.pk, incoming=words, at=at, by=PLATFORM)
    except (IllegalMove, Incomplete) as problem:
        raise IllegalStep(str(problem)) from problem
    post.case_id = case.pk
    post.save(update_fields=["case_id"])


@command
def unlink_case(thread_id: int, *, case_id: int, at: datetime, by: Actor) -> None:
    """They have nothing to do with one another. Words that were told stay told."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    gone, _rows = ThreadCase.objects.filter(thread=thread, case_id=case_id).delete()
    if gone:
        _say(thread, "unlink", ThreadState(thread.state), at=at, by=by)


@command
def accept_writer(thread_id: int, *, at: datetime, by: Actor) -> None:
    """Whoever writes is no stranger: a relative, another address of the same person."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    if thread.stranger:
        thread.stranger = False
        _say(thread, "known", ThreadState(thread.state), at=at, by=by)


@command
def confirm_kind(thread_id: int, *, kind: str, at: datetime, by: Actor) -> None:
    """What it is in law, as a person says; cases that come of it begin with it."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    if kind not in CaseKind.values:
        raise IllegalStep(str(_("Wybierz rodzaj z listy.")))
    if thread.kind != kind:
        thread.kind = kind
        _say(thread, "kind", ThreadState(thread.state), at=at, by=by)


@command
def to_line_two(
    thread_id: int,
    *,
    question: str,
    unit: str,
    promised_at: datetime,
    shown: str = "",
    category: str = "",
    at: datetime,
    by: Actor,
) -> Handed:
    """A department calls or writes back by the promised time; here nothing more is due."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    post = latest_in(thread)
    incoming = Incoming(
        channel=Channel(thread.channel),
        far_end_id=f"thread:{thread.pk}#{post.pk if post else 0}.line2",
        text=question,
        language=thread.language,
        category=category,
        reached=reached_of(thread),
        person_id=thread.person_id,
    )
    handed = hand_over(
        incoming, unit=unit, promised_at=promised_at, shown=shown, at=at, by=by
    )  # fmt: skip
    was = turn(thread, ThreadState.DONE, at, ended=Ended.LINE_TWO)
    _say(thread, "line2", was, at=at, by=by)
    return handed

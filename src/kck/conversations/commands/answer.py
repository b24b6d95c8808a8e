"""To answer, to note something, to send a copy outside. What leaves can be taken back a while."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from kck.accounts.models import Staff
from kck.accounts.notice_commands import notify
from kck.accounts.queries import actor_for, names_of
from kck.conversations import policy
from kck.conversations.commands.steps import due, lock, note, turn
from kck.conversations.events import PostHeld, PostSent, PostTakenBack, ThreadNoted
from kck.conversations.models import Post, PostFile, Thread
from kck.conversations.rules import IllegalStep, reply_subject
from kck.conversations.terms import LONGEST_TEXT, Ended, Noise, Sending, ThreadState, Way
from kck.files.commands import keep
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, defer
from kck.foundation.privacy import seal
from kck.foundation.reasons import reason
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.messaging.commands import own_id, recipient_name, send
from kck.messaging.terms import Recipient
from kck.replies.commands import save_draft

LET_GO_JOB = "kck.conversations.jobs.let_post_go"
_GRACE = timedelta(seconds=1)
MOST_COPIES = 20
CALLED = reason(
    "conversations.called", _("%(who)s woła Cię w rozmowie nr %(number)s: zajrzyj i odpowiedz.")
)
_AFTER = {
    "done": (ThreadState.DONE, Ended.ANSWERED),
    "waiting": (ThreadState.WAITING, Ended.NOT),
    "open": (ThreadState.OPEN, Ended.NOT),
}


class TooLate(Exception):
    """It has left, or somebody took it back already."""


@command
def answer(
    thread_id: int,
    *,
    text: str,
    after: str = "done",
    cc: Sequence[str] = (),
    files: Sequence[tuple[str, UUID]] = (),
    fields: Mapping[str, Any] | None = None,
    category: str = "",
    seconds: int | None = None,
    at: datetime,
    by: Actor,
) -> Post:
    """The answer leaves in some seconds. `after`: done, waiting (we asked) or open (more to come).

    `files`: names and ids of kept files. `fields`: what the form had, should it come back.
    """
    thread = lock(thread_id)
    require(policy.may_answer(by, thread))
    _check(thread, text, after, cc)
    post = _write(thread, Way.OUT, text, by=by, at=at)
    post.cc, post.after, post.fields = list(cc), after, dict(fields or {})
    _keep_files(post, files)
    if category:
        thread.category = category
    if thread.handler_id is None:
        thread.handler_id = by.staff_id
    thread.save()
    return _hold_or_send(thread, post, seconds, at=at, by=by)


def _check(thread: Thread, text: str, after: str, cc: Sequence[str]) -> None:
    if len(clean(text)) < 2:
        raise IllegalStep(str(_("Wpisz treść.")))
    if after not in _AFTER:
        raise IllegalStep(str(_("Wybierz, co dalej z rozmową.")))
    if not thread.address:
        raise IllegalStep(str(_("Nie ma dokąd odpisać: adres usunięto.")))
    if cc and not thread.box.may_cc:
        raise IllegalStep(str(_("Z tej skrzynki nie wysyła się kopii.")))
    if len(cc) > MOST_COPIES:
        raise IllegalStep(str(_("Najwyżej 20 adresów w kopii.")))


def _write(thread: Thread, way: Way, text: str, *, by: Actor, at: datetime) -> Post:
    return Post(
        thread=thread, way=way, at=at, author=str(by), text=clean(text)[:LONGEST_TEXT],
        to=[thread.address] if way == Way.OUT else [],
    )  # fmt: skip


def _keep_files(post: Post, files: Sequence[tuple[str, UUID]]) -> None:
    post.save()
    for name, public_id in files:
        [stored] = keep([public_id])  # until now it was a draft
        PostFile.objects.create(
            post=post, file=stored, name=name[:200], content_type=stored.content_type,
            size=stored.size,
        )  # fmt: skip


def _hold_or_send(
    thread: Thread, post: Post, seconds: int | None, *, at: datetime, by: Actor
) -> Post:
    wait = int(settings.KCK_TAKE_BACK_SECONDS) if seconds is None else seconds
    if wait <= 0 or by.kind != "staff":
        _send(thread, post, at=at, by=by)
        return post
    post.sending, post.due_at = Sending.HELD, clock.real_now() + timedelta(seconds=wait)
    post.save()
    note(thread, PostHeld, by=by, at=at, post_id=post.pk, seconds=wait)
    defer(app.tasks[LET_GO_JOB], when=post.due_at + _GRACE, post_id=post.pk)
    return post


@command
def take_back(post_id: int, *, at: datetime, by: Actor) -> Post:
    """Nobody has seen it, and it is a draft again. `TooLate` when it has left."""
    post = _held(post_id)
    if post is None:
        raise TooLate
    thread = lock(post.thread_id)
    require(policy.may_work(by, thread))
    if post.author != str(by):
        raise IllegalStep(str(_("Cofnąć może tylko osoba, która to wysłała.")))
    action = "forward" if post.way == Way.ASIDE else "answer"
    save_draft(thread.stream, action, post.fields or {"text": post.text}, returned=True, by=by)
    note(thread, PostTakenBack, by=by, at=at, post_id=post.pk)
    post.delete()
    return post


@command
def let_go(post_id: int, *, at: datetime, early: bool = False) -> bool:
    """Its moment has come; whether it left. Once: whoever comes second finds nothing."""
    post = _held(post_id)
    if post is None or post.due_at is None or not (early or post.due_at <= clock.real_now()):
        return False
    staff_id = int(post.author.partition(":")[2] or 0)
    _send(lock(post.thread_id), post, at=at, by=actor_for(Staff.objects.get(pk=staff_id)))
    return True


def _held(post_id: int) -> Post | None:
    rows = Post.objects.select_for_update(of=("self",))
    return rows.filter(pk=post_id, sending=Sending.HELD).first()


def _send(thread: Thread, post: Post, *, at: datetime, by: Actor) -> None:
    """Through the one door out: to the writer, and a copy to whoever is openly copied."""
    to = _recipients(thread, post)
    post.sending, post.due_at, post.fields = Sending.SENT, None, {}
    post.at, post.subject = at, reply_subject(thread.subject)
    post.own_id = own_id(f"post:{post.pk}", recipient_name(to[0]), to[0].channel)
    post.save()
    send(
        "conversations.forward" if post.way == Way.ASIDE else "conversations.answer",
        dedupe=f"post:{post.pk}",
        to=to,
        variables=lambda _language: {"text": post.text, "subject": post.subject},
        about=thread.stream,
        at=at,
        by=by,
    )
    if post.way == Way.OUT:
        thread.last_out_at = at
        _turn_after(thread, post, at)
        thread.save()
    sealed = seal(post.text)
    note(
        thread, PostSent, by=by, at=at, post_id=post.pk, copies=len(to) - 1,
        forwarded=post.way == Way.ASIDE, seals=[["post", post.pk, sealed.digest]],
    )  # fmt: skip


def _turn_after(thread: Thread, post: Post, at: datetime) -> None:
    """As its writer chose, unless more came in while it was held: that nobody has answered yet."""
    if thread.merged_into_id is not None:
        return
    newer = thread.posts.filter(way=Way.IN, pk__gt=post.pk, noise=Noise.NONE, case_id=None)
    unanswered = newer.order_by("pk").first()
    if unanswered is not None:
        turn(thread, ThreadState.OPEN, at)
        thread.waiting_since = unanswered.at
        thread.due_at = thread.due_at or due(thread.unit_id, unanswered.at)
        return
    state, ended = _AFTER[post.after or "done"]
    turn(thread, state, at, ended=ended)
    if state == ThreadState.OPEN:
        thread.waiting_since = None


def _recipients(thread: Thread, post: Post) -> list[Recipient]:
    first = [
        Recipient(
            address=address, person_id=thread.person_id if address == thread.address else None,
            language=thread.language, channel=thread.channel,
        )
        for address in post.to
    ]  # fmt: skip
    copies = [*post.cc, *([thread.box.always_bcc] if thread.box.always_bcc else [])]
    return first + [
        Recipient(address=one, language=thread.language, channel=thread.channel)
        for one in dict.fromkeys(copies)
    ]


@command
def forward_outside(
    thread_id: int,
    *,
    to: str,
    text: str,
    post_ids: Sequence[int],
    fields: Mapping[str, Any] | None = None,
    at: datetime,
    by: Actor,
) -> Post:
    """These posts go to somebody outside, with a trail: who sent what to whom, and why."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    if "@" not in to or len(clean(text)) < 2:
        raise IllegalStep(str(_("Wpisz adres i dlaczego tam przekazujesz.")))
    posts = list(thread.posts.filter(pk__in=post_ids).exclude(way=Way.NOTE).order_by("pk"))
    if not posts:
        raise IllegalStep(str(_("Wybierz, co przekazujesz.")))
    copies = "\n\n".join(f"{one.at:%Y-%m-%d %H:%M}\n{one.text}" for one in posts)
    post = _write(thread, Way.ASIDE, f"{clean(text)}\n\n---\n{copies}", by=by, at=at)
    post.to, post.fields = [to.strip()[:254]], dict(fields or {})
    post.save()
    return _hold_or_send(thread, post, None, at=at, by=by)


@command
def add_note(
    thread_id: int, *, text: str, call: Sequence[int] = (), at: datetime, by: Actor
) -> Post:
    """Only staff read it; whoever is called by it hears so."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    if len(clean(text)) < 2:
        raise IllegalStep(str(_("Wpisz treść.")))
    post = _write(thread, Way.NOTE, text, by=by, at=at)
    post.save()
    called = [
        one.pk
        for one in Staff.objects.filter(pk__in=call)
        if policy.may_read(actor_for(one), thread)
    ]
    if called:
        who = names_of({by.staff_id or 0}).get(by.staff_id or 0, "")
        why = CALLED(who=who, number=str(thread.pk))
        notify(called, kind="mention", subject=thread.stream, why=why, at=at, by=by)
    note(thread, ThreadNoted, by=by, at=at, post_id=post.pk, told=called)
    return post

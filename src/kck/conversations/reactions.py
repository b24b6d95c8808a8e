"""Who is told what, once something happened to a conversation. Each runs as a job of its own."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import translation

from kck.cases.letter import lines_of
from kck.cases.models import Case
from kck.conversations.commands import count_as_answered
from kck.conversations.events import (
    PostArrived,
    PostSent,
    ThreadBecameCases,
    ThreadMoved,
    ThreadOpened,
)
from kck.conversations.models import Post, Thread
from kck.conversations.terms import ThreadState, Way
from kck.directory.filing import filing_ways
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS, CaseKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.limits import allow
from kck.foundation.outbox import reacts_to
from kck.foundation.when import by_when
from kck.messaging.commands import send
from kck.messaging.terms import Recipient

_A_DAY = int(timedelta(days=1).total_seconds())
_MOST_A_DAY = 10  # acknowledgements to one address: ends every loop, whatever its headers say


@reacts_to(ThreadOpened, when=lambda event: not event.quiet and event.state == ThreadState.OPEN)
def acknowledge(event: ThreadOpened) -> None:
    """One mail to two of our boxes is two talks, and told of once."""
    post = Post.objects.get(pk=event.post_id)
    same = Post.objects.filter(
        far_end_id=post.far_end_id, sender=post.sender, way=Way.IN, pk__lt=post.pk
    )
    if post.far_end_id and same.exists():
        return
    _acknowledge(Thread.objects.select_related("box").get(pk=event.thread_id))


@reacts_to(PostArrived, when=lambda event: not (event.filed or event.noise or event.case_id))
def acknowledge_more(event: PostArrived) -> None:
    """Once a day at most; a talk that is going on anyway needs none."""
    thread = Thread.objects.select_related("box").get(pk=event.thread_id)
    if thread.state == ThreadState.OPEN and thread.handler_id is None:
        _acknowledge(thread)


def _acknowledge(thread: Thread) -> None:
    now = clock.now()
    if not thread.address or thread.erased_at:
        return
    if not allow(f"acknowledge:{thread.address}", limit=_MOST_A_DAY, seconds=_A_DAY):
        return
    send(
        "conversations.acknowledged",
        dedupe=f"acknowledge:{thread.pk}:{clock.today()}",
        to=[_writer(thread)],
        variables=lambda language: _arrived(thread, language),
        about=thread.stream,
        at=now,
        by=PLATFORM,
    )


def _arrived(thread: Thread, language: str) -> Mapping[str, str]:
    now = clock.now()
    kinds = [CaseKind(kind) for _code, kind in thread.suggested if kind in FORMAL_KINDS]
    with translation.override(language):
        return {
            "subject": thread.subject,
            "due": by_when(thread.due_at, now, language) if thread.due_at else "",
            "formal": "1" if kinds else "",
            "kind": str(kinds[0].label) if kinds else "",
            "ways": "\n".join(str(way) for way in filing_ways(snapshot(now))),
        }


@reacts_to(ThreadBecameCases, when=lambda event: event.together)
def tell_all_numbers(event: ThreadBecameCases, event_id: int) -> None:
    thread = Thread.objects.get(pk=event.thread_id)
    cases = list(Case.objects.filter(pk__in=event.case_ids).order_by("pk"))
    if not thread.address or not cases:
        return
    send(
        "conversations.became",
        dedupe=f"{event.name}:{event_id}",
        to=[_writer(thread)],
        variables=lambda language: {
            "count": str(len(cases)),
            "cases": lines_of(cases, clock.now(), language),
        },
        about=thread.stream,
        at=clock.now(),
        by=PLATFORM,
    )


def _writer(thread: Thread) -> Recipient:
    return Recipient(
        address=thread.address, person_id=thread.person_id, language=thread.language,
        channel=thread.channel,
    )  # fmt: skip


@reacts_to(PostSent, when=lambda event: not event.forwarded)
def count_the_answered(event: PostSent) -> None:
    count_as_answered(event.thread_id, at=clock.now())


@reacts_to(ThreadMoved, when=lambda event: event.how == "settle")
def count_the_settled(event: ThreadMoved) -> None:
    count_as_answered(event.thread_id, at=clock.now())

"""The inbox: saved views of conversations, their counts, what a row shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q

from kck.accounts.queries import names_of
from kck.conversations.models import Box, Post, PostFile, Thread, ThreadQuerySet
from kck.conversations.policy import has_inbox
from kck.conversations.terms import GRANT, UNSETTLED, ThreadState, Way
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, localized

PAGE = 50
COUNT = "inbox"  # its name among the counts of the frame
WAITS_TOO_LONG = timedelta(days=7)
_SNIPPET = 140


class View(StrEnum):
    """What a person may look at; the order is that of the menu."""

    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    LATE = "late"
    DANGER = "danger"
    STRANGER = "stranger"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    DONE = "done"
    ASIDE = "aside"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    View.OPEN: _("do odpowiedzi"),
    View.MINE: _("moje"),
    View.UNASSIGNED: _("niczyje"),
    View.LATE: _("po terminie"),
    View.DANGER: _("zagrożenie"),
    View.STRANGER: _("ktoś inny o sprawie"),
    View.WAITING: _("czekamy na odpowiedź"),
    View.SNOOZED: _("odłożone"),
    View.DONE: _("załatwione"),
    View.ASIDE: _("na boku"),
}
COUNTED = (
    View.OPEN, View.MINE, View.UNASSIGNED, View.LATE, View.DANGER, View.STRANGER, View.WAITING,
    View.SNOOZED,
)  # fmt: skip


def _condition(view: View, actor: Actor, at: datetime) -> Q:
    opened = Q(state=ThreadState.OPEN)
    return {
        View.OPEN: opened,
        View.MINE: Q(handler_id=actor.staff_id or 0, state__in=UNSETTLED),
        View.UNASSIGNED: opened & Q(handler_id=None),
        View.LATE: opened & Q(due_at__lt=at),
        View.DANGER: ~Q(danger="") & Q(state__in=UNSETTLED),
        View.STRANGER: opened & Q(stranger=True),
        View.WAITING: Q(state=ThreadState.WAITING),
        View.SNOOZED: Q(state=ThreadState.SNOOZED),
        View.DONE: Q(state=ThreadState.DONE),
        View.ASIDE: Q(state=ThreadState.ASIDE),
    }[view]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """How a view is narrowed. `words`: of the subject, the address, the name, the posts."""

    box: str = ""
    words: str = ""
    handler: int | None = None
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class ThreadRow:
    """A conversation as the inbox shows it."""

    id: int
    channel: str
    box: str
    subject: str
    who: str
    snippet: str
    language: str
    state: ThreadState
    handler: str
    mine: bool
    danger: str
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    stranger: bool
    files: int
    posts: int
    at: datetime  # of the last words of its writer
    due_at: datetime | None
    wakes_at: datetime | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    rows: tuple[ThreadRow, ...]
    after: str  # key of the next page, "" on the last


def inbox(
    actor: Actor, view: View, filters: Filters = Filters(), *, after: str = "", at: datetime
) -> InboxPage:
    """A page of a view. What is due first stands first; what is settled, by its last words."""
    found = Thread.objects.visible_to(actor).filter(_condition(view, actor, at), merged_into=None)
    found = _narrow(found, filters)
    by_due = view not in (View.DONE, View.ASIDE)
    offset = int(after) if after.isdigit() else 0
    order = (F("due_at").asc(nulls_last=True), "id") if by_due else ("-last_in_at", "-id")
    some = list(found.select_related("box").order_by(*order)[offset : offset + PAGE + 1])
    rows = _rows(some[:PAGE], actor, at)
    return InboxPage(rows=rows, after=str(offset + PAGE) if len(some) > PAGE else "")


def _narrow(found: ThreadQuerySet, filters: Filters) -> ThreadQuerySet:
    if filters.box:
        found = found.filter(box__code=filters.box)
    if filters.language:
        found = found.filter(language=filters.language)
    if filters.handler is not None:
        found = found.filter(handler_id=filters.handler)
    for word in filters.words.split()[:6]:
        posts = Post.objects.filter(thread=OuterRef("pk"), text__icontains=word)
        found = found.filter(
            Q(subject__icontains=word) | Q(address__icontains=word) | Q(name__icontains=word)
            | Exists(posts)
        )  # fmt: skip
    return found


def _rows(threads: Sequence[Thread], actor: Actor, at: datetime) -> tuple[ThreadRow, ...]:
    ids = [thread.pk for thread in threads]
    last = _last_words(ids)
    posts = dict(
        Post.objects.filter(thread_id__in=ids).exclude(way=Way.NOTE).values_list("thread_id")
        .annotate(Count("id")).order_by()
    )  # fmt: skip
    files = dict(
        PostFile.objects.filter(post__thread_id__in=ids, inline=False)
        .values_list("post__thread_id").annotate(Count("id")).order_by()
    )  # fmt: skip
    names = names_of({thread.handler_id for thread in threads if thread.handler_id})
    return tuple(
        ThreadRow(
            id=thread.pk,
            channel=thread.channel,
            box=localized(thread.box.names),
            subject=thread.subject,
            who=thread.name or thread.address,
            snippet=last.get(thread.pk, ""),
            language=thread.language,
            state=ThreadState(thread.state),
            handler=names.get(thread.handler_id or 0, ""),
            mine=bool(thread.handler_id) and thread.handler_id == actor.staff_id,
            danger=thread.danger,
            kinds=tuple(dict.fromkeys(kind for _code, kind in thread.suggested)),
            codes=tuple(dict.fromkeys(code for code, _kind in thread.suggested if code)),
            stranger=thread.stranger,
            files=files.get(thread.pk, 0),
            posts=posts.get(thread.pk, 0),
            at=thread.last_in_at,
            due_at=thread.due_at,
            wakes_at=thread.wakes_at,
            late=bool(thread.due_at and thread.due_at < at),
        )
        for thread in threads
    )


def _last_words(ids: Sequence[int]) -> dict[int, str]:
    rows = (
        Post.objects.filter(thread_id__in=ids, way=Way.IN)
        .order_by("thread_id", "-pk").distinct("thread_id").values_list("thread_id", "text")
    )  # fmt: skip
    return {thread_id: " ".join(text[:400].split())[:_SNIPPET] for thread_id, text in rows}


def counts(actor: Actor, at: datetime) -> Mapping[View, int]:
    """How many stand in each view that is counted, in one statement."""
    found = Thread.objects.visible_to(actor).filter(state__in=UNSETTLED, merged_into=None)
    named = {view.value: Count("id", filter=_condition(view, actor, at)) for view in COUNTED}
    counted = found.aggregate(**named)
    return {view: counted[view.value] for view in COUNTED}


def waiting_counts(actor: Actor) -> dict[str, ThreadQuerySet]:
    """What waits for this person, to be counted with the rest of the frame."""
    if not has_inbox(actor):
        return {}
    found = Thread.objects.visible_to(actor).filter(state=ThreadState.OPEN, merged_into=None)
    return {COUNT: found}


def inbox_topics(actor: Actor) -> tuple[str, ...]:
    """Under which this person's pages hear of conversations."""
    if GRANT in actor.grants:
        return ("inbox",)
    return tuple(f"inbox:{pk}" for pk in sorted(actor.units_with(GRANT)))


@dataclass(frozen=True, kw_only=True)
class Rated:
    """What people said of our answers: how many, and the mean."""

    count: int
    mean: float


def rated(actor: Actor, since: datetime) -> Rated:
    found = Thread.objects.visible_to(actor).filter(settled_at__gte=since, satisfied__isnull=False)
    said = found.aggregate(count=Count("id"), mean=Avg("satisfied"))
    return Rated(count=said["count"], mean=float(said["mean"] or 0))


@dataclass(frozen=True, kw_only=True)
class BoxRow:
    code: str
    name: str
    address: str
    channel: str


def boxes() -> list[BoxRow]:
    """Those that are in force today."""
    today = clock.today()
    rows = Box.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today).order_by("code")
    return [
        BoxRow(
            code=row.code, name=localized(row.names), address=row.address, channel=row.channel
        )
        for row in rows
    ]  # fmt: skip


def box_for(channel: str, addresses: Sequence[str]) -> str:
    """The box to which one of these addresses leads, old names included; "" when none does."""
    plain = {_without_plus(one) for one in addresses}
    today = clock.today()
    rows = Box.objects.filter(channel=channel, valid_from__lte=today).exclude(valid_to__lt=today)
    for row in rows.order_by("code"):
        if plain & {row.address, *row.also}:
            return row.code
    return ""


def _without_plus(address: str) -> str:
    name, at, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}{at}{domain}"

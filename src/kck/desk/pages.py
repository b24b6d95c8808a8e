"""What every page of the desk shows around its own: queues with counts, topics, who it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kck.cases.commands.presence import UNOPENED_TOPIC
from kck.cases.policy import may_keep_labels
from kck.cases.queries.contractors import kept_units
from kck.cases.queries.counts import FRESH_SECONDS, STILL_GOOD_SECONDS, Counts, counts_for
from kck.cases.queries.views import VIEW_KEYS, View, units_of, views_of
from kck.conversations.queries.inbox import COUNT as INBOX
from kck.conversations.queries.inbox import inbox_topics, waiting_counts
from kck.desk.asking import saved_of
from kck.desk.doors import StaffRequest
from kck.desk.held import held_lines, held_posts
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.intake.crowd_terms import TOPIC as CROWDS
from kck.intake.line2_queries import COUNT as LINE2
from kck.intake.line2_queries import line2_counts, line2_topics
from kck.people.policy import may_view as may_know_people
from kck.quality.policy import may_review, may_see_figures
from kck.queues.queries.frame import UNREAD, personal
from kck.queues.queries.saved import COUNTED_TO
from kck.queues.terms import SavedInfo
from kck.unitlinks.policy import may_watch
from kck.unitlinks.queries.watch import count_watched

ICONS = {
    View.UNIT: "users",
    View.MINE: "user",
    View.UNASSIGNED: "list",
    View.TODAY: "calendar",
    View.LATE: "clock",
    View.DISPUTED: "undo",
    View.WAITING: "pause",
    View.DONE: "check-circle",
    View.RETURNED: "arrow-left",
    View.DANGER: "warning",
    View.TRIAGE: "filter",
    View.CONTRACTOR: "tools",
    View.TASKS: "flag",
    View.NEARBY: "pin",
    View.CITY: "globe",
}
_FRAME = "desk_frame"
# each of these opens a part of the back office
_EDITORS = (
    "audit.read",
    "messaging.edit",
    "notices.edit",
    "directory.edit",
    "accounts.edit",
    "people.privacy",
)


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """`keys` open it from everywhere; `count` is empty where counting makes no sense."""

    code: str
    label: Any
    href: str
    icon: str
    count: str
    keys: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """`{{ frame }}` of every desk page."""

    items: tuple[NavItem, ...]
    saved: tuple[NavItem, ...]
    old: bool
    topics: tuple[str, ...]
    units: tuple[str, ...]
    may_receive: bool
    may_triage: bool
    may_edit: bool
    may_watch: bool
    may_see_figures: bool
    may_review: bool
    may_keep_labels: bool
    may_keep_contractors: bool
    may_know: bool
    may_district: bool
    watched: int
    may_inbox: bool
    inbox: int
    may_line2: bool
    line2: int
    unread: int


def frame_for(request: StaffRequest, *, at: datetime, still_good: float = FRESH_SECONDS) -> Frame:
    actor = request.actor
    saved = saved_of(request)
    more = {**personal(saved, actor, at=at), **line2_counts(actor), **waiting_counts(actor)}
    counts = counts_for(actor, at=at, more=more, still_good=still_good)
    units = sorted(units_of(actor))
    city, queue = snapshot(at), reverse("desk:queue")
    return Frame(
        items=tuple(_item(view, counts, queue) for view in views_of(actor)),
        saved=tuple(_saved(one, place, counts) for place, one in enumerate(saved, start=1)),
        old=counts.old,
        topics=(*topics_of(request), *line2_topics(actor), *inbox_topics(actor)),
        units=tuple(city.unit_by_id(pk).code for pk in units),
        may_receive=actor.may("intake.receive"),
        may_triage=actor.may("cases.triage"),
        may_edit=any(actor.may(grant) for grant in _EDITORS),
        may_know=bool(may_know_people(actor)),
        may_district=bool(actor.districts),
        may_see_figures=bool(may_see_figures(actor)),
        may_review=bool(may_review(actor)),
        may_keep_labels=bool(may_keep_labels(actor)),
        may_keep_contractors=bool(kept_units(actor)),
        may_watch=(watches := bool(may_watch(actor))),
        watched=count_watched(at, still_good=still_good) if watches else 0,
        unread=counts.more[UNREAD],
        may_inbox=INBOX in more,
        inbox=counts.more.get(INBOX, 0),
        may_line2=LINE2 in more,
        line2=counts.more.get(LINE2, 0),
    )


def frame_of(request: StaffRequest, *, at: datetime) -> Frame:
    """Of a whole page, put together once; its counts may be a little old."""
    known: Frame | None = getattr(request, _FRAME, None)
    if known is None:
        known = frame_for(request, at=at, still_good=STILL_GOOD_SECONDS)
        setattr(request, _FRAME, known)
    return known


def forget_frame(request: StaffRequest) -> None:
    """Something that it counts has changed."""
    setattr(request, _FRAME, None)


def topics_of(request: StaffRequest) -> tuple[str, ...]:
    """Whose changes the queues of this person show."""
    topics = [f"unit:{pk}" for pk in sorted(units_of(request.actor))]
    topics.append(CROWDS)
    if request.actor.may("cases.triage"):
        topics += ["centre", UNOPENED_TOPIC]
    if "cases.view" in request.actor.grants:
        topics.append("cases")
    return tuple(topics)


def _item(view: View, counts: Counts, queue: str) -> NavItem:
    count = counts.of.get(view)
    return NavItem(
        code=str(view),
        label=str(view.label),
        href=_address(view, queue),
        icon=ICONS[view],
        count="" if count is None else str(count),
        keys=f"g {VIEW_KEYS[view]}",
    )


def _saved(one: SavedInfo, place: int, counts: Counts) -> NavItem:
    """The first nine have a key."""
    count = counts.more.get(f"v{one.id}")
    said = "" if count is None else str(count)
    return NavItem(
        code=f"v{one.id}",
        label=one.name,
        href=f"{reverse('desk:queue')}?v={one.id}",
        icon="star" if one.own else "users",
        count=f"{COUNTED_TO}+" if count is not None and count > COUNTED_TO else said,
        keys=f"g {place}" if place <= 9 else "",
    )


def _address(view: View, queue: str) -> str:
    if view == View.TRIAGE:
        return reverse("desk:triage")
    query = "" if view == View.UNIT else f"?view={view}"
    return queue + query


def page(
    request: StaffRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with the frame around it, or the named part of one (`desk/queue.html#rows`)."""
    at = clock.now()
    whole = "#" not in template and "/_" not in template
    shared: dict[str, Any] = {"now": at, "nav_view": "", "posts_held": held_posts(request)}
    if whole:
        shared["frame"] = frame_of(request, at=at)
        shared["take_backs"] = held_lines(request)
    return render(request, f"desk/{template}", {**shared, **context}, status=status)

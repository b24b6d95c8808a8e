"""One conversation: its posts, who writes, what it is about, who else is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.notice_commands import read_notices
from kck.cases.queries.mentions import names_called
from kck.cases.queries.of_people import PersonCase, cases_of_people
from kck.conversations.commands import be_here, leave_thread
from kck.conversations.queries.thread import ThreadPage, here
from kck.conversations.terms import Way
from kck.desk.doors import StaffRequest
from kck.desk.forms.conversations import TalkForm
from kck.desk.knowing import remember
from kck.desk.pages import forget_frame, frame_of, page
from kck.desk.talk_undo import undo_of
from kck.desk.talks import TalkAct, acts_for
from kck.desk.views.conversations.found import of_thread
from kck.directory.info import HelplineInfo
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.audit import looked_at
from kck.foundation.text import _
from kck.messaging.queries import deliveries_of
from kck.people.policy import may_view
from kck.people.queries.same import public_id_of
from kck.replies.queries import typing_now

_AT_ONCE = 6  # posts; those before them are folded
_TYPING = {
    "answer": _("%(name)s pisze odpowiedź"),
    "note": _("%(name)s pisze notatkę"),
    "forward": _("%(name)s pisze na zewnątrz"),
}


@require_safe
@of_thread
def thread(request: StaffRequest, talk: ThreadPage) -> HttpResponse:
    if request.method == "GET":
        _have_seen(request, talk)
    return talk_page(request, talk)


def _have_seen(request: StaffRequest, talk: ThreadPage) -> None:
    looked_at(request.actor, "thread", talk.stream)
    at = clock.now()
    unread = frame_of(request, at=at).unread
    if unread and read_notices(request.actor.id or 0, subject=talk.stream, at=at):
        forget_frame(request)


def talk_page(
    request: StaffRequest,
    talk: ThreadPage,
    *,
    act: TalkAct | None = None,
    form: TalkForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page, perhaps with one of its forms open."""
    context = {**parts_of(request, talk), "act": act, "form": form, **more}
    return page(request, "conversations/thread.html", context, status=status)


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who writes; `card` is for whoever may know people."""

    card: UUID | None
    cases: Sequence[PersonCase]


def parts_of(request: StaffRequest, talk: ThreadPage) -> dict[str, Any]:
    """What the live parts of the page are made of."""
    actor = request.actor
    buttons = acts_for(talk, actor)
    notes = [one.text for one in talk.posts if one.way == Way.NOTE]
    deliveries = deliveries_of(talk.stream)
    return {
        "nav_view": "inbox",
        "talk": talk,
        "earlier": talk.posts[:-_AT_ONCE] if len(talk.posts) > _AT_ONCE + 1 else (),
        "latest": talk.posts[-_AT_ONCE:] if len(talk.posts) > _AT_ONCE + 1 else talk.posts,
        "buttons": buttons,
        "may": {one.name for group in buttons.values() for one in group}
        | ({"known"} if talk.stranger else set()),
        "lines": _helplines(talk),
        "formal": CaseKind(talk.formal).label if talk.formal else "",
        "kind": CaseKind(talk.kind).label if talk.kind else "",
        "category": _category(talk.category),
        "called": names_called(notes) if notes else {},
        "writer": _writer(request, talk),
        "deliveries": deliveries,
        "undelivered": bool(deliveries) and deliveries[0].trouble,
        "undo": undo_of(request),
        **presence(talk, actor),
    }


def _helplines(talk: ThreadPage) -> list[HelplineInfo]:
    city, at = snapshot(clock.now()), clock.now()
    danger = city.danger(talk.danger) if talk.danger else None
    return list(city.lines_of(danger, at)) if danger else []


def _category(code: str) -> str:
    found = snapshot(clock.now()).category(code) if code else None
    return found.name() if found else ""


def _writer(request: StaffRequest, talk: ThreadPage) -> Writer:
    if talk.person_id is None:
        return Writer(card=None, cases=())
    linked = {one.id for one in talk.cases}
    cases = cases_of_people(request.actor, {talk.person_id}, limit=12)
    card = public_id_of(talk.person_id) if may_view(request.actor) else None
    if card is not None:
        remember(request, [card], talk.stream)
    return Writer(card=card, cases=[one for one in cases if one.id not in linked])


def presence(talk: ThreadPage, actor: Actor) -> dict[str, Any]:
    """Colleagues who have it open, and those of them who are writing."""
    typing, names = [], set()
    for row in typing_now(talk.stream, but=actor.id):
        names.add(row.name)
        typing.append(_TYPING.get(row.action, _("%(name)s coś tu wpisuje")) % {"name": row.name})
    others = [name for name in here(talk.id, besides=actor.id) if name not in names]
    return {"others": others, "typing": typing}


@require_safe
@of_thread
def parts(request: StaffRequest, talk: ThreadPage) -> HttpResponse:
    """The live parts again, none of the forms: somebody may be typing."""
    return page(request, "conversations/_parts.html", parts_of(request, talk))


@require_POST
@of_thread
def at_it(request: StaffRequest, talk: ThreadPage) -> HttpResponse:
    """A heartbeat; `gone` when the page was closed."""
    if request.POST.get("gone"):
        leave_thread(talk.id, by=request.actor)
        return HttpResponse(status=204)
    be_here(talk.id, by=request.actor)
    context = {"talk": talk, **presence(talk, request.actor)}
    return page(request, "conversations/_here.html", context)

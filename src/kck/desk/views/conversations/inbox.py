"""The inbox: a view, what narrows it, a page of rows."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kck.conversations.queries.inbox import (
    Filters,
    ThreadRow,
    View,
    boxes,
    counts,
    inbox,
    inbox_topics,
    rated,
)
from kck.desk.doors import StaffRequest
from kck.desk.forms.conversations import people_to_choose
from kck.desk.pages import page
from kck.desk.talk_undo import undo_of
from kck.desk.views.conversations.found import whose_inbox
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.triage.terms import Language

RATED_WITHIN = timedelta(days=30)
_ORDINARY = (CaseKind.REPORT, CaseKind.ENQUIRY)
_DEEDS = (
    ("mine", _("Biorę"), "m"),
    ("assign", _("Przydziel"), "i"),
    ("settle", _("Załatwione"), "e"),
    ("snooze", _("Odłóż"), "z"),
    ("hand-on", _("Inna jednostka"), "f"),
    ("merge", _("Połącz"), "g"),
    ("aside", _("Spam"), "s"),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks for. Words one searches for are part of it: they narrow one's own."""

    view: View
    filters: Filters
    after: str = ""

    @property
    def where(self) -> str:
        pairs = {
            "view": "" if self.view == View.OPEN else str(self.view),
            "box": self.filters.box,
            "q": self.filters.words,
            "language": self.filters.language,
            "handler": "" if self.filters.handler is None else str(self.filters.handler),
            "after": self.after,
        }
        return urlencode({name: value for name, value in pairs.items() if value})

    def address(self, **more: Any) -> str:
        where = replace(self, after="", **more).where if "after" not in more else (
            replace(self, **more).where
        )  # fmt: skip
        return reverse("desk:inbox") + (f"?{where}" if where else "")


def asked_in(sent: Any) -> Asked:
    view, handler = sent.get("view", ""), sent.get("handler", "")
    return Asked(
        view=View(view) if view in set(View) else View.OPEN,
        filters=Filters(
            box=sent.get("box", "")[:40],
            words=sent.get("q", "").replace("\x00", "").strip()[:100],
            language=sent.get("language", "")[:5],
            handler=int(handler) if handler.isdecimal() and len(handler) < 12 else None,
        ),
        after=sent.get("after", "")[:6],
    )


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row, and in words what the machine proposes."""

    row: ThreadRow
    kinds: tuple[str, ...]
    about: str
    more: int


@require_safe
def threads(request: HttpRequest) -> HttpResponse:
    staff = whose_inbox(request)
    asked, at = asked_in(staff.GET), clock.now()
    found = inbox(staff.actor, asked.view, asked.filters, after=asked.after, at=at)
    rows = {
        "asked": asked,
        "lines": [_line(row) for row in found.rows],
        "next": asked.address(after=found.after) if found.after else "",
        "first": asked.address() if asked.after else "",
        "here": asked.address(after=asked.after),
        "hears": " ".join(inbox_topics(staff.actor)),
        "tabs": _tabs(staff.actor, asked),
        "filtered": asked.filters != Filters(),
    }
    if staff.htmx and "inbox" in (staff.htmx.target or ""):
        return page(staff, "conversations/inbox.html#rows", rows)
    staff.session["inbox_where"] = replace(asked, after="").where
    return page(staff, "conversations/inbox.html", {**rows, **_around(staff, asked)})


def _line(row: ThreadRow) -> Line:
    city = snapshot()
    known = [found.name() for code in row.codes if (found := city.category(code))]
    kinds = [CaseKind(kind) for kind in row.kinds if kind in CaseKind.values]
    return Line(
        row=row,
        kinds=tuple(str(kind.label) for kind in kinds if kind not in _ORDINARY),
        about=known[0] if known else "",
        more=max(0, len(known) - 1),
    )


def _tabs(actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    counted = counts(actor, clock.now())
    return [
        {
            "href": asked.address(view=view),
            "label": view.label,
            "count": counted.get(view),
            "current": view == asked.view,
            "code": str(view),
        }
        for view in View
        # what is seldom there shows when it is there
        if view not in (View.DANGER, View.STRANGER, View.LATE)
        or counted.get(view)
        or view == asked.view
    ]


def _around(request: StaffRequest, asked: Asked) -> dict[str, Any]:
    """What stands around the rows and changes only with the address."""
    return {
        "nav_view": "inbox",
        "boxes": boxes(),
        "languages": Language.choices,
        "people": [(int(pk), name) for pk, name in people_to_choose(set(request.actor.unit_ids))],
        "deeds": _DEEDS,
        "undo": undo_of(request),
        "rated": rated(request.actor, clock.now() - RATED_WITHIN),
        "where": asked.where,
    }

"""While somebody writes: drafts, preview, and taking back what has not left yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from kck.cases.commands import TooLate, take_back
from kck.cases.preview import letter_preview
from kck.cases.queries.desk_case import DeskCase, known_number, numbers_of
from kck.conversations.queries.thread import may_see_thread
from kck.desk.actions import ACTIONS, Action
from kck.desk.doors import StaffRequest
from kck.desk.held import label_of
from kck.desk.pages import page
from kck.desk.views.case import of_case
from kck.desk.writing import READS, intended_in, keeps_drafts, typed_in
from kck.foundation import clock
from kck.foundation.text import _, clean
from kck.foundation.verdict import Refused
from kck.replies.commands import DraftOvertaken, drop_draft, save_draft
from kck.replies.queries import DraftRow, drafts_of

_NEW = "0"


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A draft, and the case it is about if this person may still see it."""

    draft: DraftRow
    label: Any
    number: str
    thread: int = 0  # of a conversation in writing, while it may be seen


@require_POST
@of_case
def draft(request: StaffRequest, case: DeskCase, name: str) -> HttpResponse:
    """Keep what is typed. 409: another window has newer words; they come along, none is lost."""
    action = _written(name)
    seen = request.POST.get("draft", _NEW)
    version = None if request.POST.get("force") else int(seen) if seen.isdecimal() else 0
    about = f"case:{case.id}"
    try:
        kept = save_draft(
            about, name, typed_in(action.form, request.POST), version=version, by=request.actor
        )
    except DraftOvertaken as newer:
        row = newer.draft
        words = {"text": row.fields.get("text", ""), "version": row.version}
        return JsonResponse({**words, "at": _hour(row.updated_at)}, status=409)
    if kept is None:
        return JsonResponse({"version": 0, "at": ""})
    return JsonResponse({"version": kept.version, "at": _hour(kept.updated_at)})


@require_POST
@of_case
def drop(request: StaffRequest, case: DeskCase, name: str) -> HttpResponse:
    """The words are thrown away on purpose."""
    drop_draft(f"case:{case.id}", _written(name).name, by=request.actor)
    if request.htmx:
        return page(request, "case/_action.html", {"case": case})
    return redirect("desk:case", case.number)


def _written(name: str) -> Action:
    action = ACTIONS.get(name)
    if action is None or not keeps_drafts(action):
        raise Http404
    return action


def _hour(moment: datetime) -> str:
    return date_format(moment.astimezone(clock.city_zone()), "H:i")


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """One's own unfinished words, wherever they were begun."""
    staff: StaffRequest = request  # type: ignore[assignment]
    rows = drafts_of(staff.actor.id or 0)
    ids = {row.about: _id_of("case", row.about) for row in rows}
    numbers = numbers_of(staff.actor, set(ids.values()) - {0})
    lines = [
        DraftLine(
            draft=row,
            label=label_of(row.action),
            number=numbers.get(ids[row.about], ""),
            thread=_thread_of(staff, row.about),
        )
        for row in rows
    ]
    return page(staff, "drafts.html", {"lines": lines, "nav_view": "drafts"})


@require_POST
def drop_any(request: HttpRequest) -> HttpResponse:
    """From the list: also of a case that is out of sight by now. Only ever one's own."""
    staff: StaffRequest = request  # type: ignore[assignment]
    about, action = request.POST.get("about", "")[:60], request.POST.get("action", "")[:30]
    drop_draft(about, action, by=staff.actor)
    return redirect("desk:drafts")


def _id_of(wanted: str, about: str) -> int:
    what, _colon, number = about.partition(":")
    return int(number) if what == wanted and number.isdecimal() else 0


def _thread_of(request: StaffRequest, about: str) -> int:
    thread_id = _id_of("thread", about)
    return thread_id if thread_id and may_see_thread(thread_id, request.actor) else 0


def _case_id(about: str) -> int:
    return int(about.removeprefix("case:"))


@require_POST
@of_case
def preview(request: StaffRequest, case: DeskCase, name: str) -> HttpResponse:
    """The letter as it would arrive, in the reader's language."""
    action = ACTIONS.get(name)
    if action is None or not action.allowed(case) or not action.previewed:
        raise Http404
    text = clean(request.POST.get("text", ""))[:10_000]
    at = clock.now()
    shown = letter_preview(
        case.id,
        action=name,
        text=text,
        intended=intended_in(action, request.POST, at),
        more=action.gaps(case, request.POST) if action.gaps else None,
        at=at,
        by=request.actor,
    )
    context = {"case": case, "preview": shown, "reads": READS.get(shown.language, "")}
    return page(request, "case/_preview.html" if request.htmx else "case/preview.html", context)


@require_POST
def back(request: HttpRequest, held_id: int) -> HttpResponse:
    """Take it back: its form opens again with all its words."""
    staff: StaffRequest = request  # type: ignore[assignment]
    try:
        held = take_back(held_id, at=clock.now(), by=staff.actor)
    except Refused:
        raise Http404 from None
    except TooLate:
        messages.warning(request, str(_("Za późno, żeby cofnąć: to już wyszło.")))
        number = known_number(staff.actor, request.POST.get("number", ""))
        return _to(staff, reverse("desk:case", args=[number]) if number else reverse("desk:queue"))
    messages.success(request, str(_("Cofnięte. Nikt tego nie zobaczył, możesz pisać dalej.")))
    number = numbers_of(staff.actor, {_case_id(held.about)}).get(_case_id(held.about), "")
    if not number:
        return _to(staff, reverse("desk:drafts"))
    return _to(staff, reverse("desk:act", args=[number, held.action]))


def _to(request: StaffRequest, where: str) -> HttpResponse:
    if not request.htmx:
        return redirect(where)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = where
    return response

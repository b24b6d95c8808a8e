"""A new contact: somebody calls, stands at the counter, or wrote a letter."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.cases.queries.desk_case import case_for, code_to_dictate
from kck.cases.queries.likely import Within, editions, within
from kck.cases.queries.nearby import NearbyCase, nearby
from kck.cases.rules import IllegalMove
from kck.desk.callers import callers_of, say_same
from kck.desk.doors import StaffRequest
from kck.desk.forms.contact import ContactForm
from kck.desk.handing import ASKED, SENT, hand
from kck.desk.pages import page
from kck.desk.papers import filing_to_tell
from kck.directory.info import CategoryInfo, HelplineInfo
from kck.directory.queries import snapshot
from kck.directory.stages import PassedOn, passed_on
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _, localized
from kck.foundation.verdict import Refused
from kck.intake.commands import me_too, receive, show_redirect
from kck.intake.queries import sheet_is_free
from kck.intake.terms import Channel, Received
from kck.places.queries import bounds
from kck.triage.place.offering import PlaceOffer, offered
from kck.triage.queries import triage as understand
from kck.triage.terms import Suggestion, Triage

_FRESH = "desk.just_opened"
LIKELY = 0.05


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the words typed so far tell: a number to call, likely categories, what is there."""

    danger: str
    calm: str
    lines: tuple[HelplineInfo, ...]
    suggested: tuple[tuple[str, str], ...]
    near: tuple[NearbyCase, ...]
    passed: PassedOn | None = None  # by whom it is still taken under the old number
    place: PlaceOffer | None = None  # what the words name, while no place is written down


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    staff = _agent(request)
    if staff.method != "POST":
        return _page(staff, ContactForm(initial={"sheet": _asked_sheet(staff)}))
    form = ContactForm(staff.POST)
    if staff.POST.get("do") == "place":
        return _page(staff, _with_place(form))
    if not form.is_valid():
        return _page(staff, form, status=422)
    try:
        return _take(staff, form)
    except (IllegalMove, Refused) as problem:
        form.add_error(None, str(problem))
        return _page(staff, form, status=422)


def _with_place(form: ContactForm) -> ContactForm:
    """The place that was offered, written into its fields: for a browser without script."""
    form.is_valid()
    offer = look_at(form).place
    if offer is None:
        return form
    placed = {"address": offer.address, "lat": offer.lat, "lon": offer.lon}
    known = {name: "" if value is None else str(value) for name, value in placed.items()}
    placed_form = ContactForm({name: form.data[name] for name in form.data} | known)
    placed_form.is_valid()
    return placed_form


def _asked_sheet(request: StaffRequest) -> str:
    """The number behind the code on a sheet of paper, as long as nothing was typed in from it."""
    try:
        number = parse(request.GET.get("sheet", ""))
    except WrongNumber:
        return ""
    return number if sheet_is_free(number) else ""


def _agent(request: HttpRequest) -> StaffRequest:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not staff.actor.may("intake.receive"):
        raise Http404
    return staff


def _take(request: StaffRequest, form: ContactForm) -> HttpResponse:
    at, do = clock.now(), request.POST.get("do", "open")
    if do == "answered":
        return _answered(request, form)
    seen = look_at(form)
    if do in (ASKED, SENT):
        return hand(request, form, partial(_page, request), danger=seen.danger)
    if do.startswith("join-"):
        chosen = next((one for one in seen.near if do == f"join-{one.number}"), None)
        if chosen is not None:
            received = me_too(chosen.id, incoming=form.incoming(), at=at, by=request.actor)
            say_same(request, received.conversation_id)
            return _received(request, received)
    if seen.near and not request.POST.get("apart"):
        # without script nobody has seen them yet
        return _page(request, form, seen=seen, status=422, ask_apart=True)
    if seen.danger:
        show_redirect(seen.danger, channel=_channel(form), at=at, by=request.actor)
    when = form.cleaned_data["when"] or at
    received = receive(form.incoming(), at=when, by=request.actor)
    say_same(request, received.conversation_id)
    return _received(request, received)


def _channel(form: ContactForm) -> Channel:
    return Channel(form.cleaned_data["channel"])


def _answered(request: StaffRequest, form: ContactForm) -> HttpResponse:
    answer = form.cleaned_data["answer"]
    if len(answer) < 2:
        form.add_error("answer", _("Napisz, jaka była odpowiedź."))
        return _page(request, form, status=422)
    received = receive(form.incoming(answer=answer), at=clock.now(), by=request.actor)
    say_same(request, received.conversation_id)
    messages.success(request, _("Rozmowa zapisana: odpowiedziano od razu."))
    return redirect("desk:new")


def _received(request: StaffRequest, received: Received) -> HttpResponse:
    if received.case is None:
        return redirect("desk:new")
    # the code opens the case to its reporter: shown to whoever has just opened it, and only then
    request.session[_FRESH] = received.case.number if received.case.token else ""
    return redirect("desk:new-done", number=received.case.number)


@require_safe
def done(request: HttpRequest, number: str) -> HttpResponse:
    """The number and the code, to be dictated."""
    staff = _agent(request)
    case = case_for(staff.actor, number, at=clock.now())
    fresh = staff.session.get(_FRESH) == number
    if case is None and not fresh:
        messages.success(staff, _("Kontakt zapisany."))
        return redirect("desk:new")
    if case is None:
        raise Http404
    lines = _lines_of(case.danger)
    context = {
        "case": case,
        "code": code_to_dictate(case.id) if fresh else "",
        "lines": lines,
        "filing": filing_to_tell(case),
    }
    return page(staff, "new_done.html", context)


def _lines_of(danger: str) -> list[HelplineInfo]:
    city = snapshot()
    known = next((one for one in city.dangers() if one.code == danger), None)
    found = [city.helpline(code) for code in known.helplines] if known else []
    return [line for line in found if line]


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """While it is being typed: danger, categories, what is already reported there."""
    staff = _agent(request)
    form = ContactForm(staff.POST)
    form.is_valid()
    context = {
        "seen": look_at(form),
        "callers": callers_of(staff, form.cleaned_data),
        "called": form.data.get("called"),
        "known": staff.POST.getlist("known"),
    }
    return page(staff, "_look.html", context)


def _likely(seen: Triage) -> list[Suggestion]:
    return [one for one in seen.categories[:3] if one.probability >= LIKELY]


def look_at(form: ContactForm) -> Seen:
    at = clock.now()
    city = snapshot(at)
    data = form.cleaned_data
    text, category = data.get("text", ""), city.category(data.get("category") or "")
    seen = understand(text, language=data.get("language"), channel="phone", at=at)
    likely = [city.category(one.code) for one in _likely(seen)] if text else []
    named = [one for one in likely if one is not None]
    kinds = [category] if category else named
    lat, lon = data.get("lat"), data.get("lon")
    lines = seen.danger.helplines if seen.danger else ()
    if not lines and category is not None and category.is_redirect:
        lines = tuple(city.redirect_of(category))
    return Seen(
        danger=seen.danger.code if seen.danger else category.code if lines and category else "",
        calm=localized(seen.danger.calm) if seen.danger else "",
        lines=lines,
        suggested=() if category else tuple((one.code, one.name()) for one in named),
        near=()
        if lat is None or lon is None
        else tuple(nearby(lat, lon, _doubles(kinds, at), at=at, text=text)),
        place=None if _is_placed(data) else offered(seen.matters),
        passed=None if lines else _passed_on(kinds, str(data.get("channel") or ""), at),
    )


def _is_placed(data: dict[str, Any]) -> bool:
    return bool(data.get("address") or data.get("words")) or data.get("lat") is not None


def _doubles(kinds: list[CategoryInfo], at: datetime) -> dict[int, Within]:
    return within(editions([one.code for one in kinds], at))


def _passed_on(kinds: list[CategoryInfo], channel: str, at: datetime) -> PassedOn | None:
    """Of the chosen category, or of the only one it may be."""
    if len(kinds) != 1 or not channel:
        return None
    return passed_on(kinds[0], channel, at, snapshot(at))


def _page(
    request: StaffRequest,
    form: ContactForm,
    *,
    seen: Seen | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if seen is None and form.is_bound:
        seen = look_at(form)
    limits = bounds()
    box = f"{limits[1]},{limits[0]},{limits[3]},{limits[2]}" if limits else ""
    context = {"form": form, "seen": seen, "bounds": box, **more}
    if form.is_bound:
        context["callers"] = callers_of(request, form.cleaned_data)
        context["known"] = request.POST.getlist("known")
    context["called"] = form.data.get("called")
    return page(request, "new.html", context, status=status)

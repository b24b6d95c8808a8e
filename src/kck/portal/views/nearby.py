""" "Somebody has already reported this nearby": me too, or mine is different."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from kck.cases.queries.nearby import NearbyCase
from kck.cases.terms import Spot
from kck.directory.consents import consent_texts
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.http import device_of
from kck.foundation.numbers import display
from kck.foundation.when import on_day
from kck.intake.commands import me_too
from kck.intake.terms import Channel, Incoming
from kck.portal.drafts import Draft, Notebook, Sent, with_draft
from kck.portal.forms.report import ContactForm
from kck.portal.journey import around, next_step
from kck.portal.pages import TOO_OFTEN, step, within_limit
from kck.portal.recognition import recognise
from kck.portal.views.send import SENT_PER_HOUR


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A report nearby as strangers may see it."""

    case: NearbyCase
    number: str
    group: str
    category: str
    opened: str


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def nearby(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """First which one it is, then, if somebody wants to hear of it, a contact."""
    at, draft = clock.now(), notebook.draft
    if draft is None:
        return redirect("portal:report")
    found = around(draft, recognise(draft, at=at), at=at)
    if request.method != "POST" and found:
        return step(request, "nearby", {"found": shown_cases(found)}, draft=draft)
    wanted = request.POST.get("join") or request.POST.get("same")
    chosen = next((case for case in found if case.number == wanted), None)
    if chosen is None:
        draft = notebook.change(apart=True)
        return redirect(next_step(draft, at=at))
    return _join(request, notebook, draft, chosen)


def _join(request: HttpRequest, notebook: Notebook, draft: Draft, case: NearbyCase) -> HttpResponse:
    texts = consent_texts(snapshot(clock.now()))
    form = ContactForm(request.POST if "join" in request.POST else None, consents=texts)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if within_limit(request, "send", limit=SENT_PER_HOUR):
            _say_me_too(request, notebook, draft, case, form)
            return redirect("portal:report-sent")
        form.add_error(None, TOO_OFTEN)
        status = 429
    context = {"form": form, "found": shown_cases([case]), "joining": case.number}
    return step(request, "nearby", context, draft=draft, status=status)


def _say_me_too(
    request: HttpRequest, notebook: Notebook, draft: Draft, case: NearbyCase, form: ContactForm
) -> None:
    incoming = Incoming(
        channel=Channel.WEB,
        far_end_id=f"{draft.key}.{case.number}",
        text=draft.text,
        language=(get_language() or "pl")[:2],
        spot=Spot(lat=draft.lat, lon=draft.lon, address=draft.address, words=draft.words),
        photos=tuple(photo.id for photo in draft.photos),
        reached=form.reached(),
        consents=form.given_consents(),
        device=device_of(request),
    )
    me_too(case.id, incoming=incoming, at=clock.now(), by=ANYBODY)
    told_by = form.cleaned_data["email"] or form.cleaned_data["phone"]
    notebook.finish(Sent(key=draft.key, number=case.number, told_by=told_by))


def shown_cases(found: list[NearbyCase]) -> list[Shown]:
    """Each in the words of the reader's language."""
    city = snapshot(clock.now())
    shown = []
    for case in found:
        category = city.category_by_id(case.category_id)
        group = city.public_group(category.public_group)
        shown.append(
            Shown(
                case=case,
                number=display(case.number),
                group=group.name() if group else "",
                category=category.name(),
                opened=on_day(case.opened_at, clock.now()),
            )
        )
    return shown

"""Notices: what is said now, later and before; a new one, its preview, taking one back."""

from dataclasses import dataclass

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.notices import LANGUAGES, NoticeForm
from kck.backoffice.pages import LANGUAGE_NAMES, page
from kck.foundation import clock
from kck.foundation.text import _
from kck.notices import commands, queries
from kck.notices.rules import WrongNotice
from kck.notices.terms import NoticeKind
from kck.places.queries import districts


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A notice as readers of one language will see it."""

    language: str
    name: str
    kind: str
    title: str
    text: str


@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    context = {"listed": queries.listed(at), "districts": districts()}
    return page(request, "notices.html", context, section="notices")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Without a script the button "preview" sends the form here too, and nothing is published."""
    form = NoticeForm(request.POST if request.method == "POST" else None, at=clock.now())
    if request.method != "POST":
        return _shown(request, form)
    if not form.is_valid():
        return _shown(request, form, status=422)
    if "preview" in request.POST:
        return _shown(request, form)
    try:
        _publish(request, form)
    except WrongNotice as wrong:
        form.add_error(None, str(wrong))
        return _shown(request, form, status=422)
    banners.success(request, str(_("Ogłoszono komunikat.")))
    return redirect("backoffice:notices")


def _publish(request: StaffRequest, form: NoticeForm) -> None:
    commands.publish_notice(
        kind=form.cleaned_data["kind"],
        titles=form.typed("title"),
        texts=form.typed("text"),
        districts=form.cleaned_data["districts"],
        valid_from=form.cleaned_data["begins"],
        valid_to=form.cleaned_data["ends"],
        by=request.actor,
        at=clock.now(),
    )


@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """The fragment that follows the typing."""
    form = NoticeForm(request.POST, at=clock.now())
    return page(request, "notice_new.html#preview", {"shown": _as_read(form)})


@require_POST
def withdraw(request: StaffRequest, notice_id: int) -> HttpResponse:
    if not queries.exists(notice_id):
        raise Http404
    commands.withdraw_notice(notice_id, by=request.actor, at=clock.now())
    banners.success(request, str(_("Wycofano komunikat.")))
    return redirect("backoffice:notices")


def _shown(request: StaffRequest, form: NoticeForm, *, status: int = 200) -> HttpResponse:
    pairs = [(form[f"title_{one}"], form[f"text_{one}"]) for one in LANGUAGES]
    context = {"form": form, "pairs": pairs, "shown": _as_read(form)}
    return page(request, "notice_new.html", context, section="notices", status=status)


def _as_read(form: NoticeForm) -> list[Shown]:
    """A language without words of its own reads the Polish ones, as everywhere."""
    titles, texts = form.typed("title"), form.typed("text")
    kind = str(form.data.get("kind", ""))
    return [
        Shown(
            language=one,
            name=LANGUAGE_NAMES[one],
            kind=kind if kind in NoticeKind.values else NoticeKind.INFO,
            title=titles.get(one) or titles["pl"],
            text=texts.get(one) or texts.get("pl", ""),
        )
        for one in LANGUAGES
        if titles.get("pl")
    ]

"""Examples that staff write for the machine: written, listed, taken back, restored."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kck.accounts.queries import names_of
from kck.desk.doors import StaffRequest
from kck.desk.forms.sentences import SentencesForm
from kck.desk.pages import page
from kck.desk.views.recognition import name_of, reader
from kck.foundation import clock
from kck.foundation.text import _
from kck.triage import shelf
from kck.triage.policy import may_teach
from kck.triage.teaching_commands import (
    WrongSentence,
    remove_sentence,
    restore_sentence,
    teach,
)
from kck.triage.teaching_terms import Taught


@require_http_methods(["GET", "HEAD", "POST"])
def sentences(request: HttpRequest) -> HttpResponse:
    """Everybody who reads figures reads them; who may teach writes."""
    staff = reader(request)
    category = staff.GET.get("category", "")
    if staff.method != "POST":
        return _page(staff, SentencesForm(initial={"category": category, "language": "pl"}))
    if not may_teach(staff.actor):
        raise Http404
    form = SentencesForm(staff.POST)
    if not form.is_valid():
        return _page(staff, form, status=422)
    chosen = form.cleaned_data
    lines = chosen["sentences"].splitlines()
    try:
        taught = teach(
            chosen["category"], chosen["language"], lines, at=clock.now(), by=staff.actor
        )
    except WrongSentence as problem:
        form.add_error("sentences", str(problem))
        return _page(staff, form, status=422)
    said = _("Zapisano zdań: %(number)s. Nauczy się ich przy najbliższym uczeniu.")
    messages.success(staff, said % {"number": len(taught)})
    return redirect("desk:sentences")


def _page(request: StaffRequest, form: SentencesForm, *, status: int = 200) -> HttpResponse:
    context = {
        "nav_view": "recognition",
        "form": form,
        "may_teach": bool(may_teach(request.actor)),
        "rows": _lines(shelf.sentences()),
        "removed": _lines(shelf.sentences(removed=True)[:20]),
    }
    return page(request, "sentences.html", context, status=status)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence with the names of its category and its author."""

    id: int
    text: str
    language: str
    name: str
    by: str
    at: datetime


def _lines(taught: list[Taught]) -> list[Line]:
    names = names_of({int(one.author.removeprefix("staff:")) for one in taught})
    known = {f"staff:{pk}": name for pk, name in names.items()}
    return [
        Line(
            id=one.id,
            text=one.text,
            language=one.language,
            name=name_of(one.category),
            by=known.get(one.author, ""),
            at=one.at,
        )
        for one in taught
    ]


@require_POST
def sentence(request: HttpRequest, sentence_id: int) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_teach(staff.actor):
        raise Http404
    change = restore_sentence if staff.POST.get("do") == "restore" else remove_sentence
    if not change(sentence_id, at=clock.now(), by=staff.actor):
        raise Http404
    return redirect("desk:sentences")

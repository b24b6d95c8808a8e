"""A report about several matters is told apart: what the machine sees, what a person says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kck.cases.queries.desk_case import DeskCase, history_seen
from kck.cases.queries.timeline import Picture
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import TextKind
from kck.desk.doors import StaffRequest
from kck.desk.forms.belongings import PartForm
from kck.desk.pages import page
from kck.desk.views.case import of_case
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.intake.commands import Part, split, undo_split
from kck.intake.commands.split import MOST_PARTS
from kck.triage.queries import triage

_STAYS = "0"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is to be told apart: the reporter's words, and the photos."""

    text: str
    pictures: tuple[Picture, ...]


def _report(case: DeskCase) -> Report:
    opened, *_later = entries = history_seen(case)
    words = (one.body for one in opened.words if one.kind == TextKind.DESCRIPTION)
    pictures = tuple(one for entry in entries for one in entry.pictures)
    return Report(text=next(words, ""), pictures=pictures)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def parts(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """Each part becomes a case; without any the page shows what the machine sees."""
    if "split" not in case.may:
        raise Http404
    report = _report(case)
    if request.method != "POST":
        return _page(request, case, report, _suggested(case, report))
    forms = _sent(request)
    if "more" in request.POST:
        return _page(request, case, report, [*forms, PartForm(prefix=str(len(forms)))][:MOST_PARTS])
    if not all(form.is_valid() for form in forms):
        return _page(request, case, report, forms, status=422)
    try:
        opened = split(
            case.id, parts=_chosen(request, forms, report), at=clock.now(), by=request.actor
        )
    except (Incomplete, IllegalMove, Refused) as problem:
        return _page(request, case, report, forms, status=422, problem=str(problem))
    messages.success(
        request,
        ngettext("Powstała %(count)s nowa sprawa.", "Powstały nowe sprawy: %(count)s.", len(opened))
        % {"count": len(opened)},
    )
    return redirect("desk:case", number=case.number)


def _suggested(case: DeskCase, report: Report) -> list[PartForm]:
    """What is left when the matter of this case stays: the others, and room for one more."""
    seen = triage(report.text, language=case.language, channel=case.channel, at=clock.now())
    matters = list(seen.matters)
    own = next(
        (n for n, one in enumerate(matters) if one.categories and _of(one) == case.category.code),
        0,
    )
    others = [one for n, one in enumerate(matters) if n != own][: MOST_PARTS - 1]
    initial = [{"text": one.text, "category": _of(one) if one.sure else ""} for one in others]
    return [PartForm(prefix=str(n), initial=one) for n, one in enumerate([*initial, {}])]


def _of(matter: Any) -> str:
    return str(matter.categories[0].code) if matter.categories else ""


def _sent(request: StaffRequest) -> list[PartForm]:
    raw = request.POST.get("parts", "")
    count = min(int(raw), MOST_PARTS) if raw.isdecimal() and len(raw) < 3 else 1
    return [PartForm(request.POST, prefix=str(n)) for n in range(count)]


def _chosen(request: StaffRequest, forms: Sequence[PartForm], report: Report) -> list[Part]:
    """Those with words; a photo goes where it was sent."""
    return [
        Part(
            text=form.cleaned_data["text"],
            category=form.cleaned_data["category"],
            photos=tuple(
                one.id
                for one in report.pictures
                if request.POST.get(f"photo-{one.id}", _STAYS) == str(n + 1)
            ),
        )
        for n, form in enumerate(forms)
        if form.cleaned_data["text"]
    ]


def _page(
    request: StaffRequest,
    case: DeskCase,
    report: Report,
    forms: Sequence[PartForm],
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {
        "case": case,
        "report": report,
        "parts": forms,
        "photos": [(one, request.POST.get(f"photo-{one.id}", _STAYS)) for one in report.pictures],
        "places": [str(n + 1) for n in range(len(forms))],
        "problem": problem,
        "most": MOST_PARTS,
        "topics": f"case:{case.id}",
    }
    return page(request, "case/split.html", context, status=status)


@require_POST
@of_case
def undo(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """Within a minute, while nobody has begun."""
    if "split" not in case.may:
        raise Http404
    try:
        undo_split(case.id, at=clock.now(), by=request.actor)
    except IllegalMove as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, str(_("Cofnięto rozdzielenie: to znów jedna sprawa.")))
    return redirect("desk:case", number=case.number)

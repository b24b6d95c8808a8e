"""Labels: what there is, on how many cases; to rename, merge and retire them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases import commands
from kck.cases.policy import may_keep_labels
from kck.cases.queries.labels import (
    KeptLabel,
    history_of_label,
    kept_label,
    kept_labels,
    last_is_a_merge,
    targets_of,
    with_both,
)
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import Colour
from kck.desk.doors import StaffRequest
from kck.desk.forms.labels import LabelNameForm, MergeLabelForm
from kck.desk.pages import page
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_keep_labels(staff.actor):
        raise Http404
    return page(staff, "labels.html", {"rows": kept_labels(staff.actor), "nav_view": "labels"})


@require_http_methods(["GET", "HEAD", "POST"])
def label(request: HttpRequest, label_id: int) -> HttpResponse:
    """Whoever may not keep it does not find it."""
    staff: StaffRequest = request  # type: ignore[assignment]
    row = kept_label(staff.actor, label_id)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(staff, row)
    run = _ACTS.get(request.POST.get("do", ""))
    if run is None:
        raise Http404
    try:
        return run(staff, row)
    except (IllegalMove, Incomplete, Refused) as problem:
        return _page(staff, row, status=422, problem=str(problem))


def _page(request: StaffRequest, row: KeptLabel, *, status: int = 200, **more: Any) -> HttpResponse:
    targets = targets_of(request.actor, row)
    context = {
        "row": row,
        "form": LabelNameForm(initial={"name": row.name, "colour": row.colour.value}),
        "merging": MergeLabelForm(targets=targets) if targets else None,
        "entries": history_of_label(row.id),
        "may_undo": last_is_a_merge(row.id),
        "nav_view": "labels",
        **more,
    }
    return page(request, "label.html", context, status=status)


def _change(request: StaffRequest, row: KeptLabel) -> HttpResponse:
    form = LabelNameForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, form=form)
    try:
        commands.change_label(
            row.id, name=form.cleaned_data["name"], colour=Colour(form.cleaned_data["colour"]),
            at=clock.now(), by=request.actor,
        )  # fmt: skip
    except Incomplete as problem:
        form.add_error("name", str(problem))
        return _page(request, row, status=422, form=form)
    return _said(request, row, _("Zapisane."))


def _merge(request: StaffRequest, row: KeptLabel) -> HttpResponse:
    """First what it would do to how many; `sure` does it."""
    targets = targets_of(request.actor, row)
    form = MergeLabelForm(request.POST, targets=targets)
    if not form.is_valid():
        return _page(request, row, status=422, merging=form)
    into = next(one for one in targets if str(one.id) == form.cleaned_data["into"])
    if "sure" not in request.POST:
        both = with_both(row.id, into.id)
        return _page(request, row, merging=form, into=into, both=both)
    count = commands.merge_label(row.id, into_id=into.id, at=clock.now(), by=request.actor)
    return _said(
        request, row, _("Połączone. Spraw, które się zmieniły: %(count)s.") % {"count": count}
    )


def _retire(request: StaffRequest, row: KeptLabel) -> HttpResponse:
    commands.retire_label(row.id, at=clock.now(), by=request.actor)
    return _said(request, row, _("Wycofana. Sprawy, które ją mają, zachowują ją."))


def _revive(request: StaffRequest, row: KeptLabel) -> HttpResponse:
    commands.revive_label(row.id, at=clock.now(), by=request.actor)
    return _said(request, row, _("Znów w użyciu."))


def _undo(request: StaffRequest, row: KeptLabel) -> HttpResponse:
    commands.undo_merge(row.id, at=clock.now(), by=request.actor)
    return _said(request, row, _("Połączenie cofnięte."))


def _said(request: StaffRequest, row: KeptLabel, words: object) -> HttpResponse:
    messages.success(request, str(words))
    return redirect("desk:label", row.id)


_ACTS = {
    "change": _change, "merge": _merge, "retire": _retire, "revive": _revive, "undo": _undo,
}  # fmt: skip

"""Figures by unit and district, and ended cases that are read again."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases.queries.desk_case import case_for
from kck.cases.rules import Incomplete
from kck.desk.doors import StaffRequest
from kck.desk.history import history_parts
from kck.desk.pages import page
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.intake.line2_queries import line_shares
from kck.quality.commands import review as judge
from kck.quality.policy import may_review, may_see_figures, units_seen
from kck.quality.queries.figures import figures as figures_of
from kck.quality.queries.reviews import ReviewRow, judged, review_of, waiting
from kck.quality.terms import HIGHEST, LOWEST, By, Figures, Period, Question

_LONGEST = timedelta(days=366)
_COLUMNS = {
    "name": _("nazwa"),
    "opened": _("nowe"),
    "closed": _("zamknięte"),
    "fixed": _("naprawione"),
    "confirmed": _("potwierdzone"),
    "silence": _("zamknięte bez odpowiedzi zgłaszającego"),
    "outright": _("załatwione od razu"),
    "disputed": _("zakwestionowane"),
    "handed_back": _("oddane"),
    "on_time_percent": _("w terminie, %"),
    "open": _("otwarte"),
    "late": _("po terminie"),
    "unopened": _("nieotwarte"),
    "age_p50": _("wiek otwartych, mediana (dni)"),
    "age_p90": _("wiek otwartych, 90% młodsze niż (dni)"),
}


class FiguresForm(forms.Form):
    """By what, and from when until when. Without dates: the month before."""

    by = forms.ChoiceField(label=_("Według"), choices=[(str(one), one.label) for one in By])
    first = forms.DateField(label=_("Od"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Do"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", str(_("Koniec jest wcześniejszy niż początek.")))
        elif first and last and last - first > _LONGEST:
            self.add_error("last", str(_("Wybierz najwyżej rok.")))
        return found


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_see_figures(staff.actor):
        raise Http404
    asked = {**_usual(clock.today()), **request.GET.dict()}
    form = FiguresForm(asked)
    context: dict[str, Any] = {"form": form, "nav_view": "figures", "columns": _COLUMNS}
    if not form.is_valid():
        return page(staff, "figures.html", context, status=422)
    by, period = _asked(form)
    rows, total = figures_of(by, period, at=clock.now(), units=units_seen(staff.actor))
    if request.GET.get("format") == "csv":
        return _csv(rows, total, by, period)
    spans = _spans(clock.today(), by)
    context |= {"rows": rows, "total": total, "by": by, "period": period, "spans": spans}
    if units_seen(staff.actor) is None:  # conversations are the whole city's, or nobody's
        context["shares"] = line_shares(period.first, period.last)
    return page(staff, "figures.html", context)


def _usual(today: date) -> dict[str, str]:
    month = Period.month_before(today)
    return {"by": By.UNIT, "first": month.first.isoformat(), "last": month.last.isoformat()}


def _asked(form: FiguresForm) -> tuple[By, Period]:
    chosen = form.cleaned_data
    return By(chosen["by"]), Period(first=chosen["first"], last=chosen["last"])


def _spans(today: date, by: By) -> list[tuple[object, str]]:
    """What is asked most, by one press."""
    week, month = Period.week_before(today), Period.month_before(today)
    year = Period(first=today.replace(month=1, day=1), last=today)
    named = ((_("ostatni tydzień"), week), (_("ostatni miesiąc"), month), (_("ten rok"), year))
    return [(name, f"?by={by}&first={span.first}&last={span.last}") for name, span in named]


def _csv(rows: list[Figures], total: Figures, by: By, period: Period) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"figures-{by}-{period.first}-{period.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # so that a spreadsheet reads Polish letters
    writer = csv.writer(response, delimiter=";")
    writer.writerow([str(words) for words in _COLUMNS.values()])
    for row in rows:
        writer.writerow(list(_cells(row, row.name)))
    writer.writerow(list(_cells(total, str(_("razem")))))
    return response


def _cells(row: Figures, name: str) -> Iterator[object]:
    for column in _COLUMNS:
        value = getattr(row, column)
        if column == "name":
            yield name
        elif isinstance(value, float):
            yield f"{value:.1f}".replace(".", ",")
        else:
            yield "" if value is None else value


class ReviewForm(forms.Form):
    """Four scores and words."""

    remarks = forms.CharField(
        label=_("Uwagi"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Przeczyta je kierownik jednostki. Przy ocenie 1 lub 2 napisz, co było nie tak."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = [(str(mark), str(mark)) for mark in range(LOWEST, HIGHEST + 1)]
        scores = {
            str(one): forms.ChoiceField(label=one.label, choices=marks, widget=forms.RadioSelect)
            for one in Question
        }
        self.fields = {**scores, **self.fields}


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The supervisor's sample; the head of a unit sees what was said of theirs."""
    staff: StaffRequest = request  # type: ignore[assignment]
    judges, seen = bool(may_review(staff.actor)), units_seen(staff.actor)
    if not judges and not may_see_figures(staff.actor):
        raise Http404
    context = {
        "nav_view": "reviews",
        "judges": judges,
        "waiting": waiting(staff.actor) if judges else [],
        "judged": judged(staff.actor, units=None if judges else seen),
    }
    return page(staff, "reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    row = review_of(review_id, staff.actor) if may_review(staff.actor) else None
    if row is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    before = {**{str(one): str(score) for one, score in row.scores.items()}, "remarks": row.remarks}
    form = ReviewForm(posted, initial=before)
    if posted is not None and form.is_valid():
        chosen = form.cleaned_data
        scores = {one: int(chosen[str(one)]) for one in Question}
        try:
            judge(row.id, scores=scores, remarks=chosen["remarks"], at=clock.now(), by=staff.actor)
        except (Incomplete, Refused) as problem:
            form.add_error(None, str(problem))
        else:
            return _on_to_the_next(staff, row)
    context = {"nav_view": "reviews", "row": row, "form": form, **_what_happened(staff, row)}
    return page(staff, "review.html", context, status=422 if form.errors else 200)


def _what_happened(request: StaffRequest, row: ReviewRow) -> dict[str, Any]:
    """The case beside the form, so that one judges what one reads."""
    case = case_for(request.actor, row.number, at=clock.now())
    if case is None:
        return {}
    return {"case": case, **history_parts(case, "all", request.actor)}


def _on_to_the_next(request: StaffRequest, row: ReviewRow) -> HttpResponse:
    """From one waiting case to the next; from a correction back to the list."""
    left = [one for one in waiting(request.actor) if one.may] if row.at is None else []
    if not left:
        messages.success(request, _("Ocena zapisana."))
        return redirect("desk:reviews")
    said = _("Ocena zapisana. Do oceny zostało: %(number)s.") % {"number": len(left)}
    messages.success(request, said)
    return redirect("desk:review", left[0].id)

"""What nights forget: counts by class, the list beforehand, single cases held back, the switch."""

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.privacy import YearsForm
from kck.backoffice.pages import page
from kck.cases.queries.desk_case import case_id_of
from kck.foundation import clock
from kck.foundation.text import _
from kck.privacy import commands
from kck.privacy.queries import retention as queries


@require_safe
def retention(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    rows = queries.class_rows(at)
    context = {
        "on": queries.is_on(),
        "rows": rows,
        "held": queries.held_cases(),
        "runs": queries.runs(),
        "unconfirmed": [row for row in rows if row.confirmed_at is None],
        "own": {
            name.removeprefix("holder:"): count
            for name, count in queries.counts(at).items()
            if name.startswith("holder:")
        },
    }
    return page(request, "retention.html", context, section="retention")


@require_safe
def one(request: StaffRequest, code: str) -> HttpResponse:
    return _page(request, code)


def _page(
    request: StaffRequest, code: str, form: YearsForm | None = None, status: int = 200
) -> HttpResponse:
    at = clock.now()
    row = next((row for row in queries.class_rows(at) if row.code == code), None)
    if row is None:
        raise Http404
    initial = {"contact_years": row.contact_years, "words_years": row.words_years}
    context = {
        "row": row,
        "cases": queries.due_cases(code, at),
        "form": form or YearsForm(initial=initial),
    }
    return page(request, "retention_class.html", context, section="retention", status=status)


@require_POST
def confirm(request: StaffRequest, code: str) -> HttpResponse:
    if code not in {row.code for row in queries.class_rows(clock.now())}:
        raise Http404
    form = YearsForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form, status=422)
    try:
        commands.confirm_class(code, **form.cleaned_data, at=clock.now(), by=request.actor)
    except commands.NotYet as problem:
        form.add_error("words_years", str(problem))
        return _page(request, code, form, status=422)
    banners.success(request, str(_("Klasa potwierdzona.")))
    return redirect("backoffice:retention-class", code)


@require_POST
def hold(request: StaffRequest, number: str) -> HttpResponse:
    return _change(request, number, lift=False)


@require_POST
def lift(request: StaffRequest, number: str) -> HttpResponse:
    return _change(request, number, lift=True)


def _change(request: StaffRequest, number: str, *, lift: bool) -> HttpResponse:
    case_id = case_id_of(request.actor, number)
    if case_id is None:
        raise Http404
    try:
        if lift:
            commands.lift(case_id, at=clock.now(), by=request.actor)
            banners.success(request, str(_("Sprawa nie jest już wstrzymana.")))
        else:
            reason = request.POST.get("reason", "")
            commands.hold(case_id, reason=reason, at=clock.now(), by=request.actor)
            banners.success(request, str(_("Sprawa wstrzymana: nic z niej nie zniknie.")))
    except commands.NotYet as problem:
        banners.error(request, str(problem))
    back = request.POST.get("code", "")
    if back in {row.code for row in queries.class_rows(clock.now())}:
        return redirect("backoffice:retention-class", back)
    return redirect("backoffice:retention")


@require_POST
def switch(request: StaffRequest) -> HttpResponse:
    on = request.POST.get("on") == "yes"
    commands.switch(on, at=clock.now(), by=request.actor)
    said = _("Od tej nocy retencja usuwa.") if on else _("Retencja tylko pokazuje.")
    banners.success(request, str(said))
    return redirect("backoffice:retention")

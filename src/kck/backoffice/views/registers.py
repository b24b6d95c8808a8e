"""Registers that come and go: where from, when, what each run did, and back again."""

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.registers import (
    EVERY_LABELS,
    KIND_LABELS,
    REGISTER_LABELS,
    SourceForm,
)
from kck.backoffice.pages import page
from kck.foundation import clock
from kck.foundation.text import _
from kck.places import commands, history
from kck.places.commands.runs import NotNow
from kck.places.importing.report import CannotImport
from kck.places.terms import Every


@require_safe
def registers(request: StaffRequest) -> HttpResponse:
    found = [(one, _about(one)) for one in history.sources()]
    return page(request, "registers.html", {"sources": found}, section="registers")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            source = _add(request, form)
        except CannotImport as wrong:
            form.add_error("location", str(wrong))
        else:
            commands.ask_for_run(source, only_check=True, by=request.actor)
            banners.success(
                request, str(_("Dodano źródło. Właśnie porównujemy plik z tym, co mamy."))
            )
            return redirect("backoffice:register", source)
    status = 422 if form.errors else 200
    return page(request, "register_new.html", {"form": form}, section="registers", status=status)


def _add(request: StaffRequest, form: SourceForm) -> int:
    told = form.cleaned_data
    source = commands.add_source(
        name=told["name"],
        register=told["register"],
        location=told["location"].strip(),
        options=form.options,
        every=Every(told["every"]),
        hour=told["hour"],
        most_vanishing=told["most_vanishing"],
        at=clock.now(),
        by=request.actor,
    )
    return source.pk


@require_safe
def register(request: StaffRequest, source_id: int) -> HttpResponse:
    found = _source(source_id)
    context = {
        "source": found,
        "about": _about(found),
        "runs": history.runs(source_id),
    }
    template = "register.html#parts" if request.headers.get("HX-Request") else "register.html"
    return page(request, template, context, section="registers")


@require_safe
def run(request: StaffRequest, run_id: int) -> HttpResponse:
    found = history.run(run_id)
    if found is None:
        raise Http404
    return page(request, "register_run.html", {"run": found}, section="registers")


@require_POST
def fetch(request: StaffRequest, source_id: int) -> HttpResponse:
    """Now; `check` only compares, `anyway` is said by a person who has looked."""
    _source(source_id)
    check, anyway = "check" in request.POST, "anyway" in request.POST
    commands.ask_for_run(source_id, only_check=check, anyway=anyway, by=request.actor)
    banners.success(request, str(_("Zlecono. Wynik pojawi się tu sam.")))
    return redirect("backoffice:register", source_id)


@require_POST
def undo(request: StaffRequest, run_id: int) -> HttpResponse:
    found = history.run(run_id)
    if found is None:
        raise Http404
    try:
        commands.undo(run_id, at=clock.now(), by=request.actor)
    except NotNow as refused:
        banners.error(request, str(refused))
    else:
        banners.success(request, str(_("Cofnięto: rejestr jest taki jak przed tym importem.")))
    return redirect("backoffice:register-run", run_id)


@require_POST
def end(request: StaffRequest, source_id: int) -> HttpResponse:
    _source(source_id)
    commands.end_source(source_id, at=clock.now(), by=request.actor)
    banners.success(request, str(_("Tego źródła już nie pobieramy. Co przyniosło, zostaje.")))
    return redirect("backoffice:registers")


def _source(source_id: int) -> history.Source:
    found = history.source(source_id)
    if found is None:
        raise Http404
    return found


def _about(source: history.Source) -> str:
    """Which register, and how often."""
    kind = KIND_LABELS.get(str(source.options.get("kind", "")))
    what = str(REGISTER_LABELS[source.register]) + (f" ({kind})" if kind else "")
    return f"{what} · {EVERY_LABELS[source.every]}"

"""Sets of changes: what they would do, putting them in force, taking them back."""

from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.backoffice import changing
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.things import SettingsForm, WhenForm
from kck.backoffice.pages import page
from kck.directory import commands
from kck.directory.editing import reading
from kck.directory.editing.inspection import Clash, Trial
from kck.directory.editing.reading import ChangesInfo
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import CannotChange
from kck.foundation import clock
from kck.foundation.text import _

HAPPENED = {
    "thing_edited": _("dopisano zmianę"),
    "edit_dropped": _("usunięto zmianę"),
    "changes_planned": _("wprowadzono w życie"),
    "changes_took_effect": _("zaczęło obowiązywać"),
    "changes_ended": _("skończyło się; wróciło to, co było"),
    "changes_undone": _("cofnięto"),
    "changes_discarded": _("odrzucono"),
    "changes_replaced": _("zastąpiono plikami"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: StaffRequest) -> HttpResponse:
    """All sets; a new one begins here too."""
    when = WhenForm(clock.today(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and when.is_valid():
        try:
            made = commands.start_changes(
                valid_from=when.chosen,
                valid_to=when.last,
                title=request.POST.get("title", ""),
                at=clock.now(),
                by=request.actor,
            )
        except CannotChange as cannot:
            when.add_error(None, str(cannot))
        else:
            changing.choose(request, made.pk)
            return redirect("backoffice:changes", made.pk)
    known = reading.changes_listed()
    context = {
        "listed": [(one, people) for one, people in _with_people(known)],
        "when": when,
        "changes": changing.current(request),
    }
    status = 422 if when.errors else 200
    return page(request, "changes_list.html", context, section="city", status=status)


def _with_people(known: list[ChangesInfo]) -> list[tuple[ChangesInfo, str]]:
    names = changing.people(one.planned_by or one.author for one in known)
    return [(one, names[one.planned_by or one.author]) for one in known]


@require_safe
def changes(request: StaffRequest, change_set_id: int) -> HttpResponse:
    return _shown(request, _found(change_set_id))


def _found(change_set_id: int) -> ChangesInfo:
    found = reading.find_changes(change_set_id)
    if found is None:
        raise Http404
    return found


def _shown(
    request: StaffRequest,
    one: ChangesInfo,
    *,
    refused: str = "",
    settings: SettingsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    trial = reading.trial_of(one.id, clock.today()) if one.is_draft and one.count else Trial()
    happened = reading.history_of(one.id)
    edits = reading.edits_of(one.id)
    names = changing.people([one.author, *(h.actor for h in happened), *(e.author for e in edits)])
    context: dict[str, Any] = {
        "one": one,
        "edits": [(edit, names[edit.author]) for edit in edits],
        "trial": trial,
        "clashes": [(clash, _both(clash)) for clash in trial.clashes],
        "settings": settings or _settings(one),
        "refused": refused.splitlines(),
        "happened": [(h, HAPPENED.get(h.name, h.name), names[h.actor]) for h in happened],
        "author": names[one.author],
        "changes": changing.current(request),
        "takes_back": reading.find_changes(one.takes_back_id) if one.takes_back_id else None,
        "past": one.is_draft and one.valid_from < clock.today(),
    }
    return page(request, "changes.html", context, section="city", status=status)


def _both(clash: Clash) -> Any:
    return reading.differences(TABLES[clash.table], clash.now or {}, clash.wanted)


def _settings(one: ChangesInfo) -> SettingsForm:
    return SettingsForm(
        initial={
            "title": one.title,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "moves_cases": one.moves_cases,
        }
    )


@require_POST
def settings(request: StaffRequest, change_set_id: int) -> HttpResponse:
    one, form = _found(change_set_id), SettingsForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, settings=form, status=422)
    try:
        commands.update_changes(one.id, **form.cleaned_data, at=clock.now(), by=request.actor)
    except CannotChange as cannot:
        form.add_error(None, str(cannot))
        return _shown(request, one, settings=form, status=422)
    return redirect("backoffice:changes", one.id)


@require_POST
def put(request: StaffRequest, change_set_id: int) -> HttpResponse:
    one = _found(change_set_id)
    try:
        commands.put_in_force(one.id, at=clock.now(), by=request.actor)
    except CannotChange as cannot:
        return _shown(request, one, refused=str(cannot), status=409)
    changing.leave(request)
    banners.success(request, str(_("Wprowadzono. W wybranym dniu zacznie obowiązywać samo.")))
    return redirect("backoffice:changes", one.id)


@require_POST
def undo(request: StaffRequest, change_set_id: int) -> HttpResponse:
    """Before its day it is gone; after it, a draft is made that puts back what was."""
    one = _found(change_set_id)
    try:
        result = commands.undo_changes(one.id, at=clock.now(), by=request.actor)
    except CannotChange as cannot:
        return _shown(request, one, refused=str(cannot), status=409)
    if result.pk != one.id:
        changing.choose(request, result.pk)
        banners.info(request, str(_("Przygotowano cofnięcie. Obejrzyj je i wprowadź w życie.")))
    else:
        banners.success(request, str(_("Cofnięto. Jest tak, jakby tej zmiany nie było.")))
    return redirect("backoffice:changes", result.pk)


@require_POST
def discard(request: StaffRequest, change_set_id: int) -> HttpResponse:
    one = _found(change_set_id)
    try:
        commands.discard(one.id, at=clock.now(), by=request.actor)
    except CannotChange as cannot:
        return _shown(request, one, refused=str(cannot), status=409)
    changing.leave(request)
    banners.info(request, str(_("Odrzucono zestaw. Niczego nie zmienił.")))
    return redirect("backoffice:changes-list")


@require_POST
def drop(request: StaffRequest, change_set_id: int, edit_id: int) -> HttpResponse:
    one = _found(change_set_id)
    try:
        commands.drop_edit(one.id, edit_id, at=clock.now(), by=request.actor)
    except CannotChange as cannot:
        return _shown(request, one, refused=str(cannot), status=409)
    return redirect("backoffice:changes", one.id)


@require_POST
def choose(request: StaffRequest, change_set_id: int) -> HttpResponse:
    """Go on adding to this draft; `leave` stops."""
    one = _found(change_set_id)
    if "leave" in request.POST:
        changing.leave(request)
        return redirect("backoffice:city")
    if one.is_draft:
        changing.choose(request, one.id)
    part = request.POST.get("part", "")
    return redirect("backoffice:city-part", part if part in TABLES else "units")

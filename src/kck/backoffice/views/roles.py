"""Roles: what each may do, who has it, and how that came about."""

from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.accounts import queries as accounts
from kck.accounts.keeping import LastAdministrator
from kck.accounts.queries import RoleRow
from kck.accounts.role_commands import (
    RoleOvertaken,
    WrongRole,
    remove_role,
    save_role,
    undo_role,
)
from kck.accounts.staff_queries import changes_of, holders_of_role
from kck.accounts.terms import GRANTS
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.people import RoleForm
from kck.backoffice.pages import page
from kck.backoffice.staff_changes import told
from kck.foundation.text import _


@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    context = {"roles": accounts.roles(), "grants": GRANTS}
    return page(request, "roles.html", context, section="roles")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (code := _saved(request, "", form)):
        return redirect("backoffice:role", code)
    return _role(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: StaffRequest, code: str) -> HttpResponse:
    found = next((one for one in accounts.roles() if one.code == code), None)
    if found is None:
        raise Http404
    form = RoleForm(request.POST if request.method == "POST" else _typed(found))
    if request.method == "POST" and form.is_valid() and _saved(request, code, form):
        return redirect("backoffice:role", code)
    return _role(request, form, found)


def _typed(found: RoleRow) -> dict[str, Any]:
    names = {f"name_{language}": found.names.get(language, "") for language in ("pl", "en", "uk")}
    return {
        **names,
        "grants": list(found.grants),
        "everywhere": found.everywhere,
        "second_factor": found.second_factor,
        "home": found.home,
    }


def _saved(request: StaffRequest, code: str, form: RoleForm) -> str:
    data = form.cleaned_data
    try:
        saved = save_role(
            code,
            names=form.names(),
            grants=data["grants"],
            everywhere=data["everywhere"],
            second_factor=data["second_factor"],
            home=data["home"],
            by=request.actor,
        )
    except WrongRole as wrong:
        form.add_error(wrong.field or None, str(wrong))
        return ""
    except LastAdministrator as wrong:
        form.add_error("grants", str(wrong))
        return ""
    banners.success(request, str(_("Rola zapisana. Obowiązuje od następnego kliknięcia.")))
    return saved.code


def _role(request: StaffRequest, form: RoleForm, found: RoleRow | None) -> HttpResponse:
    context = {
        "form": form,
        "role": found,
        "holders": holders_of_role(found.code) if found else [],
        "changes": told(changes_of(f"role:{found.code}")) if found else [],
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "role.html", context, section="roles", status=status)


@require_POST
def undo(request: StaffRequest, code: str) -> HttpResponse:
    """The last change, as the page showed it, is taken back."""
    seen = request.POST.get("undo", "")
    try:
        undo_role(code, seen=int(seen) if seen.isdecimal() else 0, by=request.actor)
    except RoleOvertaken:
        banners.error(request, str(_("Ktoś zmienił tymczasem tę rolę. Zobacz to w historii.")))
    except LastAdministrator as wrong:
        banners.error(request, str(wrong))
    else:
        banners.success(request, str(_("Cofnięto ostatnią zmianę.")))
    return redirect("backoffice:role", code)


@require_POST
def remove(request: StaffRequest, code: str) -> HttpResponse:
    try:
        remove_role(code, by=request.actor)
    except WrongRole as wrong:
        banners.error(request, str(wrong))
        return redirect("backoffice:role", code)
    banners.success(request, str(_("Rola usunięta.")))
    return redirect("backoffice:roles")

"""Keys of partners: made, shown once, made anew, revoked."""

from datetime import timedelta

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kck.accounts.partner_commands import make_partner, renew_partner_key, revoke_partner_key
from kck.accounts.partner_queries import partners as all_partners
from kck.accounts.queries import partner_names
from kck.accounts.token_commands import WrongToken
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.partners import PartnerForm
from kck.backoffice.pages import page
from kck.foundation import clock
from kck.foundation.text import _

_RENEWED_FOR = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PartnerForm())
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        key = _made(request, form)
    except WrongToken as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _page(request, form, status=422)
    return _page(request, PartnerForm(), key=key, name=form.cleaned_data["name"])


def _made(request: StaffRequest, form: PartnerForm) -> str:
    return make_partner(
        form.cleaned_data["name"],
        expires_at=form.expires_at(),
        limit_per_minute=form.cleaned_data["limit"],
        at=clock.now(),
        by=request.actor,
    ).key


def _page(
    request: StaffRequest, form: PartnerForm, *, key: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    """The key stands on this one page; neither a cache nor the browser's history keeps it."""
    context = {"form": form, "rows": all_partners(), "key": key, "name": name}
    answer = page(request, "partners.html", context, section="partners", status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def renew(request: StaffRequest, partner_id: int) -> HttpResponse:
    name = _name_of(partner_id)
    until = clock.real_now() + _RENEWED_FOR
    made = renew_partner_key(partner_id, expires_at=until, at=clock.now(), by=request.actor)
    return _page(request, PartnerForm(), key=made.key, name=name)


@require_POST
def revoke(request: StaffRequest, partner_id: int) -> HttpResponse:
    _name_of(partner_id)
    revoke_partner_key(partner_id, at=clock.now(), by=request.actor)
    banners.success(request, str(_("Klucz unieważniony. Niczego już nie otwiera.")))
    return redirect("backoffice:partners")


def _name_of(partner_id: int) -> str:
    """404 when there is no such partner."""
    name = partner_names().get(partner_id)
    if name is None:
        raise Http404
    return name

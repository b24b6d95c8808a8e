"""Tokens of units' own systems: made, shown once, revoked."""

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kck.accounts.terms import GRANTS
from kck.accounts.token_commands import WrongToken, make_api_token, revoke_api_token
from kck.accounts.token_queries import api_tokens, token_exists
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.tokens import TokenForm
from kck.backoffice.pages import page
from kck.foundation import clock
from kck.foundation.text import _

_FIELDS = {"name", "unit", "scopes"}


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        token = _made(request, form)
    except WrongToken as wrong:
        form.add_error(wrong.field if wrong.field in _FIELDS else None, str(wrong))
        return _page(request, form, status=422)
    return _page(request, TokenForm(), token=token, name=form.cleaned_data["name"])


def _made(request: StaffRequest, form: TokenForm) -> str:
    data = form.cleaned_data
    return make_api_token(
        data["name"],
        unit=data["unit"],
        scopes=data["scopes"],
        expires_at=form.expires_at(),
        limit_per_minute=data["limit"],
        at=clock.now(),
        by=request.actor,
    ).token


def _page(
    request: StaffRequest, form: TokenForm, *, token: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    """The token stands on this one page; neither a cache nor the browser's history keeps it."""
    rows = [(row, [GRANTS[scope] for scope in row.scopes]) for row in api_tokens()]
    context = {"form": form, "rows": rows, "token": token, "name": name}
    answer = page(request, "tokens.html", context, section="tokens", status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    if not token_exists(token_id):
        raise Http404
    revoke_api_token(token_id, at=clock.now(), by=request.actor)
    banners.success(request, str(_("Token unieważniony. Niczego już nie otwiera.")))
    return redirect("backoffice:tokens")

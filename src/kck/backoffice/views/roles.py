from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kck.accounts import queries as accounts
from kck.accounts.terms import GRANTS
from kck.backoffice.doors import StaffRequest
from kck.backoffice.pages import page


@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    context = {"roles": accounts.roles(), "grants": GRANTS}
    return page(request, "roles.html", context, section="roles")

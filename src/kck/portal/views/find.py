"""Number and code open a case; attempts are limited, and nobody is told which of them is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kck.cases.queries.access import case_by_code
from kck.foundation.limits import allow
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.portal.forms.my_case import FindForm
from kck.portal.pages import within_limit
from kck.portal.private import private
from kck.ui.errors import error_page

PER_ADDRESS = 20
PER_NUMBER = 10
WINDOW = 900
NO_SUCH = _("Numer i kod nie pasują do siebie. Sprawdź oba i wpisz jeszcze raz.")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def find(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, FindForm())
    form = FindForm(request.POST)
    found = opened_by(request, form)
    if isinstance(found, int):
        return error_page(request, 429) if found == 429 else _page(request, form, status=found)
    return redirect("portal:my-case", found)


def opened_by(request: HttpRequest, form: FindForm) -> str | int:
    """The token of the case that number and code open; else the status, with the form's errors."""
    if not within_limit(request, "find", limit=PER_ADDRESS, seconds=WINDOW):
        return 429
    if not form.is_valid():
        return 422
    try:
        number = parse(form.cleaned_data["number"])
    except WrongNumber as wrong:
        form.add_error("number", str(wrong))
        return 422
    # many strangers with many addresses may try the codes of one case
    if not allow(f"portal:find-number:{number}", limit=PER_NUMBER, seconds=WINDOW):
        return 429
    case = case_by_code(number, form.cleaned_data["code"])
    if case is None:
        form.add_error(None, NO_SUCH)
        return 422
    return case.token


def _page(request: HttpRequest, form: FindForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/find.html", {"form": form, "status": status}, status=status)

"""Error pages: a plain sentence, what to do next, and no stack of our own troubles.

`kck.config.urls` names `bad_request`, `forbidden`, `not_found` and `server_error` as Django's
handlers; other faces call `error_page` for 413 and 429.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise

from kck.foundation.http import NotUtf8
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.ui.context import site_for


@dataclass(frozen=True, kw_only=True)
class Problem:
    title: str | Promise
    sentence: str | Promise
    advice: str | Promise


PROBLEMS = {
    400: Problem(
        title=_("Nie rozumiemy tego, co przyszło"),
        sentence=_("Przeglądarka wysłała coś, czego nie umiemy odczytać."),
        advice=_("Wróć do poprzedniej strony i wyślij formularz jeszcze raz."),
    ),
    403: Problem(
        title=_("Nie masz dostępu do tej strony"),
        sentence=_("Ta strona jest dla kogoś innego albo sesja wygasła."),
        advice=_("Zaloguj się ponownie albo wróć na stronę główną."),
    ),
    404: Problem(
        title=_("Nie ma takiej strony"),
        sentence=_("Adres mógł się zmienić albo jest w nim literówka."),
        advice=_("Sprawdź adres, wyszukaj sprawę po numerze albo zacznij od strony głównej."),
    ),
    413: Problem(
        title=_("To, co wysyłasz, jest za duże"),
        sentence=_("Jedno zdjęcie może mieć do 10 MB, a w zgłoszeniu mieści się 5 zdjęć."),
        advice=_("Wróć, wybierz mniejsze albo mniej plików i wyślij jeszcze raz."),
    ),
    429: Problem(
        title=_("Za dużo prób w krótkim czasie"),
        sentence=_("Dla bezpieczeństwa przyjmujemy tylko kilka prób z rzędu."),
        advice=_("Odczekaj kilka minut i spróbuj ponownie. Nic, co już przyjęliśmy, nie zginęło."),
    ),
    500: Problem(
        title=_("U nas coś się zepsuło"),
        sentence=_("To nasz błąd, nie Twój. Już o nim wiemy."),
        advice=_("Spróbuj ponownie za kilka minut."),
    ),
}
NOT_UTF8 = Problem(
    title=_("Nie umiemy odczytać niektórych znaków"),
    sentence=_("Tekst przyszedł w innym kodowaniu niż UTF-8. Niczego nie zapisaliśmy."),
    advice=_("Wróć do poprzedniej strony, usuń znaki, które wyglądają jak �, i wyślij ponownie."),
)
CSRF = Problem(
    title=_("Formularz był otwarty zbyt długo"),
    sentence=_("Dla bezpieczeństwa musimy go pokazać jeszcze raz."),
    advice=_("Wróć do poprzedniej strony, odśwież ją i wyślij ponownie."),
)


# whoever works there goes back there, and needs no helpline
_OF_STAFF = ("/desk/", "/backoffice/", "/teren/")


def error_page(
    request: HttpRequest, status: int, *, problem: Problem | None = None, reason: str = ""
) -> HttpResponse:
    """A whole page in the reader's language; `reason` is one more sentence for this case."""
    context = {
        "frame": settings.KCK_ERROR_FRAME,
        "site": site_for(request, with_city=status != 500),
        "status": status,
        "problem": problem or PROBLEMS[status],
        "reason": reason,
        "of_staff": request.path.startswith(_OF_STAFF),
        # a broken page must not ask the database who is looking
        "standalone": status == 500,
    }
    if status == 500:
        return HttpResponse(render_to_string("ui/error.html", context), status=status)
    return HttpResponse(render_to_string("ui/error.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return error_page(request, 413)
    if isinstance(exception, NotUtf8):
        return error_page(request, 400, problem=NOT_UTF8)
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, Refused) else ""
    return error_page(request, 403, reason=reason)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403, problem=CSRF)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)

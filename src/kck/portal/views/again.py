"""A form whose token was too old: shown once more with everything that was typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from kck.ui.errors import csrf_failure as plain_page

_NOT_AGAIN = {"csrfmiddlewaretoken"}
MOST_FIELDS = 100


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Forms of those without an account lose nothing: one more press sends what they had typed."""
    if request.method != "POST" or not _of_residents(request.path_info):
        return plain_page(request, reason)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_AGAIN
        for value in values
    ][:MOST_FIELDS]
    context = {"typed": typed, "files": bool(request.FILES), "action": request.get_full_path()}
    return render(request, "portal/again.html", context, status=403)


def _of_residents(path: str) -> bool:
    try:
        return resolve(path).app_name in {"portal", "worklink"}
    except Resolver404:
        return False

"""What went wrong, as RFC 9457 writes it, in the reader's language."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from kck.foundation import clock
from kck.foundation.text import _

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A situation that has a name: its status, and its title."""

    status: int
    title: Any


KINDS: Mapping[str, Kind] = {
    "unreadable": Kind(400, _("Nie da się odczytać tego zapytania")),
    "token-in-address": Kind(400, _("Token nie może stać w adresie")),
    "unauthorized": Kind(401, _("Brak ważnego tokenu albo kodu")),
    "forbidden": Kind(403, _("Tego nie wolno")),
    "not-found": Kind(404, _("Tego nie ma")),
    "method-not-allowed": Kind(405, _("Tak nie można tu pytać")),
    "not-now": Kind(409, _("Teraz nie można tego zrobić")),
    "changed-meanwhile": Kind(412, _("Sprawa zmieniła się w międzyczasie")),
    "too-large": Kind(413, _("To za dużo naraz")),
    "wrong-media-type": Kind(415, _("Inny rodzaj treści")),
    "invalid": Kind(422, _("Popraw dane")),
    "key-reused": Kind(422, _("Ten klucz był już użyty do czegoś innego")),
    "too-often": Kind(429, _("Za dużo zapytań")),
    "broken": Kind(500, _("U nas coś się zepsuło")),
    "busy": Kind(503, _("Mamy teraz bardzo dużo zapytań")),
}
_BY_STATUS = {
    400: "unreadable", 401: "unauthorized", 403: "forbidden", 404: "not-found",
    405: "method-not-allowed", 409: "not-now", 412: "changed-meanwhile", 413: "too-large",
    415: "wrong-media-type", 422: "invalid", 429: "too-often", 503: "busy",
}  # fmt: skip
_SENTENCES: Mapping[str, Any] = {
    "not-found": _("Nie ma tu niczego takiego, albo nie wolno tego zobaczyć."),
    "method-not-allowed": _("Ten adres nie zna tej metody. Zobacz nagłówek Allow."),
    "broken": _("To nasz błąd, nie Twój. Spróbuj ponownie za kilka minut."),
    "unreadable": _("Sprawdź, czy treść jest poprawnym JSON-em w kodowaniu UTF-8."),
    "busy": _("Spróbuj ponownie za chwilę."),
}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One field and what to do about it; `field` is a path like `place.lat`."""

    field: str
    message: str


@dataclass(kw_only=True)
class Problem(Exception):
    """Raised anywhere below a view; `kind` is a key of `KINDS`."""

    kind: str
    detail: str = ""
    errors: Sequence[Wrong] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def invalid(field: str, message: Any) -> Problem:
    """422 about one field."""
    wrong = Wrong(field=field, message=str(message))
    return Problem(kind="invalid", detail=str(message), errors=[wrong])


def not_found(message: Any = "") -> Problem:
    return Problem(kind="not-found", detail=str(message))


def changed() -> Problem:
    words = _("Ktoś zmienił sprawę, odkąd ją czytano. Przeczytaj ją jeszcze raz i zdecyduj.")
    return Problem(kind="changed-meanwhile", detail=str(words))


def too_often(seconds: int) -> Problem:
    """429; the windows of all limits begin at whole multiples of their length."""
    wait = seconds - int(clock.real_now().timestamp()) % seconds
    words = str(_("Za dużo zapytań z tego miejsca. Zapytaj znów za %(seconds)s s."))
    headers = {"Retry-After": str(wait)}
    return Problem(kind="too-often", detail=words % {"seconds": wait}, headers=headers)


def response(problem: Problem) -> HttpResponse:
    kind = KINDS[problem.kind]
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/api/v1/docs#{problem.kind}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": problem.detail or str(_SENTENCES.get(problem.kind, kind.title)),
    }
    if problem.errors:
        body["errors"] = [{"field": one.field, "message": one.message} for one in problem.errors]
    made = HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type=CONTENT_TYPE, status=kind.status
    )
    made.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        made.headers[name] = value
    return made


def of_status(status: int) -> Problem:
    """For an answer that somebody else made."""
    return Problem(kind=_BY_STATUS.get(status, "broken" if status >= 500 else "unreadable"))

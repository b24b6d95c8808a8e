"""What every page frame needs to know: whose site this is, in which language, light or dark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from kck.directory import queries as directory
from kck.foundation import clock
from kck.foundation.text import _, localized

SCHEME_COOKIE = "kck-scheme"
SCHEMES = ("auto", "light", "dark")


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str
    name: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Scheme:
    code: str
    name: str
    icon: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Site:
    """The frame's own facts; texts are already in the reader's language."""

    name: str
    city: str
    phone: str
    email: str
    demo: bool
    language: str
    languages: tuple[Language, ...]
    scheme: str
    schemes: tuple[Scheme, ...]
    here: str
    now: datetime
    rate: float
    map_tiles: str


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor: `{{ site }}`."""
    return {"site": site_for(request)}


def site_for(request: HttpRequest, *, with_city: bool = True) -> Site:
    """The same for a view without a template context; `with_city=False` asks no database."""
    city = _city() if with_city else None
    return Site(
        name=str(_("Centrum Kontaktu")),
        city=_text(getattr(city, "name", "")),
        phone=_text(getattr(city, "phone", "")),
        email=_text(getattr(city, "email", "")),
        demo=bool(settings.KCK_DEMO),
        language=_language(),
        languages=_languages(),
        scheme=(scheme := scheme_of(request)),
        schemes=_schemes(scheme),
        here=request.get_full_path(),
        now=clock.now(),
        rate=clock.rate(),
        map_tiles=settings.ENV.map_tiles,
    )


def scheme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(SCHEME_COOKIE, "")
    return chosen if chosen in SCHEMES else "auto"


def _city() -> Any:
    # a page, above all an error page, must not fail because the city is not loaded or the
    # database is down
    try:
        return directory.snapshot().city
    except (LookupError, DatabaseError):
        return None


def _text(value: object) -> str:
    if callable(value):
        value = value()
    if isinstance(value, Mapping):
        return localized(value)
    return str(value or "")


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def _languages() -> tuple[Language, ...]:
    current = _language()
    return tuple(
        Language(code=code, name=get_language_info(code)["name_local"], current=code == current)
        for code, _name in settings.LANGUAGES
    )


def _schemes(current: str) -> tuple[Scheme, ...]:
    named = (
        ("auto", _("Jak w urządzeniu"), "contrast"),
        ("light", _("Jasny"), "sun"),
        ("dark", _("Ciemny"), "moon"),
    )
    return tuple(
        Scheme(code=code, name=str(name), icon=icon, current=code == current)
        for code, name, icon in named
    )

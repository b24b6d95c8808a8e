"""Every component on one page, for developers, screenshots and the accessibility test.

Its texts are samples, in Polish only.
"""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kck.foundation import clock
from kck.ui.errors import PROBLEMS, error_page

GROUPS = (
    ("roads", "Drogi i chodniki"),
    ("green", "Zieleń"),
    ("waste", "Śmieci i porządek"),
    ("light", "Oświetlenie"),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    where = forms.CharField(
        label="Gdzie to jest?",
        help_text="Ulica i numer, przystanek albo opis miejsca",
        error_messages={"required": "Powiedz, gdzie to jest"},
    )
    text = forms.CharField(
        label="Opisz, co się stało", widget=forms.Textarea, max_length=500, required=False
    )
    group = forms.ChoiceField(
        label="Czego dotyczy sprawa?",
        choices=GROUPS,
        widget=forms.RadioSelect,
        help_text="Wybierz najbliższe. W razie potrzeby przekażemy dalej.",
    )
    seen = forms.MultipleChoiceField(
        label="Co widać?",
        choices=GROUPS[:3],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    district = forms.ChoiceField(
        label="Dzielnica",
        choices=[("", "—"), ("1", "Stare Miasto"), ("8", "Dębniki")],
        error_messages={"required": "Wybierz dzielnicę"},
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Wpisz adres e-mail, na przykład imie@example.org"},
    )
    photos = forms.FileField(
        label="Zdjęcia", required=False, help_text="Do 5 zdjęć, każde do 10 MB"
    )
    news = forms.BooleanField(label="Chcę dostawać wiadomości o tej sprawie", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    _only_for_developers()
    return render(request, "ui/gallery.html", _samples(request))


def desk(request: HttpRequest) -> HttpResponse:
    _only_for_developers()
    return render(request, "ui/gallery_desk.html", _samples(request) | {"rows": _rows()})


def outlines(request: HttpRequest) -> HttpResponse:
    """Two invented districts, so that the map can be looked at before a city is loaded."""
    _only_for_developers()
    west = [[19.85, 50.02], [19.94, 50.0], [19.94, 50.09], [19.87, 50.1], [19.85, 50.02]]
    east = [[19.94, 50.0], [20.08, 50.01], [20.1, 50.08], [19.94, 50.09], [19.94, 50.0]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in (("Dębniki", west), ("Nowa Huta", east))
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def error(request: HttpRequest, status: int) -> HttpResponse:
    _only_for_developers()
    if status not in PROBLEMS:
        raise Http404
    return error_page(request, status)


def _only_for_developers() -> None:
    if not (settings.DEBUG or settings.KCK_DEMO):
        raise Http404


def _samples(request: HttpRequest) -> dict[str, object]:
    return {
        "form": SampleForm(prefix="desk"),
        "wrong": SampleForm(
            {
                "text": "Latarnia przy nr 12 nie świeci od poniedziałku.",
                "email": "anna@",
                "group": "green",
            },
        ),
        "page": Paginator(range(240), 24).get_page(request.GET.get("page", 3)),
        "now": clock.now(),
        "due": clock.now() + timedelta(hours=5),
        "late": clock.now() - timedelta(hours=30),
        "crumbs": [("Strona główna", "/"), ("Zgłoś problem", "")],
        "outlines": "/ui/gallery/outlines.json",
        "tabs": [
            {"label": "Sprawa", "href": "#", "current": True, "count": None},
            {"label": "Historia", "href": "#", "current": False, "count": 4},
            {"label": "Odpowiedzi", "href": "#", "current": False, "count": None},
        ],
    }


def _rows() -> list[dict[str, object]]:
    kinds = (
        ("Oświetlenie uliczne", "ul. Wielicka 12", "new", "Nowa"),
        ("Dziura w jezdni", "al. Pokoju 33", "in_progress", "W toku"),
        ("Nieodebrane odpady", "os. Złotego Wieku 7", "overdue", "Po terminie"),
        ("Hałas", "pl. Nowy 2", "waiting", "Czeka na zgłaszającego"),
        ("Parkowanie", "ul. Łobzowska 41", "done", "Wykonana, do potwierdzenia"),
    )
    return [
        {
            "number": f"26-0045{place:02d}-{place % 10}",
            "category": kind[0],
            "place": kind[1],
            "state": kind[2],
            "words": kind[3],
            "due": clock.now() + timedelta(hours=7 * place - 20),
            "handler": ("J. Kot", "M. Sowa", "—")[place % 3],
        }
        for place, kind in enumerate(kinds * 4)
    ]

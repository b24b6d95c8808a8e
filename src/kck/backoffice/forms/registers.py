"""Where a register comes from."""

from typing import Any

from django import forms

from kck.foundation.text import _
from kck.places.importers import columns_of
from kck.places.importing.report import CannotImport
from kck.places.projections import SYSTEMS
from kck.places.terms import AREA_KINDS, Every

REGISTER_LABELS = {
    "streets": _("Ulice"),
    "addresses": _("Domy"),
    "stops": _("Przystanki"),
    "areas": _("Obszary"),
}
KIND_LABELS = {
    "city": _("granice miasta"),
    "district": _("dzielnice"),
    "owner": _("właściciele terenów"),
    "estate": _("osiedla"),
    "neighbour": _("sąsiednie gminy"),
}
EVERY_LABELS = {
    Every.NEVER: _("tylko na żądanie"),
    Every.DAY: _("codziennie"),
    Every.WEEK: _("co tydzień"),
}
_ONE_TO_HUNDRED = _("Wpisz liczbę od 1 do 100.")


class SourceForm(forms.Form):
    """`options` are those of the command line."""

    name = forms.CharField(
        label=_("Nazwa"), max_length=120, error_messages={"required": _("Nazwij to źródło.")}
    )
    register = forms.ChoiceField(label=_("Rejestr"), choices=list(REGISTER_LABELS.items()))
    location = forms.CharField(
        label=_("Adres albo nazwa pliku"),
        max_length=500,
        help_text=_("https://… albo plik w katalogu registers tej instalacji."),
        error_messages={"required": _("Podaj adres albo nazwę pliku.")},
    )
    kind = forms.ChoiceField(
        label=_("Rodzaj obszarów"),
        choices=[("", ""), *((kind, KIND_LABELS[kind]) for kind in AREA_KINDS)],
        required=False,
        help_text=_("Tylko dla obszarów."),
    )
    crs = forms.ChoiceField(
        label=_("Układ współrzędnych (EPSG)"), choices=[(one, one) for one in SYSTEMS]
    )
    only = forms.RegexField(
        r"^\d{2,7}$",
        label=_("Kod TERC"),
        max_length=7,
        required=False,
        help_text=_("Dla rejestru ulic całego kraju: kod gminy albo powiatu, np. 1261."),
        error_messages={"invalid": _("Kod TERC to od 2 do 7 cyfr.")},
    )
    columns = forms.CharField(
        label=_("Nazwy kolumn"),
        max_length=300,
        required=False,
        help_text=_("Gdy nagłówek mówi inaczej: street=NAZWA_UL,number=NR_ADR,lat=Y,lon=X"),
    )
    every = forms.ChoiceField(label=_("Jak często"), choices=list(EVERY_LABELS.items()))
    hour = forms.IntegerField(
        label=_("O której godzinie"),
        min_value=0,
        max_value=23,
        initial=3,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Wpisz godzinę od 0 do 23.")
        ),
    )
    most_vanishing = forms.IntegerField(
        label=_("Zatrzymaj, gdy zniknęłoby więcej niż … % wierszy"),
        min_value=1,
        max_value=100,
        initial=20,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _ONE_TO_HUNDRED
        ),
    )

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or self.cleaned_data)
        if found.get("register") == "areas" and not found.get("kind"):
            self.add_error("kind", _("Wybierz, jakie to obszary."))
        try:
            found["columns"] = columns_of(found.get("columns", ""))
        except CannotImport as wrong:
            self.add_error("columns", str(wrong))
        return found

    @property
    def options(self) -> dict[str, Any]:
        """Only what says something about this register."""
        asked = {
            "streets": ("only",),
            "addresses": ("crs", "columns"),
            "stops": (),
            "areas": ("kind", "crs"),
        }[self.cleaned_data["register"]]
        return {name: self.cleaned_data[name] for name in asked if self.cleaned_data[name]}

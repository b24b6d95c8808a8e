"""A site that may frame the form; an object that gets a code; how labels are printed."""

from typing import Any

from django import forms

from kck.backoffice.labels import Grid
from kck.directory.queries import snapshot
from kck.entrances.importing import MOST_BYTES, WrongRow, described_object
from kck.entrances.terms import KIND_LABELS, NewObject
from kck.foundation import clock
from kck.foundation.text import _
from kck.places import queries as places

_POINT_HINT = _("Puste pole: znajdziemy punkt po adresie.")
_UNFOUND = _("Nie znamy tego adresu. Wpisz szerokość i długość geograficzną.")


class SiteForm(forms.Form):
    address = forms.CharField(
        label=_("Adres strony"),
        max_length=300,
        help_text=_("Na przykład https://www.krakow.pl albo https://*.krakow.pl."),
        error_messages={"required": _("Wpisz adres strony.")},
    )
    note = forms.CharField(label=_("Czyja to strona"), max_length=120, required=False)


class ObjectForm(forms.Form):
    """The same questions as the columns of a table."""

    kind = forms.ChoiceField(label=_("Rodzaj"), choices=list(KIND_LABELS.items()))
    category = forms.ChoiceField(label=_("Kategoria zgłoszeń"))
    street = forms.CharField(
        label=_("Adres albo opis miejsca"),
        max_length=200,
        error_messages={"required": _("Napisz, gdzie to jest.")},
    )
    lat = forms.CharField(
        label=_("Szerokość geograficzna"), max_length=24, required=False, help_text=_POINT_HINT
    )
    lon = forms.CharField(label=_("Długość geograficzna"), max_length=24, required=False)
    label = forms.CharField(label=_("Nazwa na naklejce"), max_length=120, required=False)
    own_number = forms.CharField(
        label=_("Numer u zarządcy"),
        max_length=60,
        required=False,
        help_text=_("Ten sam rodzaj i numer to ten sam obiekt: zostaje przy swoim kodzie."),
    )
    valid_from = forms.CharField(label=_("Ważny od"), max_length=10, required=False)
    valid_to = forms.CharField(
        label=_("Ważny do"),
        max_length=10,
        required=False,
        help_text=_("Pierwszy dzień bez kodu. Puste pole: bez końca."),
    )
    described: NewObject

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["category"]
        if isinstance(chosen, forms.ChoiceField):
            known = snapshot(clock.now()).categories()
            chosen.choices = [(one.code, one.name()) for one in known if not one.is_redirect]

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or self.cleaned_data)
        if self.errors:
            return found
        try:
            cells = {name: str(value).strip() for name, value in found.items()}
            self.described = described_object(
                _with_point(cells), today=clock.today(), at=clock.now()
            )
        except WrongRow as wrong:
            self.add_error(wrong.column or None, str(wrong))
        return found


def _with_point(cells: dict[str, str]) -> dict[str, str]:
    if cells["lat"] or cells["lon"]:
        return cells
    place = places.geocode(cells["street"])
    if place is None or place.lat is None:
        raise WrongRow(_UNFOUND, "street")
    return {**cells, "lat": str(place.lat), "lon": str(place.lon)}


class TableForm(forms.Form):
    table = forms.FileField(
        label=_("Plik CSV"),
        help_text=_("Do 5 MB i 20 000 wierszy, rozdzielony przecinkiem albo średnikiem."),
        error_messages={
            "required": _("Wybierz plik."),
            "empty": _("Ten plik jest pusty."),
        },
    )

    def data_of_table(self) -> bytes:
        file = self.cleaned_data["table"]
        return bytes(file.read(MOST_BYTES + 1))


class LabelsForm(forms.Form):
    """How the labels lie on the sheet, and which are printed."""

    kind = forms.ChoiceField(
        label=_("Rodzaj"), required=False, choices=[("", _("wszystkie")), *KIND_LABELS.items()]
    )
    columns = forms.IntegerField(label=_("Kolumny"), min_value=1, max_value=5, initial=3)
    rows = forms.IntegerField(label=_("Wiersze"), min_value=1, max_value=12, initial=6)
    margin = forms.IntegerField(
        label=_("Margines kartki, mm"), min_value=0, max_value=30, initial=8
    )
    skip = forms.IntegerField(
        label=_("Puste miejsca na początku"), min_value=0, max_value=59, initial=0
    )
    first = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    last = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def grid(self) -> Grid:
        data = self.cleaned_data
        return Grid(
            columns=data["columns"],
            rows=data["rows"],
            margin_mm=data["margin"],
            skip=data["skip"],
        )

"""One matter of a conversation, as a case to be opened."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kck.cases.terms import Spot
from kck.desk.forms.fields import Choices, Pick, Text, category_choices
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.text import _
from kck.places.queries import geocode, outside_sentence
from kck.triage.terms import Suggestion


class MatterForm(forms.Form):
    """`take`: it is to become a case. What triage proposes stands first among the categories."""

    take = forms.BooleanField(label=_("Przyjmij"), required=False)
    text = Text(_("Treść"), rows=3)
    category = Pick(_("Kategoria"), lambda: _categories(()), required=False)
    kind = forms.ChoiceField(
        label=_("Rodzaj"),
        choices=lambda: [("", _("według kategorii")), *CaseKind.choices],
        required=False,
    )
    address = Text(_("Gdzie"), rows=1)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, suggested: Sequence[Suggestion] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.suggested = suggested
        if suggested:
            self.fields["category"].choices = _categories(suggested)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lat") is None and data.get("address"):
            found = geocode(data["address"])
            if found:
                data["lat"], data["lon"] = found.lat, found.lon
        if data.get("lat") is not None and data.get("lon") is not None:
            sentence = outside_sentence(data["lat"], data["lon"])
            if sentence:
                self.add_error("address", sentence)
        return data

    @property
    def spot(self) -> Spot:
        data = self.cleaned_data
        placed = data["lat"] is not None and data["lon"] is not None
        return Spot(
            lat=data["lat"] if placed else None,
            lon=data["lon"] if placed else None,
            address=data["address"],
        )


def _categories(suggested: Sequence[Suggestion]) -> Choices:
    undecided = ("", str(_("rozstrzygnie centrum")))
    proposed = [
        (one.code, f"{found.name()} · {round(one.probability * 100)} %")
        for one in suggested
        if (found := snapshot(clock.now()).category(one.code))
    ]
    first: Choices = [(str(_("Propozycje")), proposed)] if proposed else []
    return [undecided, *first, *category_choices()[1:]]

"""A form that asks where: an address that is looked up, or a point of the map, within the city."""

from typing import Any

from django import forms

from kck.cases.terms import Spot
from kck.places.queries import geocode, outside_sentence


class PlacedForm(forms.Form):
    """With the fields `address`, `lat` and `lon`, and `words` where the form asks for them."""

    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)

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
            words=data.get("words", ""),
        )

"""The forms of a report, one for each step."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from kck.directory.consents import ConsentText
from kck.directory.info import GroupInfo
from kck.foundation.text import _
from kck.intake.terms import Reached
from kck.places import queries as places
from kck.places.rules import possible_point
from kck.places.terms import Suggestion
from kck.portal.forms.fields import Photos, Words

LONGEST_TEXT = 4000
AS_TYPED = "as-typed"
_PHONE = re.compile(r"\+?[\d\s\-()/.]{7,24}")


def _choices_of(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


class WhatForm(forms.Form):
    """Step 1: what happened."""

    text = Words(
        label=_("Co się stało?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Napisz, co się stało.")},
    )
    photos = Photos(label=_("Zdjęcia"), required=False)
    group = forms.ChoiceField(
        label=_("Czego to dotyczy?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Wybierz jedną z podanych grup.")},
    )

    def __init__(self, *args: Any, groups: Sequence[GroupInfo], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices_of(self, "group").choices = [
            *((group.code, group.name()) for group in groups),
            ("", _("Nie wiem, rozpoznajcie za mnie")),
        ]


class WhereForm(forms.Form):
    """Step 2: where. An address, a point, or only words; one of them is enough."""

    address = Words(label=_("Adres albo miejsce"), max_length=200, required=False)
    words = Words(label=_("Jak tam trafić?"), max_length=500, required=False, widget=forms.Textarea)
    lat = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    # for which address the point stands: a changed address makes it void
    point_of = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("Które to miejsce?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Wybierz jedno z podanych miejsc.")},
    )

    def offer(self, found: Sequence[Suggestion]) -> None:
        """Ask which of the found places is meant; what was typed may also stay as it is."""
        _choices_of(self, "choice").choices = [
            *((place.value, _with_detail(place)) for place in found),
            (AS_TYPED, _("Żadne z nich: zostaw tak, jak napisano")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        point = self._point(cleaned)
        cleaned["point"] = point
        if not point and not cleaned.get("address") and not cleaned.get("words"):
            if "address" not in self.errors:
                self.add_error("address", _("Napisz, gdzie to jest: adres, przystanek albo opis."))
        elif point and (sentence := places.outside_sentence(*point)):
            self.add_error("address", sentence)
        return cleaned

    def _point(self, cleaned: dict[str, Any]) -> tuple[float, float] | None:
        """The marked point, unless the address was changed since. Swapped degrees are put right."""
        if cleaned.get("address") != cleaned.get("point_of", "").strip():
            return None
        try:
            lat, lon = float(cleaned.get("lat", "")), float(cleaned.get("lon", ""))
        except ValueError:
            return None
        if not possible_point(lat, lon):
            return None
        return (lon, lat) if places.swapped(lat, lon) else (lat, lon)


def _with_detail(place: Suggestion) -> str:
    return f"{place.label} ({place.detail})" if place.detail else place.label


def _phone(raw: str) -> str:
    digits = re.sub(r"\D", "", raw)
    if not _PHONE.fullmatch(raw) or not 9 <= len(digits) <= 15:
        raise ValidationError(_("Wpisz numer telefonu, na przykład 600 100 200."))
    if raw.startswith("+"):
        return f"+{digits}"
    return f"+48{digits}" if len(digits) == 9 else f"+{digits.removeprefix('00')}"


class ContactForm(forms.Form):
    """Who to tell; all of it optional. Consents are asked for only beside a contact."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Wpisz adres e-mail, na przykład imie@example.org.")},
    )
    phone = Words(label=_("Telefon"), max_length=30, required=False)
    name = Words(label=_("Imię i nazwisko"), max_length=200, required=False)
    prefers_sms = forms.BooleanField(label=_("Piszcie do mnie SMS-y, nie dzwońcie"), required=False)

    def __init__(self, *args: Any, consents: Sequence[ConsentText] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.consent_texts = consents
        for text in consents:
            self.fields[text.field] = forms.BooleanField(label=text.title, required=False)

    @property
    def consent_fields(self) -> list[tuple[forms.BoundField, ConsentText]]:
        return [(self[text.field], text) for text in self.consent_texts]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip()

    def clean_phone(self) -> str:
        raw = str(self.cleaned_data["phone"])
        return _phone(raw) if raw else ""

    def reached(self) -> Reached:
        data = self.cleaned_data
        return Reached(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            prefers_sms=bool(data["phone"]) and data["prefers_sms"],
        )

    def given_consents(self) -> dict[str, str]:
        """Purpose -> version of the text that was shown; none without a way to reach the person."""
        if not (self.cleaned_data["email"] or self.cleaned_data["phone"]):
            return {}
        return {
            text.purpose: text.version
            for text in self.consent_texts
            if self.cleaned_data.get(text.field)
        }

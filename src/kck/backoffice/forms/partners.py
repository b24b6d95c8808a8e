"""A key for another system."""

from datetime import datetime, timedelta

from django import forms

from kck.backoffice.forms.tokens import LIVES
from kck.foundation import clock
from kck.foundation.text import _


class PartnerForm(forms.Form):
    name = forms.CharField(
        label=_("Nazwa partnera"),
        help_text=_(
            "Kto zgłasza albo pisze do nas: aplikacja, sąsiednie miasto, system jednostki."
        ),
        max_length=80,
        error_messages={"required": _("Nazwij partnera, który dostanie klucz.")},
    )
    days = forms.TypedChoiceField(
        label=_("Jak długo ma działać"), choices=LIVES, coerce=int, initial=365
    )
    limit = forms.IntegerField(
        label=_("Najwięcej zapytań na minutę"), min_value=10, max_value=6000, initial=600
    )

    def expires_at(self) -> datetime:
        """Keys live in real time."""
        return clock.real_now() + timedelta(days=self.cleaned_data["days"])

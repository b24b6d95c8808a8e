"""A key for another system."""

from django import forms

from kck.backoffice.forms.tokens import LivingForm
from kck.foundation.text import _


class PartnerForm(LivingForm):
    field_order = ("name", "days", "limit")

    name = forms.CharField(
        label=_("Nazwa partnera"),
        help_text=_(
            "Kto zgłasza albo pisze do nas: aplikacja, sąsiednie miasto, system jednostki."
        ),
        max_length=80,
        error_messages={"required": _("Nazwij partnera, który dostanie klucz.")},
    )
    limit = forms.IntegerField(
        label=_("Najwięcej zapytań na minutę"), min_value=10, max_value=6000, initial=600
    )

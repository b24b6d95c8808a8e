"""What a person says of a file that could not be used."""

from django import forms

from kck.channels.ezd.settling import MOST_WORDS
from kck.foundation.text import _


class SettleForm(forms.Form):
    how = forms.CharField(
        label=_("Co z tym zrobiono"),
        max_length=MOST_WORDS,
        error_messages={
            "required": _("Napisz, co z tym zrobiono."),
            "max_length": _("Zmieść się w 500 znakach."),
        },
    )

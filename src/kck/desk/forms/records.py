"""The receipt of the records system, typed in by hand."""

from datetime import date
from typing import Any

from django import forms

from kck.desk.forms.fields import Text
from kck.foundation import clock
from kck.foundation.text import _


class ReceiptForm(forms.Form):
    number = Text(
        label=_("Znak sprawy w EZD"),
        rows=1,
        required=True,
        error_messages={"required": _("Wpisz znak sprawy z EZD, na przykład OR-01.1510.12.2026.")},
    )
    on = forms.DateField(
        label=_("Data przyjęcia w EZD"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": _("Podaj datę przyjęcia."),
            "invalid": _("Podaj datę jak 2026-02-03."),
        },
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(_("Data przyjęcia nie może być w przyszłości."))
        return on

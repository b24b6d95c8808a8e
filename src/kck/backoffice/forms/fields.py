"""A moment on the city's clocks, as a form asks for it."""

from typing import Any

from django import forms

from kck.foundation.text import _


class Moment(forms.DateTimeField):
    """Typed in the city's time; what comes out knows its zone."""

    default_error_messages = {
        "invalid": _("Wpisz dzień i godzinę, na przykład 2026-01-31 06:00."),
        "required": _("Wpisz dzień i godzinę."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M")
        widget.input_type = "datetime-local"
        super().__init__(widget=widget, **kwargs)

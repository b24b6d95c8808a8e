"""What was said on the telephone."""

from typing import Any

from django import forms

from kck.desk.forms.fields import Text
from kck.foundation.text import _
from kck.unitlinks.terms import CallResult

_MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=_MOMENTS,
        error_messages={
            "required": _("Podaj dzień i godzinę."),
            "invalid": _("Podaj dzień i godzinę, na przykład 2026-02-12 14:30."),
        },
        **more,
    )


class CallForm(forms.Form):
    """Whom, when, what came of it, and when to try again."""

    result = forms.ChoiceField(
        label=_("Co z tego wyszło"),
        choices=lambda: [(one.value, one.label) for one in CallResult],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz, co z tego wyszło.")},
    )
    spoke_with = Text(_("Z kim rozmowa"), rows=1, help_text=_("Nazwisko albo numer dyspozytora."))
    called_at = _moment(_("Kiedy"))
    text = Text(_("Co ustalono"), rows=3, help_text=_("Zostaje wśród pracowników."))
    next_at = _moment(_("Następna próba"), required=False)

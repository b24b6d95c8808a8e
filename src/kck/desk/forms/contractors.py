"""A firm of a unit's list."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kck.desk.forms.fields import Text
from kck.foundation.text import _


class _Day(forms.DateField):
    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Wpisz dzień, na przykład 2026-01-31.")},
            **more,
        )


class ContractorForm(forms.Form):
    unit = forms.ChoiceField(label=_("Jednostka"))
    name = Text(_("Nazwa"), rows=1)
    mail = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Na ten adres idą odnośniki do zadań."),
        error_messages={"invalid": _("To nie wygląda na adres e-mail.")},
    )
    phone = Text(_("Telefon"), rows=1)
    valid_from = _Day(_("Od kiedy"), help_text=_("Na przykład początek umowy. Puste: od zawsze."))
    valid_to = _Day(_("Do dnia"), help_text=_("Potem nie da się go wybrać. Puste: bez końca."))

    def __init__(
        self, data: Any = None, *, units: Sequence[tuple[int, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        if len(units) == 1:
            del self.fields["unit"]
        else:
            choices = [(str(pk), code) for pk, code in units]
            self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        self._units = units

    def given(self) -> dict[str, Any]:
        """What the command takes."""
        found = dict(self.cleaned_data)
        unit = found.pop("unit", self._units[0][0])
        return {**found, "unit_id": int(unit)}

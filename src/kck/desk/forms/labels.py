"""To rename a label, and to choose the one it is merged into."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kck.cases.queries.labels import KeptLabel
from kck.cases.terms import Colour
from kck.desk.forms.fields import Choices, Pick, Text
from kck.foundation.text import _


class LabelNameForm(forms.Form):
    name = Text(_("Nazwa"), rows=1, required=True)
    colour = forms.ChoiceField(
        label=_("Kolor"), choices=lambda: [(one.value, one.label) for one in Colour]
    )


class MergeLabelForm(forms.Form):
    into = Pick(_("Etykieta, która zostanie"), list)

    def __init__(self, data: Any = None, *, targets: Sequence[KeptLabel]) -> None:
        super().__init__(data)
        choices: Choices = [(str(one.id), _named(one)) for one in targets]
        self.fields["into"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


def _named(label: KeptLabel) -> str:
    return f"{label.name} ({label.unit or _('wspólna')})"

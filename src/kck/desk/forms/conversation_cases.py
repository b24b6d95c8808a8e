"""One matter of a conversation, as a case to be opened."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kck.desk.forms.fields import Choices, Pick, Text, category_choices
from kck.desk.forms.placed import PlacedForm
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.text import _
from kck.triage.terms import Suggestion


class MatterForm(PlacedForm):
    """`take`: it is to become a case. What triage proposes stands first among the categories."""

    take = forms.BooleanField(label=_("Przyjmij"), required=False)
    text = Text(_("Treść"), rows=3)
    category = Pick(_("Kategoria"), lambda: _categories(()), required=False)
    kind = forms.ChoiceField(
        label=_("Rodzaj"),
        choices=lambda: [("", _("według kategorii")), *CaseKind.choices],
        required=False,
    )
    address = Text(_("Gdzie"), rows=1)

    def __init__(self, *args: Any, suggested: Sequence[Suggestion] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.suggested = suggested
        if suggested:
            self.fields["category"].choices = _categories(suggested)  # type: ignore[attr-defined]


def _categories(suggested: Sequence[Suggestion]) -> Choices:
    undecided = ("", str(_("rozstrzygnie centrum")))
    proposed = [
        (one.code, f"{found.name()} · {round(one.probability * 100)} %")
        for one in suggested
        if (found := snapshot(clock.now()).category(one.code))
    ]
    first: Choices = [(str(_("Propozycje")), proposed)] if proposed else []
    return [undecided, *first, *category_choices()[1:]]

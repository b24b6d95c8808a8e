"""The one form for everything that is no report: question, idea, praise, complaint."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from kck.directory.consents import ConsentText
from kck.directory.terms import CaseKind
from kck.foundation.text import _
from kck.intake.terms import Reached
from kck.portal.forms.fields import Words
from kck.portal.forms.report import LONGEST_TEXT, ContactForm

KINDS = [
    (str(CaseKind.ENQUIRY), _("Pytanie")),
    (str(CaseKind.IDEA), _("Pomysł dla miasta")),
    (str(CaseKind.PRAISE), _("Pochwała albo podziękowanie")),
    (str(CaseKind.COMPLAINT), _("Skarga na działanie urzędu lub jednostki")),
]


class WriteForm(ContactForm):
    """What kind of matter, what about, and whom to answer, if anybody."""

    field_order = ("kind", "text", "email", "phone", "name", "address")

    kind = forms.ChoiceField(
        label=_("Z czym przychodzisz?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wybierz, z czym przychodzisz."),
            "invalid_choice": _("Wybierz jedno z podanych."),
        },
    )
    text = Words(
        label=pgettext_lazy("of a letter", "Treść"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Napisz, o co chodzi.")},
    )
    address = Words(label=_("Adres do korespondencji"), max_length=300, required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consents: Sequence[ConsentText] = (), **more: Any) -> None:
        super().__init__(*args, consents=consents, **more)
        self.order_fields(self.field_order)

    def reached(self) -> Reached:
        return replace(super().reached(), address=self.cleaned_data["address"])

"""A notice for everybody."""

from datetime import datetime
from typing import Any

from django import forms

from kck.backoffice.forms.fields import Moment
from kck.foundation.text import _
from kck.notices.rules import LONGEST_TEXT, LONGEST_TITLE, cleaned
from kck.notices.terms import NoticeKind
from kck.places.queries import districts

LANGUAGES = ("pl", "en", "uk")
_TITLES = {"pl": _("Tytuł po polsku"), "en": _("Tytuł po angielsku"), "uk": _("Tytuł po ukraińsku")}
_TEXTS = {"pl": _("Tekst po polsku"), "en": _("Tekst po angielsku"), "uk": _("Tekst po ukraińsku")}
_TOO_LONG = {
    "title": _("Tytuł może mieć najwyżej 120 znaków."),
    "text": _("Tekst może mieć najwyżej 600 znaków."),
}


class NoticeForm(forms.Form):
    """Polish is needed; a language left empty shows the Polish words."""

    kind = forms.ChoiceField(
        label=_("Rodzaj"),
        choices=NoticeKind.choices,
        initial=NoticeKind.INFO,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wybierz rodzaj komunikatu."),
            "invalid_choice": _("Nie ma takiego rodzaju komunikatu."),
        },
    )
    begins = Moment(label=_("Od"), help_text=_("Puste pole: od razu."), required=False)
    ends = Moment(label=_("Do"), help_text=_("Puste pole: do odwołania."), required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        for language in LANGUAGES:
            self.fields[f"title_{language}"] = self._words("title", language)
            self.fields[f"text_{language}"] = self._words("text", language)
        self.fields["districts"] = forms.MultipleChoiceField(
            label=_("Dzielnice"),
            help_text=_("Bez zaznaczenia: całe miasto."),
            choices=[(one.code, one.name) for one in districts()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @staticmethod
    def _words(what: str, language: str) -> forms.CharField:
        title = what == "title"
        return forms.CharField(
            label=(_TITLES if title else _TEXTS)[language],
            max_length=LONGEST_TITLE if title else LONGEST_TEXT,
            required=title and language == "pl",
            widget=forms.TextInput if title else forms.Textarea,
            error_messages={
                "required": _("Komunikat potrzebuje tytułu po polsku."),
                "max_length": _TOO_LONG[what],
            },
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        begins, ends = found.get("begins") or self.at, found.get("ends")
        if ends and ends <= begins:
            self.add_error("ends", _("Koniec komunikatu musi być po jego początku."))
        elif ends and ends <= self.at:
            self.add_error("ends", _("Ta chwila już minęła."))
        return found

    def typed(self, what: str) -> dict[str, str]:
        """Titles or texts as typed, by language; empty ones left out."""
        raw = {one: str(self.data.get(f"{what}_{one}", "")) for one in LANGUAGES}
        return cleaned(raw)

"""What a crew writes: few fields, sent at once or from a page that was kept for hours."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from kck.field.phrases import OUTCOMES, Phrase
from kck.foundation.text import _, clean
from kck.ui.causes import NOT_SAID, cause_field, cause_words_field

LONGEST = 4000
UNWRITABLE = _("W tekście są znaki, których nie można zapisać. Usuń je i wyślij jeszcze raz.")
_KEY = re.compile(r"[0-9A-Za-z-]{16,64}")


class Text(forms.CharField):
    """Words as people mean them; whether they are enough is said by the command."""

    def __init__(self, label: Any, *, rows: int = 3, **more: Any) -> None:
        super().__init__(
            label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more
        )
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        raw = "" if value is None else str(value)
        if "\x00" in raw:
            raise ValidationError(UNWRITABLE, code="unwritable")
        return clean(raw)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several files; what they are is found out by looking into them."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        files = data if isinstance(data, list | tuple) else [data]
        return [file for file in files if isinstance(file, UploadedFile)]


class ActForm(forms.Form):
    """`key` makes sending twice harmless; `seen` is the last event the page knew; `age` how long
    ago it was done, in seconds; `kept` are photos taken in by an earlier try."""

    key = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    age = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not _KEY.fullmatch(key):
            raise ValidationError(_("Odśwież stronę i wyślij jeszcze raz."))
        return key

    def write(self, name: str, value: str) -> None:
        """Put a value into the form as if it had been sent, for showing it again."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[name] = value
        self.data = sent


class TakeForm(ActForm):
    """Nothing more to say."""


class DoneForm(ActForm):
    """`ready` names words to send instead of one's own; what is written goes before it."""

    photos = Photos(label=_("Zdjęcie po wykonaniu"), required=False)
    outcome = forms.ChoiceField(
        label=_("Wynik"),
        choices=lambda: [(one.value, one.label) for one in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz wynik.")},
    )
    ready = forms.CharField(label=_("Gotowe słowa"), required=False, max_length=100)
    text = Text(_("Słowa do zgłaszającego"), required=False)
    cause = cause_field(required=False)
    cause_words = cause_words_field()

    def settle_cause(self, *, returns: bool) -> None:
        """Asked where the page asked: one that was kept since before it returned is not blamed."""
        if not returns:
            self.cleaned_data["cause"] = ""
        elif "cause" in self.data and not self.cleaned_data.get("cause"):
            self.add_error("cause", NOT_SAID)

    def choose_words(self, phrases: Sequence[Phrase]) -> None:
        if self.cleaned_data.get("text") or "text" in self.errors:
            return
        code = self.cleaned_data.get("ready")
        ready = next((one for one in phrases if one.code == code), None)
        self.cleaned_data["text"] = ready.words if ready else ""
        if ready is None:
            self.add_error("text", _("Wybierz gotowe słowa albo napisz własne."))


class HandBackForm(ActForm):
    text = Text(
        _("Dlaczego to nie Wasza sprawa"),
        help_text=_("Przeczyta to następna jednostka i zgłaszający."),
        error_messages={"required": _("Napisz powód.")},
    )


class AnotherCrewForm(ActForm):
    text = Text(
        _("Kto i czym ma przyjechać"),
        help_text=_("Sprawa wróci do puli jednostki z tą notatką."),
        error_messages={"required": _("Napisz, kto jest potrzebny.")},
    )


class AskForm(ActForm):
    text = Text(
        _("Pytanie do zgłaszającego"),
        help_text=_("Termin stoi, dopóki nie odpowie."),
        error_messages={"required": _("Wpisz pytanie.")},
    )


class NoteForm(ActForm):
    photos = Photos(label=_("Zdjęcia"), required=False)
    text = Text(
        _("Notatka dla kolegów i biura"),
        required=False,
        help_text=_("Zgłaszający jej nie zobaczy."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not (data.get("text") or data.get("photos") or data.get("kept")):
            self.add_error("text", _("Dodaj zdjęcie albo napisz notatkę."))
        return data

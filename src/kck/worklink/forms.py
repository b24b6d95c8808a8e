"""What somebody without an account fills in. Every form asks who it is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from kck.cases.terms import Outcome
from kck.foundation.text import _, clean
from kck.ui.causes import add_cause
from kck.unitlinks.terms import LONGEST_NAME

LONGEST = 4000
# of the outcomes those that a unit can tell; the others are decided by the centre
OUTCOMES = (
    Outcome.DONE,
    Outcome.DONE_FOR_NOW,
    Outcome.PARTLY,
    Outcome.NOT_FOUND,
    Outcome.NOT_CITYS,
    Outcome.PRIVATE_LAND,
    Outcome.IN_PROGRAMME,
    Outcome.REFUSED,
)
UNWRITABLE = _("W tekście są znaki, których nie można zapisać. Usuń je i wyślij jeszcze raz.")


class Text(forms.CharField):
    """Words as people mean them; whether they are enough is said by the command."""

    def __init__(self, label: Any, *, most: int = LONGEST, rows: int = 4, **more: Any) -> None:
        more.setdefault("required", False)
        widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
        super().__init__(label=label, max_length=most, widget=widget, **more)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        raw = "" if value is None else str(value)
        if "\x00" in raw:
            raise ValidationError(UNWRITABLE, code="unwritable")
        return clean(raw)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several files; what they are is found out by looking into them."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        files = data if isinstance(data, list | tuple) else [data]
        return [file for file in files if isinstance(file, UploadedFile)]


class ActForm(forms.Form):
    """`kept` are photos that were taken in by an earlier try."""

    name = Text(
        _("Twoje imię i nazwisko"),
        most=LONGEST_NAME,
        rows=1,
        required=True,
        help_text=_("Zapiszemy je przy tym, co robisz. Zgłaszający ich nie zobaczy."),
        error_messages={"required": _("Podaj imię i nazwisko.")},
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, returns: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if returns:
            self.ask_why()
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        # who it is comes last: first what there is to say
        self.order_fields([*(name for name in self.fields if name != "name"), "name"])

    def ask_why(self) -> None:
        """The case has come back: an ending asks for the cause."""

    def write(self, name: str, value: str) -> None:
        """Put a value into the form as if it had been sent, for showing it again."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[name] = value
        self.data = sent


class TakeForm(ActForm):
    """A name is all."""


class AskForm(ActForm):
    text = Text(
        _("Pytanie do zgłaszającego"),
        required=True,
        error_messages={"required": _("Wpisz pytanie.")},
    )


class NoteForm(ActForm):
    text = Text(
        _("Notatka"),
        required=True,
        help_text=_("Zobaczy ją centrum i Twoja jednostka, zgłaszający nie."),
        error_messages={"required": _("Wpisz treść.")},
    )


class PhotoForm(ActForm):
    photos = Photos(label=_("Zdjęcia"), required=False, help_text=_("Do 5, każde do 10 MB."))


class DoneForm(ActForm):
    outcome = forms.ChoiceField(
        label=_("Wynik"),
        choices=lambda: [(one.value, one.label) for one in OUTCOMES],
        widget=forms.RadioSelect,
        initial=Outcome.DONE.value,  # whoever pressed "done" need not say so twice
        error_messages={"required": _("Wybierz wynik.")},
    )
    text = Text(
        _("Co zrobiono"),
        required=True,
        help_text=_("Zwykłymi słowami: zgłaszający to przeczyta i potwierdzi albo nie."),
        error_messages={"required": _("Napisz, co zrobiono.")},
    )
    photos = Photos(label=_("Zdjęcie po wykonaniu"), required=False)

    def ask_why(self) -> None:
        add_cause(self)


class HandBackForm(ActForm):
    text = Text(
        _("Dlaczego to nie Wasza sprawa"),
        required=True,
        help_text=_("Przeczyta to następna jednostka i zgłaszający."),
        error_messages={"required": _("Napisz powód.")},
    )


class TaskDoneForm(ActForm):
    text = Text(
        _("Co zrobiono"),
        required=True,
        help_text=_("Przeczyta to jednostka, która prowadzi sprawę."),
        error_messages={"required": _("Napisz, co zrobiono.")},
    )
    photos = Photos(
        label=_("Zdjęcie po wykonaniu"), required=False, help_text=_("Do 5, każde do 10 MB.")
    )


class TaskAskForm(ActForm):
    text = Text(
        _("Pytanie do jednostki"),
        required=True,
        error_messages={"required": _("Wpisz pytanie.")},
    )


class TaskBackForm(ActForm):
    text = Text(
        _("Dlaczego"),
        required=True,
        help_text=_("Przeczyta to jednostka, która prowadzi sprawę."),
        error_messages={"required": _("Napisz powód.")},
    )

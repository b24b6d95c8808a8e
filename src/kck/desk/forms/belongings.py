"""What a person fills in to give tasks, put labels on, add files, tie cases, split them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from kck.cases.policy import may_share_labels
from kck.cases.queries.belongings import labels_for
from kck.cases.queries.desk_case import DeskCase
from kck.cases.terms import Colour, Tie
from kck.desk.forms.fields import Choices, Photos, Pick, Text, category_choices
from kck.foundation.actor import Actor
from kck.foundation.text import _


class SideForm(forms.Form):
    """A form beside the case's own course: it does not mind what others do meanwhile."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        case: DeskCase,
        actor: Actor,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.case, self.actor = case, actor
        self.prepare()

    def prepare(self) -> None:
        """What depends on the case and on who it is."""


class LabelForm(SideForm):
    name = Text(_("Etykieta"), rows=1, required=True)
    colour = forms.ChoiceField(
        label=_("Kolor nowej"),
        choices=lambda: [(one.value, one.label) for one in Colour],
        required=False,
    )
    shared = forms.BooleanField(label=_("Nowa jest dla wszystkich jednostek"), required=False)

    def prepare(self) -> None:
        self.known = labels_for(self.actor)
        self.fields["name"].widget.attrs["list"] = "known-labels"
        if not may_share_labels(self.actor):
            del self.fields["shared"]


class TieForm(SideForm):
    tie = forms.ChoiceField(
        label=_("Ta sprawa"),
        choices=lambda: [(one.value, one.label) for one in (Tie.RELATES, Tie.FOLLOWS)],
        widget=forms.RadioSelect,
        initial=Tie.RELATES.value,
    )
    number = Text(_("Numer drugiej sprawy"), rows=1, required=True)


class FileForm(SideForm):
    documents = Photos(
        label=_("Pliki"),
        help_text=_(
            "PDF, Word, Excel, OpenDocument, obraz albo tekst, do 25 MB. Nigdy nie będą publiczne."
        ),
    )

    def clean_documents(self) -> list["UploadedFile[Any]"]:
        files: list[UploadedFile[Any]] = self.cleaned_data["documents"]
        if not files:
            raise forms.ValidationError(_("Wybierz plik."))
        return files


class TakeTaskForm(SideForm):
    """A press of the button is all."""


class AskTaskForm(SideForm):
    text = Text(_("Pytanie"), help_text=_("Przeczyta je jednostka, która prowadzi sprawę."))


class DoneTaskForm(SideForm):
    text = Text(_("Co zrobiono"), help_text=_("Przeczyta to jednostka, która prowadzi sprawę."))
    photos = Photos(label=_("Zdjęcie po wykonaniu"), required=False)


class PhotoTaskForm(SideForm):
    photos = Photos(label=_("Zdjęcia z pracy"), required=False)


class BackTaskForm(SideForm):
    text = Text(_("Dlaczego"), help_text=_("Przeczyta to jednostka, która prowadzi sprawę."))


class CancelTaskForm(SideForm):
    text = Text(_("Dlaczego"), rows=2)


def part_choices() -> Choices:
    return [("", str(_("rozstrzygnie centrum"))), *category_choices()[1:]]


class PartForm(forms.Form):
    """One matter of a report; without words it is none."""

    text = Text(_("Treść"), rows=3)
    category = Pick(_("Kategoria"), part_choices, required=False)


def add_cancelling(form: forms.Form, who: list[str]) -> None:
    """While others have still something to do."""
    form.fields["cancel_tasks"] = forms.BooleanField(
        label=str(_("Odwołaj zadania, które trwają: %(who)s")) % {"who": ", ".join(who)},
        required=False,
    )


def ending_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an ending takes along besides its words."""
    names = ("cancel_tasks", "cause", "cause_words")
    return {name: data[name] for name in names if data.get(name)}

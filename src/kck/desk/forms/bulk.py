"""What a bulk action needs besides the cases."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from kck.accounts.queries import colleagues
from kck.cases.queries.belongings import labels_for, labels_on
from kck.cases.terms import Outcome
from kck.desk.forms.fields import Pick, Text, unit_choices
from kck.foundation.actor import Actor
from kck.foundation.text import _, polish_sort_key

OTHER_LANGUAGES = ("en", "uk")


class BulkForm(forms.Form):
    """What one action needs for all the cases it is about."""

    def __init__(
        self,
        data: Any = None,
        *,
        actor: Actor,
        units: frozenset[int],
        ids: Collection[int] = (),
    ) -> None:
        super().__init__(data)
        self.ids = ids
        self.prepare(actor, units)

    def write(self, name: str, value: str) -> None:
        """Put a value into the form as if it had been sent, for showing it again."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[name] = value
        self.data = sent

    def prepare(self, actor: Actor, units: frozenset[int]) -> None:
        """What depends on who acts, and on the units of the cases."""

    def content(self) -> Mapping[str, Any]:
        return dict(self.cleaned_data)


class AssignMany(BulkForm):
    person = Pick(_("Osoba"), list, required=False)

    def prepare(self, actor: Actor, units: frozenset[int]) -> None:
        """Whoever acts stands first: one Enter and the work is theirs."""
        people = {one.id: one.name for unit in units for one in colleagues(unit)}
        own = [(str(actor.id), _("ja"))] if actor.id in people else []
        named = sorted(people.items(), key=lambda one: polish_sort_key(one[1]))
        others = [(str(pk), name) for pk, name in named if pk != actor.id]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            *own, *others, ("", _("nikt (wspólna kolejka)")),
        ]  # fmt: skip
        self.fields["person"].initial = (own or others or [("", "")])[0][0]

    def content(self) -> Mapping[str, Any]:
        person = self.cleaned_data["person"]
        return {"person": int(person) if person else None}


class ForwardMany(BulkForm):
    unit = Pick(_("Jednostka"), unit_choices)
    text = Text(
        _("Powód"), rows=3, help_text=_("Przeczyta go następna jednostka i każdy zgłaszający.")
    )


class WordsMany(BulkForm):
    """Words to every reporter: in each language somebody may read, with gaps each case fills."""

    def prepare(self, actor: Actor, units: frozenset[int]) -> None:
        self.fields["text_en"] = Text(_("Po angielsku"), rows=4)
        self.fields["text_uk"] = Text(_("Po ukraińsku"), rows=4)
        self.fields["used"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def main_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if not field.name.startswith("text_")]

    def other_languages(self) -> list[Any]:
        return [self[f"text_{language}"] for language in OTHER_LANGUAGES]

    @property
    def spoken_otherwise(self) -> bool:
        return any(field.value() or field.errors for field in self.other_languages())

    def content(self) -> Mapping[str, Any]:
        data = dict(self.cleaned_data)
        texts = {language: data.pop(f"text_{language}") for language in OTHER_LANGUAGES}
        used = data.pop("used").split()
        return {**data, "texts": {key: text for key, text in texts.items() if text}, "used": used}


class AnswerMany(WordsMany):
    text = Text(
        _("Odpowiedź"),
        rows=6,
        help_text=_("Dostanie ją każdy zgłaszający, za minutę. Stan spraw się nie zmieni."),
    )


class FinishMany(WordsMany):
    outcome = forms.ChoiceField(
        label=_("Wynik"),
        choices=lambda: [
            ("", "—"),
            *((str(one), one.label) for one in Outcome if one != Outcome.DUPLICATE),
        ],
        error_messages={"required": _("Wybierz wynik.")},
    )
    text = Text(
        _("Co zrobiono"),
        rows=6,
        help_text=_("Przeczyta to każdy zgłaszający, za minutę, i potwierdzi albo nie."),
    )


class LabelMany(BulkForm):
    add = Text(
        _("Dodaj etykiety"), rows=1, help_text=_("Kilka oddziel przecinkami. Nowa też może być.")
    )
    off = forms.MultipleChoiceField(
        label=_("Zdejmij etykiety"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Wybierz z listy.")},
    )

    def prepare(self, actor: Actor, units: frozenset[int]) -> None:
        self.known = labels_for(actor)
        self.fields["add"].widget.attrs["list"] = "known-labels"
        names = labels_on(self.ids)
        self.fields["off"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        if not names:
            del self.fields["off"]

    def content(self) -> Mapping[str, Any]:
        typed = [" ".join(one.split()) for one in self.cleaned_data["add"].split(",")]
        return {
            "add": list(dict.fromkeys(filter(None, typed))),
            "off": self.cleaned_data.get("off", []),
        }


class NothingMore(BulkForm):
    """Choosing the cases is all."""


BULK_FORMS: Mapping[str, type[BulkForm]] = {
    "accept": NothingMore,
    "assign": AssignMany,
    "forward": ForwardMany,
    "answer": AnswerMany,
    "done": FinishMany,
    "label": LabelMany,
}

"""What a person fills in to do something with a case. Every form remembers what it had seen."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format

from kck.accounts.queries import Colleague, colleagues
from kck.cases.queries.contractors import firms_to_choose
from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.returning import FLAGGED
from kck.cases.queries.tasks import open_beside
from kck.cases.terms import Outcome
from kck.desk.forms.belongings import add_cancelling
from kck.desk.forms.fields import (
    Choices,
    Photos,
    Pick,
    Text,
    Until,
    category_choices,
    unit_choices,
)
from kck.desk.forms.programme import YearOrDay
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.text import _
from kck.ui.causes import add_cause

# outcomes that a person chooses; a duplicate comes of merging
_CHOSEN = [outcome for outcome in Outcome if outcome != Outcome.DUPLICATE]


class ActionForm(forms.Form):
    """`seen` is the place of the last thing its page showed; `kept` are photos already taken in.

    `draft` is the version of the draft that this window knows; `used` are codes of ready texts.
    """

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    draft = forms.CharField(required=False, widget=forms.HiddenInput)
    used = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        case: DeskCase,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"seen": case.seq, **(initial or {})})
        self.case = case
        self.prepare(case)

    def prepare(self, case: DeskCase) -> None:
        """What depends on the case."""

    def write(self, name: str, value: str) -> None:
        """Put a value into the form as if it had been sent, for showing it again."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[name] = value
        self.data = sent


class NothingMore(ActionForm):
    """A press of the button is all."""


class AnswerForm(ActionForm):
    text = Text(
        _("Odpowiedź do zgłaszającego"),
        help_text=_("Zgłaszający dostanie ją w całości. Stan sprawy się nie zmieni."),
    )


class AskForm(ActionForm):
    text = Text(
        _("Pytanie do zgłaszającego"),
        help_text=_("Termin obiecany stanie do odpowiedzi, najwyżej na kilka dni."),
    )


class NoteForm(ActionForm):
    text = Text(
        _("Notatka"), help_text=_("Widzą ją tylko pracownicy. Nie wpisuj danych osobowych.")
    )


def named(one: Colleague) -> str:
    """Whoever is away today is marked: their work is a substitute's, if they have one."""
    if one.away_until is None:
        return one.name
    return _("%(name)s (nieobecność do %(day)s)") % {
        "name": one.name,
        "day": date_format(one.away_until, "j E"),
    }


class AssignForm(ActionForm):
    person = Pick(_("Osoba"), list, required=False)

    def prepare(self, case: DeskCase) -> None:
        nobody: Choices = [("", str(_("nikt (wspólna kolejka)")))]
        people: Choices = [(str(one.id), named(one)) for one in colleagues(case.unit.id)]
        self.fields["person"].choices = nobody + people  # type: ignore[attr-defined]
        self.fields["person"].initial = case.handler_id


class ScheduleForm(ActionForm):
    when = forms.DateTimeField(
        label=_("Kiedy"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
        error_messages={
            "required": _("Podaj dzień i godzinę."),
            "invalid": _("Podaj dzień i godzinę, na przykład 2026-02-12 14:30."),
        },
    )
    text = Text(_("Co wtedy zrobimy"), rows=3, help_text=_("Przeczyta to zgłaszający."))


class TaskForm(ActionForm):
    unit = Pick(_("Jednostka"), unit_choices)
    text = Text(
        _("Co ma zrobić"),
        help_text=_("Zgłaszający tego nie zobaczy: z nim rozmawia tylko Wasza jednostka."),
    )
    until = Until()

    def prepare(self, case: DeskCase) -> None:
        choices = [one for one in unit_choices() if one[0] != case.unit.code]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


class ContractorForm(ActionForm):
    """One of the unit's list, or somebody whose name is typed."""

    firm = forms.ChoiceField(label=_("Wykonawca z listy"), required=False)
    contractor = Text(
        _("Wykonawca"), rows=1, help_text=_("Puste, gdy wybrano z listy; inna nazwa tylko raz.")
    )
    mail = forms.EmailField(
        label=_("E-mail wykonawcy"),
        required=False,
        help_text=_("Dostanie odnośnik do zadania i sam napisze, co zrobił."),
        error_messages={"invalid": _("To nie wygląda na adres e-mail.")},
    )
    text = Text(
        _("Zlecenie"),
        rows=3,
        help_text=_("Przeczyta je wykonawca. Nie wpisuj danych zgłaszającego."),
    )
    until = Until()
    shows_photos = forms.BooleanField(
        label=_("Pokaż mu zdjęcia ze zgłoszenia (nie ma na nich ludzi ani tablic)"), required=False
    )

    def prepare(self, case: DeskCase) -> None:
        self.firms = {str(one.id): one for one in firms_to_choose(case.unit.id, clock.today())}
        if not self.firms:
            del self.fields["firm"]
            self.fields["contractor"].help_text = ""
            return
        listed: Choices = [
            (key, f"{one.name} ({one.mail or one.phone})" if one.mail or one.phone else one.name)
            for key, one in self.firms.items()
        ]
        self.fields["firm"].choices = [("", "—"), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was typed goes before what the list says."""
        found = super().clean() or self.cleaned_data
        if chosen := self.firms.get(found.get("firm", "")):
            found["contractor"] = found.get("contractor") or chosen.name
            if not found.get("mail") and "mail" not in self.errors:
                found["mail"] = chosen.mail
        return found


class PhotoForm(ActionForm):
    photos = Photos(
        label=_("Zdjęcia wykonanej pracy"),
        required=False,
        help_text=_("Do 5 zdjęć, każde do 10 MB. Publicznie dopiero po opublikowaniu."),
    )


class EndForm(ActionForm):
    outcome = forms.ChoiceField(
        label=_("Wynik"),
        choices=lambda: [("", "—"), *((one.value, one.label) for one in _CHOSEN)],
        error_messages={"required": _("Wybierz wynik.")},
    )
    text = Text(
        _("Co zrobiono"),
        help_text=_("Zwykłymi słowami: zgłaszający przeczyta to i potwierdzi albo nie."),
    )
    due_on = YearOrDay(
        label=_("Rok albo dzień, kiedy do tego wrócimy"),
        required=False,
        help_text=_("Wtedy sprawa wróci do jednostki sama. Na przykład 2027 albo 30.06.2027."),
    )
    programme = Text(_("Nazwa programu"), rows=1)

    def prepare(self, case: DeskCase) -> None:
        if who := open_beside(case.id):
            add_cancelling(self, who)
        if case.times >= FLAGGED:
            add_cause(self)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        promised = data.get("outcome") == Outcome.IN_PROGRAMME
        if promised and "due_on" not in self.errors and data.get("due_on") is None:
            self.add_error("due_on", str(_("Podaj rok albo dzień, kiedy do tego wrócimy.")))
        return data


class DoneForm(EndForm):
    photos = Photos(label=_("Zdjęcie po wykonaniu"), required=False)

    def prepare(self, case: DeskCase) -> None:
        super().prepare(case)
        if case.evidence_needed:
            self.fields["photos"].help_text = _("W tej kategorii jest potrzebne.")


class ForwardForm(ActionForm):
    unit = Pick(_("Jednostka"), unit_choices)
    text = Text(_("Powód"), rows=3, help_text=_("Przeczyta go następna jednostka i zgłaszający."))


class HandBackForm(ActionForm):
    text = Text(
        _("Dlaczego to nie nasza sprawa"),
        rows=3,
        help_text=_("Przeczyta to następna jednostka i zgłaszający."),
    )


class RecategoriseForm(ActionForm):
    category = Pick(_("Kategoria"), category_choices)
    text = Text(_("Powód"), rows=2, help_text=_("Jeśli trzeba coś wyjaśnić."))

    def prepare(self, case: DeskCase) -> None:
        self.fields["category"].initial = case.category.code


class RequalifyForm(ActionForm):
    kind = forms.ChoiceField(
        label=_("Rodzaj sprawy"),
        choices=lambda: [("", "—"), *CaseKind.choices],
        error_messages={"required": _("Wybierz rodzaj sprawy.")},
        help_text=_("Treść decyduje (art. 222 k.p.a.). Rusza termin ustawowy, numer zostaje."),
    )
    text = Text(_("Powód"), rows=3)


class VisibilityForm(ActionForm):
    shown = forms.ChoiceField(
        label=_("Kto widzi sprawę"),
        choices=[
            ("yes", _("wszyscy, z dokładnym miejscem")),
            ("coarse", _("wszyscy, z dokładnością do ulicy")),
            ("no", _("tylko zgłaszający i pracownicy")),
        ],
        widget=forms.RadioSelect,
    )

    def prepare(self, case: DeskCase) -> None:
        now = "no" if case.private else "coarse" if case.coarse else "yes"
        self.fields["shown"].initial = now


class MergeForm(ActionForm):
    number = Text(
        _("Numer sprawy, z którą łączymy"),
        rows=1,
        help_text=_("Ta sprawa się skończy, a zgłaszający będzie dostawał wieści o tamtej."),
    )


class ReopenForm(ActionForm):
    text = Text(_("Powód"), rows=3, help_text=_("Przeczyta go zgłaszający."))


class ReplyForm(ActionForm):
    text = Text(_("Co dopisuje zgłaszający"))


class DisagreeForm(ActionForm):
    text = Text(_("Co jest nie tak"))


class EraseForm(ActionForm):
    text = Text(
        _("Podstawa"),
        rows=2,
        initial="art. 17 RODO",
        help_text=_("Usunie kontakt, treść i zdjęcia zgłaszającego. Tego nie da się cofnąć."),
    )


class RedactTextForm(ActionForm):
    text_id = forms.IntegerField(widget=forms.HiddenInput)
    text = Text(
        _("Treść bez danych osobowych"),
        rows=8,
        help_text=_("Poprzednia treść zniknie na zawsze i zastąpi ją ta."),
    )


class RedactPhotoForm(ActionForm):
    photo_id = forms.IntegerField(widget=forms.HiddenInput)
    boxes = Text(
        _("Co zasłonić"),
        rows=4,
        help_text=_(
            "Każdy prostokąt w nowym wierszu: lewa, góra, prawa, dół w procentach zdjęcia. "
            "Można je narysować na zdjęciu."
        ),
    )
    whole = forms.BooleanField(label=_("Usuń całe zdjęcie"), required=False)

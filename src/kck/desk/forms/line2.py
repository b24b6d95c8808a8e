"""Handing a conversation to line II, and what a department does with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from kck.desk.forms.fields import Choices, Pick, Text, Until, category_choices
from kck.desk.forms.placed import PlacedForm
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.when import at_time
from kck.intake.line2_queries import departments
from kck.intake.line2_rules import promise, usual
from kck.intake.line2_terms import GIVEN, How, When


def departments_to_choose() -> Choices:
    return [("", "—"), *((unit.code, f"{unit.code} · {unit.name()}") for unit in departments())]


class Promised(forms.Form):
    """A quick pick, or a day and an hour; what each means is said when the department is known."""

    by_when = forms.ChoiceField(
        label=_("Kiedy oddzwonić"),
        choices=[(str(one), one.label) for one in When],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz, kiedy oddzwonić.")},
    )
    day = Until()

    def __init__(self, *args: Any, unit: UnitInfo | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["day"].label = _("Dzień i godzina")
        self.fields["day"].help_text = str(_("Tylko do ostatniej odpowiedzi: w wybranym czasie."))
        if unit is not None:
            self.fields["by_when"].choices = _choices(unit)  # type: ignore[attr-defined]
            self.fields["by_when"].initial = usual(clock.now(), snapshot().calendar_of(unit))

    def promised_at(self, unit: UnitInfo) -> datetime | None:
        """None, with an error said, when it cannot be."""
        when = When(self.cleaned_data["by_when"])
        day: datetime | None = self.cleaned_data.get("day")
        if when == When.DATE:
            if day is None and "day" not in self.errors:
                self.add_error("day", _("Podaj dzień i godzinę."))
            return day
        found = promise(when, clock.now(), snapshot().calendar_of(unit))
        if found is None:
            self.add_error("by_when", _("Ta jednostka dziś już nie zdąży. Wybierz inny czas."))
        return found


def _choices(unit: UnitInfo) -> list[tuple[str, Any]]:
    """With the moment each means; what cannot be kept any more is not offered."""
    now, calendar = clock.now(), snapshot().calendar_of(unit)
    found: list[tuple[str, Any]] = []
    for one in (When.HOUR, When.TODAY, When.TOMORROW):
        moment = promise(one, now, calendar)
        if moment is not None:
            said = at_time(moment, now)
            found.append((str(one), said if one == When.TODAY else f"{one.label}: {said}"))
    return [*found, (str(When.DATE), When.DATE.label)]


class HandForm(Promised):
    """Only what the department does not know yet."""

    unit = Pick(_("Jednostka"), departments_to_choose)
    shown = Text(
        _("Co już powiedziano albo pokazano"),
        rows=2,
        help_text=_("Karta, strona, telefon: żeby nikt nie mówił drugi raz tego samego."),
    )
    will_call = forms.BooleanField(
        label=_("Ta osoba zadzwoni sama: podam jej numer rozmowy"), required=False
    )
    field_order = ("unit", "shown", "by_when", "day", "will_call")


class ExtendForm(Promised):
    text = Text(_("Dlaczego później"), rows=2, help_text=_("Dla kolegów. Zadzwoń i uprzedź."))
    field_order = ("by_when", "day", "text")


class AnswerForm(forms.Form):
    how = forms.ChoiceField(
        label=_("Jak odpowiedziano"),
        choices=[(str(one), one.label) for one in GIVEN],
        initial=How.CALLED,
        widget=forms.RadioSelect,
    )
    text = Text(_("Co odpowiedziano"), rows=4)


class BackForm(forms.Form):
    text = Text(
        _("Dlaczego to wraca"), rows=3, help_text=_("Kto powinien odpowiedzieć, czego brakuje.")
    )


class CaseForm(PlacedForm):
    """What was asked, as a matter to be dealt with."""

    text = Text(_("O co chodzi"), rows=5)
    category = Pick(
        _("Kategoria"),
        lambda: [("", str(_("rozstrzygnie centrum"))), *category_choices()[1:]],
        required=False,
    )
    address = Text(_("Gdzie"), rows=1, help_text=_("Ulica i numer, przystanek albo miejsce"))


def first_lines(texts: Sequence[str]) -> str:
    """What to begin a case with."""
    return "\n\n".join(text for text in texts if text)

"""What a person fills in about formal matters and about what was promised for later."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from kck.accounts.holder_queries import everybody
from kck.cases.clock_terms import ComplainedOf
from kck.cases.commands.prolong import proposed
from kck.cases.instructions import instruction_of
from kck.cases.queries.desk_case import DeskCase
from kck.cases.reaching import reader_of
from kck.desk.forms.actions import ActionForm
from kck.desk.forms.fields import Pick, Text, unit_choices
from kck.directory.queries import snapshot
from kck.directory.rules import end_of_lawful_day
from kck.foundation import clock
from kck.foundation.text import _, clean
from kck.foundation.when import by_when


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day by the browser's own picker, or typed as people write it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": _("Podaj dzień."),
            "invalid": _("Podaj dzień, na przykład 2026-02-12."),
        },
        **more,
    )


class ProlongForm(ActionForm):
    """KPA art. 36: the reason, the new date, the instruction."""

    until = day_field(_("Nowy termin"))
    text = Text(
        _("Przyczyna zwłoki"),
        rows=3,
        help_text=_("Przeczyta ją zgłaszający (art. 36 k.p.a.)."),
    )
    instruction = Text(_("Pouczenie"), rows=5, help_text=_("Wchodzi do pisma w całości."))

    def prepare(self, case: DeskCase) -> None:
        if case.legal_due_at is None:
            return
        self.fields["until"].initial = proposed(case.legal_due_at, clock.now())
        language = reader_of(case.id).language
        self.fields["instruction"].initial = instruction_of(case.kind, language)


class ComplainedForm(ActionForm):
    """Of whom a complaint is: who is named here does not get it, and does not learn whose it is."""

    of = forms.ChoiceField(
        label=_("Kogo dotyczy skarga"),
        choices=[("", "—"), *((str(one), one.label) for one in ComplainedOf)],
        error_messages={"required": _("Wybierz, kogo dotyczy skarga.")},
        help_text=_("Od tego zależy, kto ją bada. Kogo dotyczy, ten jej nie zobaczy."),
    )
    complained_unit = Pick(_("Jednostka"), unit_choices, required=False)
    complained_staff = Pick(_("Osoba, jeśli pracuje w systemie"), list, required=False)

    def prepare(self, case: DeskCase) -> None:
        self.fields["complained_staff"].choices = [("", "—"), *everybody()]  # type: ignore[attr-defined]


def gaps_of_prolonging(case: DeskCase, sent: Mapping[str, Any]) -> dict[str, str]:
    """What its letter says besides the reason, as far as it is typed."""
    now, zone = clock.now(), snapshot().city.zone
    try:
        until = end_of_lawful_day(date.fromisoformat(sent.get("until", "")), zone)
    except ValueError:
        until = now
    language = reader_of(case.id).language
    return {
        "instruction": clean(sent.get("instruction", "")),
        "legal": by_when(until, now, language),
        "before": by_when(case.legal_due_at, now, language) if case.legal_due_at else "",
    }

"""When a case that ends in a programme comes back: a year, or a day."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kck.cases.clock_terms import Kept, Programme
from kck.cases.terms import Outcome
from kck.desk.forms.fields import Text
from kck.foundation import clock
from kck.foundation.text import _, clean

_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")


class YearOrDay(forms.CharField):
    """ "2027" is the end of that year."""

    def clean(self, value: Any) -> date | None:
        written = clean(str(value or ""))[:20]
        if not written:
            return None
        day = _day(written)
        if day is None:
            raise ValidationError(str(_("Napisz rok albo dzień, na przykład 2027 lub 30.06.2027.")))
        if day <= clock.today():
            raise ValidationError(str(_("Podaj dzień w przyszłości.")))
        return day


def _day(written: str) -> date | None:
    if re.fullmatch(r"20\d\d", written):
        return date(int(written), 12, 31)
    for form in _FORMATS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def programme_in(data: Mapping[str, Any]) -> Programme | None:
    """What an ending promises; None when it ends otherwise."""
    if data.get("outcome") != Outcome.IN_PROGRAMME or data.get("due_on") is None:
        return None
    return Programme(due_on=data["due_on"], name=data.get("programme", ""))


def promised_in(data: Mapping[str, Any]) -> dict[str, str]:
    """The same as plain words, to be kept until the answer leaves."""
    found = programme_in(data)
    return {"due_on": found.due_on.isoformat(), "programme": found.name} if found else {}


class SettleForm(forms.Form):
    """What became of a commitment."""

    result = forms.ChoiceField(
        label=_("Co się stało z obietnicą"),
        choices=[
            (str(Kept.KEPT), _("zrobione")),
            (str(Kept.BROKEN), _("nie zrobiono i nie będzie")),
            (str(Kept.REOPENED), _("otwórz sprawę, trzeba działać")),
            ("move", _("będzie później: nowy termin")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz jedno.")},
    )
    text = Text(
        _("Słowa dla zgłaszającego"),
        help_text=_("Dostanie je zgłaszający; kto zgłosił to samo, dowie się, jak się skończyło."),
    )
    due_on = YearOrDay(label=_("Nowy rok albo dzień"), required=False)
    programme = Text(_("Nazwa programu"), rows=1)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        later = data.get("result") == "move"
        if later and "due_on" not in self.errors and data.get("due_on") is None:
            self.add_error("due_on", str(_("Podaj rok albo dzień, kiedy do tego wrócimy.")))
        return data

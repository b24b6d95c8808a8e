"""Why the same comes back: asked at the end of what came for the third time, wherever it ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from kck.cases.commands import say_cause
from kck.cases.terms import Cause
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean

NOT_SAID = _("Wybierz, dlaczego to wraca.")
LONGEST = 2000


def cause_field(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Dlaczego to wraca"),
        choices=lambda: [("", "—"), *((one.value, one.label) for one in Cause)],
        help_text=_("To samo jest tu co najmniej trzeci raz w ciągu pół roku."),
        error_messages={"required": NOT_SAID, "invalid_choice": NOT_SAID},
        **more,
    )


def cause_words_field() -> forms.CharField:
    return forms.CharField(
        label=_("Co by to skończyło"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Zostaje wśród pracowników."),
    )


def add_cause(form: forms.Form) -> None:
    form.fields["cause"] = cause_field()
    form.fields["cause_words"] = cause_words_field()


def keep_cause(case_id: int, data: Mapping[str, Any], *, at: datetime, by: Actor) -> None:
    """Before the ending itself: afterwards the case may be nobody's to change."""
    if cause := data.get("cause"):
        words = clean(str(data.get("cause_words") or ""))
        say_cause(case_id, cause=Cause(str(cause)), words=words, at=at, by=by)

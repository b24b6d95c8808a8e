"""What was promised, as the reporter reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from kck.cases.terms import Promised
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS, TargetResult
from kck.foundation.text import _
from kck.foundation.when import by_when

_WE_WILL: Mapping[TargetResult, Any] = {
    TargetResult.MADE_SAFE: _("zabezpieczymy %(when)s"),
    TargetResult.INSPECTED: _("sprawdzimy na miejscu %(when)s"),
    TargetResult.REPAIRED: _("naprawimy %(when)s"),
    TargetResult.ANSWERED: _("odpowiemy %(when)s"),
    TargetResult.PATROL_SENT: _("wyślemy patrol %(when)s"),
}

_NOT_FILED = _("To nie jest pismo złożone w urzędzie; jak je złożyć: %(where)s")


def promise_words(case: Promised, *, at: datetime) -> str:
    """ "zabezpieczymy dziś do 18.00, naprawimy do 12 grudnia"; empty when nothing is promised."""
    targets = snapshot(at).category_by_id(case.category_id).targets
    moments = (case.safe_due_at, case.due_at) if len(targets) > 1 else (case.due_at,)
    return ", ".join(
        str(_WE_WILL[TargetResult(target.result)] % {"when": by_when(moment, at)})
        for target, moment in zip(targets, moments, strict=False)
        if moment is not None
    )


def what_happens(case: Promised, *, at: datetime) -> str:
    """ "Sprawą zajmie się: ZDMK. Naprawimy do 12 grudnia."; in the active language."""
    city, promise = snapshot(at), promise_words(case, at=at)
    words = [str(_("Sprawą zajmie się: %s.")) % city.unit_by_id(case.unit_id).name()]
    if promise:
        words.append(f"{promise[:1].upper()}{promise[1:]}.")
    if city.category_by_id(case.category_id).case_kind in FORMAL_KINDS:
        words.append(str(_NOT_FILED) % {"where": f"{settings.SITE_URL}/formal-filing/"})
    return " ".join(words)

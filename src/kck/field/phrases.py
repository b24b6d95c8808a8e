"""Ready words for what a crew says most: one tap instead of typing in gloves."""

from dataclasses import dataclass
from typing import Any

from kck.cases.terms import Outcome
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """The first one of an outcome is what choosing that outcome writes."""

    code: str
    outcome: Outcome
    words: Any


PHRASES = (
    Phrase(
        code="repaired",
        outcome=Outcome.DONE,
        words=_("Naprawione. Dziękujemy za zgłoszenie."),
    ),
    Phrase(
        code="cleaned",
        outcome=Outcome.DONE,
        words=_("Posprzątane i zabrane. Dziękujemy za zgłoszenie."),
    ),
    Phrase(
        code="replaced",
        outcome=Outcome.DONE,
        words=_("Wymienione na nowe. Dziękujemy za zgłoszenie."),
    ),
    Phrase(
        code="secured",
        outcome=Outcome.DONE_FOR_NOW,
        words=_("Miejsce jest zabezpieczone. Wrócimy, żeby naprawić je na stałe."),
    ),
    Phrase(
        code="partly",
        outcome=Outcome.PARTLY,
        words=_("Część pracy jest zrobiona. Resztę dokończymy osobno."),
    ),
    Phrase(
        code="not-found",
        outcome=Outcome.NOT_FOUND,
        words=_("Byliśmy na miejscu i nie znaleźliśmy tego, co opisano."),
    ),
    Phrase(
        code="not-any-more",
        outcome=Outcome.NOT_FOUND,
        words=_("Byliśmy na miejscu. Problemu już nie ma."),
    ),
)

"""Ready words for what a crew says most: one tap instead of typing in gloves.

The city's own texts that fit the case come first; then a few that fit anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import override

from kck.cases.preview import ready_variables
from kck.cases.queries.desk_case import DeskCase
from kck.cases.reaching import reader_of
from kck.cases.terms import Outcome
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.text import _, localized
from kck.replies.queries import in_force
from kck.replies.rules import closeness, filled, fits
from kck.replies.terms import Purpose, ReadyText, Situation

# what a crew can say on the spot; the rest is decided at a desk
OUTCOMES = (Outcome.DONE, Outcome.DONE_FOR_NOW, Outcome.PARTLY, Outcome.NOT_FOUND)
MOST_OF_THE_CITY = 4
FOR_THE_WRITER = "…"  # a gap that the writer has to fill: no text for one tap


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """`name` is for the crew, `words` are in the reporter's language.

    The first one of an outcome is what choosing that outcome writes.
    """

    code: str
    outcome: Outcome
    name: str
    words: str


_ANYWHERE: tuple[tuple[str, Outcome, Any], ...] = (
    ("repaired", Outcome.DONE, _("Naprawione. Dziękujemy za zgłoszenie.")),
    ("cleaned", Outcome.DONE, _("Posprzątane i zabrane. Dziękujemy za zgłoszenie.")),
    ("replaced", Outcome.DONE, _("Wymienione na nowe. Dziękujemy za zgłoszenie.")),
    (
        "secured",
        Outcome.DONE_FOR_NOW,
        _("Miejsce jest zabezpieczone. Wrócimy, żeby naprawić je na stałe."),
    ),
    ("partly", Outcome.PARTLY, _("Część pracy jest zrobiona. Resztę dokończymy osobno.")),
    ("not-found", Outcome.NOT_FOUND, _("Byliśmy na miejscu i nie znaleźliśmy tego, co opisano.")),
    ("not-any-more", Outcome.NOT_FOUND, _("Byliśmy na miejscu. Problemu już nie ma.")),
)


def phrases_for(case: DeskCase, actor: Actor, *, at: datetime) -> list[Phrase]:
    """By outcome, the closest first."""
    language = reader_of(case.id).language
    variables = ready_variables(case.id, language=language, my_unit=case.unit.id, at=at)
    texts = in_force(snapshot(at).day)
    found = []
    for outcome in OUTCOMES:
        where = _situation(case, actor, outcome, at)
        for text in _fitting(texts, where):
            body = text.bodies.get(language) or text.bodies.get("pl", "")
            words, name = filled(body, variables).strip(), localized(text.names)
            found.append(
                Phrase(code=f"{outcome}.{text.code}", outcome=outcome, name=name, words=words)
            )
        found += _anywhere(outcome, language)
    return found


def _situation(case: DeskCase, actor: Actor, outcome: Outcome, at: datetime) -> Situation:
    city = snapshot(at)
    units = {city.unit_by_id(pk, at).code for pk in {case.unit.id, *actor.unit_ids}}
    return Situation(
        purpose=Purpose.DONE,
        units=frozenset(units),
        group=case.category.group,
        category=case.category.code,
        state=case.state,
        outcome=outcome,
    )


def _fitting(texts: list[ReadyText], where: Situation) -> list[ReadyText]:
    fitting = [
        text
        for text in texts
        if fits(text.limits, where)
        and not any(FOR_THE_WRITER in body for body in text.bodies.values())
    ]
    fitting.sort(key=lambda text: -closeness(text.limits, where, 0))
    return fitting[:MOST_OF_THE_CITY]


def _anywhere(outcome: Outcome, language: str) -> Iterator[Phrase]:
    for code, of, words in _ANYWHERE:
        if of == outcome:
            with override(language):
                said = str(words)
            yield Phrase(code=f"{outcome}.{code}", outcome=outcome, name=str(words), words=said)

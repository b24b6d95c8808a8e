"""What others ask: a text understood, and the public group to offer a resident first."""

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from kck.directory import queries as directory
from kck.directory.info import CategoryInfo, DangerInfo
from kck.directory.snapshot import Snapshot
from kck.directory.terms import CaseKind
from kck.triage import language as languages
from kck.triage.danger import Situation
from kck.triage.engine import Engine, Scored, Sources
from kck.triage.kinds import kind_of
from kck.triage.personal import mask, spot
from kck.triage.place.known import places_in
from kck.triage.rules import GROUP_SURE_FROM, is_like_a_danger, is_sure, urgency_of
from kck.triage.terms import DangerFound, GroupSuggestion, Language, Matter, Suggestion, Triage
from kck.triage.words import Word, words_of

__all__ = ["alarm", "group_for", "mask", "spot", "triage"]

MOST_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text on its way: what every step needs of it."""

    text: str
    words: list[Word]
    language: Language
    snapshot: Snapshot
    engine: Engine


class _Held:
    """The engine of this process, and the tables it was built from."""

    lock = threading.Lock()
    engine: Engine | None = None
    source: tuple[object, ...] = ()


def triage(
    text: str,
    *,
    language: str | None = None,
    place: object | None = None,
    channel: str,
    at: datetime,
) -> Triage:
    """Everything that can be understood in a text. Never fails, whatever the text is.

    `language` is the reader's; it decides where the text itself does not. `place` and `channel`
    belong to the contract and are not used yet.
    """
    reading = _read(text, language, at)
    ranked = _ranked(reading, MOST_SUGGESTIONS)
    danger = _danger(reading, ranked)
    matter = _matter(reading, ranked, danger)
    return Triage(danger=danger, language=reading.language, matters=(matter,))


def alarm(text: str, *, language: str | None = None, at: datetime) -> Triage:
    """Only what must never be missed, danger, and the language: where somebody chose the category.

    A third of the work.
    """
    reading = _read(text, language, at)
    danger = _danger(reading, _ranked(reading, 2))
    return Triage(danger=danger, language=reading.language, matters=())


def group_for(text: str, at: datetime, *, language: str | None = None) -> GroupSuggestion:
    """The public group to offer first: the one that most of the probability falls into."""
    reading = _read(text, language, at)
    by_group: dict[str, float] = defaultdict(float)
    first: dict[str, str] = {}
    for one in _ranked(reading, len(reading.snapshot.all_categories)):
        category = reading.snapshot.category(one.code)
        if category is not None:
            by_group[category.public_group] += one.probability
            first.setdefault(category.public_group, category.code)
    if not by_group:
        return GroupSuggestion(code="", probability=0.0, category="", sure=False)
    code = max(by_group, key=lambda group: by_group[group])
    sure = by_group[code] >= GROUP_SURE_FROM
    return GroupSuggestion(code=code, probability=by_group[code], category=first[code], sure=sure)


def engine_for(snapshot: Snapshot) -> Engine:
    """Built at the first question after the words of the configuration have changed."""
    source = (snapshot.all_categories, snapshot.all_dangers, snapshot.units)
    with _Held.lock:
        if _Held.engine is None or not _same(_Held.source, source):
            sources = Sources.of(snapshot)
            if _Held.engine is None or _Held.engine.sources != sources:
                _Held.engine = Engine(sources)
            _Held.source = source
        return _Held.engine


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(
        left is right for left, right in zip(one, other, strict=True)
    )


def _read(text: str, language: str | None, at: datetime) -> _Reading:
    snapshot = directory.snapshot(at)
    words = words_of(text)
    spoken = languages.detect(text, words, otherwise=language)
    return _Reading(text, words, spoken, snapshot, engine_for(snapshot))


def _ranked(reading: _Reading, most: int) -> list[Scored]:
    allowed = reading.snapshot.all_categories.codes_in_force(reading.snapshot.day)
    return reading.engine.ranked(reading.words, reading.language, allowed, most)


def _danger(reading: _Reading, ranked: list[Scored]) -> DangerFound | None:
    """By the words of the list, else because the text is so much like one of its categories."""
    in_force = {danger.code: danger for danger in reading.snapshot.dangers()}
    findings = reading.engine.dangers.find(reading.words, reading.language)
    found = [one for one in findings.situations if one.code in in_force]
    if not found:
        likely = [one for one in in_force.values() if one.code not in findings.dismissed]
        found = _like_a_danger(reading, ranked, likely)
    if not found:
        return None
    danger = in_force[found[0].code]
    lines = (reading.snapshot.helpline(code) for code in danger.helplines)
    return DangerFound(
        code=danger.code,
        category=danger.category,
        helplines=tuple(line for line in lines if line is not None),
        words=found[0].words,
        calm=danger.calm,
        others=tuple(one.code for one in found[1:]),
    )


def _like_a_danger(
    reading: _Reading, ranked: list[Scored], dangers: list[DangerInfo]
) -> list[Situation]:
    """Only categories that are nothing but a number to call; others have milder cases too."""
    if not ranked:
        return []
    first = ranked[0]
    category = reading.snapshot.category(first.code)
    if category is None or not category.is_redirect:
        return []
    because = reading.engine.indexes[first.language].because(first.code, reading.words)
    if not is_like_a_danger(first.score, [one.probability for one in ranked[:2]], len(because)):
        return []
    return [Situation(one.code, because) for one in dangers if one.category == first.code][:1]


def _matter(reading: _Reading, ranked: list[Scored], danger: DangerFound | None) -> Matter:
    likely = reading.snapshot.category(ranked[0].code) if ranked else None
    kind = _kind(reading, ranked, likely)
    return Matter(
        span=(0, len(reading.text)),
        text=reading.text,
        categories=tuple(_suggestion(reading, one) for one in ranked),
        kind=kind,
        place_candidates=places_in(reading.text, reading.words, reading.language),
        personal_data=spot(reading.text),
        urgency=urgency_of(reading.words, likely, danger=danger is not None),
        sure=danger is None and is_sure([one.probability for one in ranked], likely, kind),
    )


def _kind(reading: _Reading, ranked: list[Scored], likely: CategoryInfo | None) -> CaseKind:
    if likely is None:
        return kind_of(reading.text, reading.words, CaseKind.REPORT, 0.0)
    return kind_of(reading.text, reading.words, likely.case_kind, ranked[0].probability)


def _suggestion(reading: _Reading, one: Scored) -> Suggestion:
    because = reading.engine.indexes[one.language].because(one.code, reading.words)
    return Suggestion(code=one.code, probability=round(one.probability, 4), words=because)

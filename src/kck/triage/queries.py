"""What others ask: a text understood, and the public group to offer a resident first."""

import threading
from datetime import datetime

from kck.directory import queries as directory
from kck.directory.snapshot import Snapshot
from kck.triage.engine import Engine, Sources
from kck.triage.model.store import current
from kck.triage.personal import mask, spot
from kck.triage.reader import Knowledge, Reading
from kck.triage.terms import GroupSuggestion, Located, Triage

__all__ = ["alarm", "group_for", "knowledge", "mask", "spot", "triage"]


class _Held:
    """The engine of this process, and the tables it was built from."""

    lock = threading.Lock()
    engine: Engine | None = None
    source: tuple[object, ...] = ()


def triage(
    text: str,
    *,
    language: str | None = None,
    place: Located | None = None,
    channel: str,
    at: datetime,
) -> Triage:
    """Everything that can be understood in a text. Never fails, whatever the text is.

    `language` is the reader's; it decides where the text itself does not. `place` is what is known
    already: of several places with one name the nearest is meant. Of what came by a `channel` of
    letters only what its writer says now is read, not what is quoted.
    """
    reading = Reading(knowledge(at), text, language=language, place=place, channel=channel)
    return reading.triage()


def alarm(text: str, *, language: str | None = None, at: datetime) -> Triage:
    """Only what must never be missed, danger, and the language: where somebody chose the category.

    A third of the work.
    """
    return Reading(knowledge(at), text, language=language).alarm()


def group_for(text: str, at: datetime, *, language: str | None = None) -> GroupSuggestion:
    """The public group to offer first: the one that most of the probability falls into."""
    return Reading(knowledge(at), text, language=language).group()


def knowledge(at: datetime) -> Knowledge:
    """What texts are read with on that day; no statement but one every few seconds."""
    city = directory.snapshot(at)
    return Knowledge(city=city, engine=engine_for(city), bundle=current(), at=at)


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

"""The words of teaching: a sentence, a run of learning, a model as a page shows it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kck.foundation.text import _

LONGEST = 400  # letters of a sentence
AT_ONCE = 30  # sentences


class RunState(StrEnum):
    """How far a run of learning is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # the new model was worse
    FAILED = "failed"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    RunState.WAITING: _("czeka na swoją kolej"),
    RunState.RUNNING: _("trwa"),
    RunState.DONE: _("gotowe: nowy model jest w użyciu"),
    RunState.REFUSED: _("nowy model był gorszy od używanego, więc go nie użyto"),
    RunState.FAILED: _("nie udało się"),
}
UNFINISHED = frozenset({RunState.WAITING, RunState.RUNNING})


@dataclass(frozen=True, kw_only=True)
class Run:
    """The last time somebody asked; who, as an actor."""

    id: int
    state: RunState
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED


@dataclass(frozen=True, kw_only=True)
class Model:
    """A trained model with its card; `by` is who asked for it, empty where the platform learnt."""

    id: int
    made_at: datetime
    in_use: bool
    withdrawn_at: datetime | None
    by: str
    lessons: int
    of_people: int
    by_category: dict[str, int]
    figures: dict[str, Any]
    confusions: tuple[tuple[str, str, int], ...]

    @property
    def top1(self) -> float | None:
        return self._percent("top1")

    @property
    def top3(self) -> float | None:
        return self._percent("top3")

    @property
    def coverage(self) -> float | None:
        return self._percent("automatic_coverage")

    def confidence(self, part: str = "", key: str = "") -> float | None:
        """How sure it was on the messages of the evaluation, in percent; models of old do not say.

        `part` is one of `by_language`, `by_channel`, `by_category`.
        """
        own = self.figures.get(part, {}).get(key, {}) if part else self.figures
        share = own.get("confidence")
        return None if share is None else 100 * float(share)

    def _percent(self, name: str) -> float | None:
        share = self.figures.get(name)
        return None if share is None else 100 * float(share)


@dataclass(frozen=True, kw_only=True)
class Taught:
    """A sentence that somebody wrote here."""

    id: int
    category: str
    language: str
    text: str
    author: str
    at: datetime
    removed_at: datetime | None

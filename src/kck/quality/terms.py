"""The words of quality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Self

from kck.foundation.text import _


class Why(StrEnum):
    """Why a case was drawn."""

    RANDOM = "random"
    DISPUTED = "disputed"
    HANDED_BACK = "handed-back"
    REFUSED = "refused"
    LATE = "late"
    SILENCE = "silence"
    QUICK = "quick"

    @property
    def label(self) -> Any:
        return WHY_LABELS[self]


WHY_LABELS = {
    Why.RANDOM: _("wylosowana"),
    Why.DISPUTED: _("zakwestionowana przez zgłaszającego"),
    Why.HANDED_BACK: _("oddawana między jednostkami"),
    Why.REFUSED: _("zakończona bez naprawy"),
    Why.LATE: _("zakończona po terminie"),
    Why.SILENCE: _("pilna, zamknięta bez odpowiedzi zgłaszającego"),
    Why.QUICK: _("zakończona w kilka minut"),
}


class Question(StrEnum):
    """What a reviewer scores from 1 (bad) to 5 (good)."""

    RESULT = "result"
    WORDS = "words"
    EVIDENCE = "evidence"
    TIME = "time"

    @property
    def label(self) -> Any:
        return QUESTION_LABELS[self]


QUESTION_LABELS = {
    Question.RESULT: _("Czy problem został rozwiązany"),
    Question.WORDS: _("Czy odpowiedź jest jasna i uprzejma"),
    Question.EVIDENCE: _("Czy widać, co zrobiono"),
    Question.TIME: _("Czy dotrzymano słowa co do czasu"),
}
LOWEST, HIGHEST = 1, 5
LOW = 2  # a score at which the head of the unit is told


class By(StrEnum):
    """What the rows of a table of figures stand for."""

    UNIT = "unit"
    DISTRICT = "district"

    @property
    def label(self) -> Any:
        return BY_LABELS[self]


BY_LABELS = {By.UNIT: _("jednostki"), By.DISTRICT: _("dzielnice")}


@dataclass(frozen=True, kw_only=True)
class Period:
    """From the beginning of a day to the end of another, in the city's zone."""

    first: date
    last: date

    def since(self, zone: tzinfo) -> datetime:
        return datetime.combine(self.first, time.min, zone)

    def until(self, zone: tzinfo) -> datetime:
        """Not included."""
        return datetime.combine(self.last + timedelta(days=1), time.min, zone)

    @classmethod
    def month_before(cls, day: date) -> Self:
        last = day.replace(day=1) - timedelta(days=1)
        return cls(first=last.replace(day=1), last=last)

    @classmethod
    def week_before(cls, day: date) -> Self:
        """Monday to Sunday."""
        monday = day - timedelta(days=day.weekday() + 7)
        return cls(first=monday, last=monday + timedelta(days=6))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One row: of a unit, of a district, or of all. Counts of cases; ages in days.

    `fixed` are the closed whose outcome is done, done for now or partly; `confirmed`, `silence`
    and `outright` say how the closed ended; `on_time` of those which had a promise. `disputed` and
    `handed_back` count what happened in the period; `open`, `late`, `unopened` and the ages are of
    this moment.
    """

    key: str
    name: str
    opened: int = 0
    closed: int = 0
    fixed: int = 0
    confirmed: int = 0
    silence: int = 0
    outright: int = 0
    promised: int = 0
    on_time: int = 0
    disputed: int = 0
    handed_back: int = 0
    open: int = 0
    late: int = 0
    unopened: int = 0
    age_p50: float | None = None
    age_p90: float | None = None

    @property
    def on_time_percent(self) -> int | None:
        return round(100 * self.on_time / self.promised) if self.promised else None

    @property
    def anything(self) -> bool:
        return any((self.opened, self.closed, self.open, self.disputed, self.handed_back))


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What is looked at when a sample is drawn."""

    case_id: int
    unit_id: int
    reasons: tuple[Why, ...]


Scores = Mapping[Question, int]

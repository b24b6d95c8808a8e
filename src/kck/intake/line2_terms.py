"""Words of line II: what an agent could not answer and a department calls back about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _

GRANT = "intake.line2"
UNDO_WITHIN = timedelta(seconds=20)
LONGEST_PROMISE = timedelta(days=31)
# a proposal: after how many calls that nobody took the department may leave it
LEAST_TRIES = 3


class LineState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    ANSWERED = "answered"
    CASE = "case"
    RETURNED = "returned"  # it is line I's again: taken back, or sent back with a reason

    @property
    def label(self) -> Any:
        return _STATES[self]


_STATES = {
    LineState.WAITING: _("czeka"),
    LineState.TAKEN: _("ktoś to prowadzi"),
    LineState.ANSWERED: _("odpowiedziano"),
    LineState.CASE: _("założono sprawę"),
    LineState.RETURNED: _("wróciło do linii I"),
}
WITH_UNIT = (LineState.WAITING, LineState.TAKEN)
UNDONE = (*WITH_UNIT, LineState.RETURNED)


class How(StrEnum):
    """How an answer reached who asked."""

    CALLED = "called"
    WROTE = "wrote"
    UNREACHED = "unreached"
    ERASED = "erased"  # their data were erased before anybody answered

    @property
    def label(self) -> Any:
        return _HOWS[self]


_HOWS = {
    How.CALLED: _("zadzwoniono"),
    How.WROTE: _("napisano"),
    How.UNREACHED: _("nie udało się dodzwonić"),
    How.ERASED: _("usunięto dane"),
}
GIVEN = (How.CALLED, How.WROTE, How.UNREACHED)


class When(StrEnum):
    """What an agent picks as the time of the call back."""

    HOUR = "hour"
    TODAY = "today"
    TOMORROW = "tomorrow"
    DATE = "date"

    @property
    def label(self) -> Any:
        return _WHENS[self]


_WHENS = {
    When.HOUR: _("w ciągu godziny"),
    When.TODAY: _("dziś"),
    When.TOMORROW: _("następnego dnia do południa"),
    When.DATE: _("w wybranym czasie"),
}


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A conversation that waits for a department, and what to tell the caller."""

    id: int
    conversation_id: int
    number: str
    promised_at: datetime
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Of all conversations of people in a period: where each was settled."""

    line_one: int
    complex: int
    cases: int

    @property
    def total(self) -> int:
        return self.line_one + self.complex + self.cases

    @property
    def rows(self) -> list[tuple[Any, int, float | None]]:
        """Name, count, per cent; nothing has no per cent."""
        named = (
            (_("odpowiedziane na linii I"), self.line_one),
            (_("złożone (linia II)"), self.complex),
            (_("indywidualna sprawa"), self.cases),
        )
        total = self.total
        return [(name, n, 100 * n / total if total else None) for name, n in named]

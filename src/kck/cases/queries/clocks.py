"""The clocks of a case as people read them: what runs out, how much is left, what stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import ngettext

from kck.cases.clock_terms import CLOCKS, Clock
from kck.cases.terms import WaitingOn
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.time_left import TimeLeft, days_left, time_left
from kck.foundation.text import _


class Clocked(Protocol):
    """As much of a case as its clocks are made of."""

    @property
    def unit(self) -> UnitInfo: ...
    @property
    def takeover_due_at(self) -> datetime | None: ...
    @property
    def safe_due_at(self) -> datetime | None: ...
    @property
    def safe_words(self) -> Any: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def legal_due_at(self) -> datetime | None: ...
    @property
    def waiting_on(self) -> WaitingOn: ...
    @property
    def waiting_since(self) -> datetime: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """One clock that runs, or stands; `left` says how much, with working time where it counts."""

    clock: Clock
    label: Any
    due: datetime
    left: str
    late: bool
    paused: bool = False


def clock_lines(case: Clocked, *, at: datetime) -> list[ClockLine]:
    """Those still running. A pause stops all but the legal one."""
    paused = case.paused_at is not None
    moments = {
        Clock.TAKEOVER: (case.takeover_due_at, case.closed_at),
        Clock.MADE_SAFE: (None if paused else case.safe_due_at, case.closed_at),
        Clock.PROMISED: (case.due_at, case.done_at or case.closed_at),
        Clock.LEGAL: (case.legal_due_at, case.closed_at),
    }
    return [
        _line(case, clock, due, at)
        for clock, (due, over) in moments.items()
        if due is not None and over is None
    ]


def _line(case: Clocked, clock: Clock, due: datetime, at: datetime) -> ClockLine:
    paused = case.paused_at is not None and clock != Clock.LEGAL
    # a clock that stands shows what was left when it stopped
    now = case.paused_at if paused and case.paused_at else at
    return ClockLine(
        clock=clock,
        label=case.safe_words if clock == Clock.MADE_SAFE else CLOCKS[clock],
        due=due,
        left=left_words(due, now, case.unit, legal=clock == Clock.LEGAL),
        late=not paused and due < at,
        paused=paused,
    )


def left_words(due: datetime, now: datetime, unit: UnitInfo, *, legal: bool = False) -> str:
    """ "zostało 3 dni rob. 2 godz." in the unit's working time; of the legal clock plain days."""
    calendar = snapshot(now).calendar_of(unit, now)
    if legal:
        return _said(days_left(due, now, calendar), legal=True)
    return _said(time_left(due, now, calendar), legal=False)


def short_left(due: datetime, now: datetime, unit: UnitInfo, *, legal: bool = False) -> str:
    """ "za 2 dni rob. 6 godz."; what is late says by how much alone: its sign stands beside it."""
    calendar = snapshot(now).calendar_of(unit, now)
    left = days_left(due, now, calendar) if legal else time_left(due, now, calendar)
    if left.nothing:
        return _said(left, legal=legal)
    words = amount(left, legal=legal)
    return words if left.late else str(_("za %(time)s")) % {"time": words}


def _said(left: TimeLeft, *, legal: bool) -> str:
    if left.nothing:
        if legal:
            return str(_("to dziś ostatni dzień")) if not left.late else str(_("minął dziś"))
        return str(_("minął poza godzinami pracy") if left.late else _("kończy się po pracy"))
    words = _("po terminie: %(time)s") if left.late else _("zostało %(time)s")
    return str(words) % {"time": amount(left, legal=legal)}


def amount(left: TimeLeft, *, legal: bool = False) -> str:
    """The two greatest parts: minutes matter only within the day."""
    parts = []
    if left.days and legal:
        parts.append(ngettext("%(days)s dzień", "%(days)s dni", left.days) % {"days": left.days})
    elif left.days:
        words = ngettext("%(days)s dzień rob.", "%(days)s dni rob.", left.days)
        parts.append(words % {"days": left.days})
    if left.hours:
        parts.append(str(_("%(hours)s godz.")) % {"hours": left.hours})
    if left.minutes and not left.days:
        parts.append(str(_("%(minutes)s min")) % {"minutes": left.minutes})
    return " ".join(parts)


def held_words(case: Clocked, *, at: datetime) -> str:
    """For how long whoever holds the case has held it, in the unit's working time."""
    calendar = snapshot(at).calendar_of(case.unit, at)
    # the other way round: since then
    held = time_left(case.waiting_since, at, calendar)
    return amount(held) if not held.nothing else str(_("od niedawna"))

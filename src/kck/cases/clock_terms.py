"""Words of what the clocks of a case make happen: which clock, when, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kck.cases.terms import WaitingOn
from kck.directory.offsets import Offset
from kck.foundation.reasons import Reason, reason
from kck.foundation.text import _


class Clock(StrEnum):
    """What runs out. Of `WAITING` the moment is when somebody began to hold the case."""

    TAKEOVER = "takeover"
    MADE_SAFE = "made-safe"
    PROMISED = "promised"
    LEGAL = "legal"
    WAITING = "waiting"


class Whom(StrEnum):
    """Who is told. Without a handler the lead is, without a lead the supervisor."""

    HANDLER = "handler"
    LEAD = "unit-lead"
    UNIT = "unit"
    SUPERVISOR = "supervisor"
    DUTY = "duty"

    @property
    def label(self) -> Any:
        return _WHOM[self]


_WHOM = {
    Whom.HANDLER: _("osoba prowadząca"),
    Whom.LEAD: _("kierownik jednostki"),
    Whom.UNIT: _("wszyscy w jednostce"),
    Whom.SUPERVISOR: _("nadzór centrum"),
    Whom.DUTY: _("dyżur centrum"),
}


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """One row of `escalations.toml`; what is empty narrows nothing."""

    code: str
    clock: Clock
    offset: Offset
    to: tuple[Whom, ...]
    priorities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    waiting_on: tuple[str, ...] = field(default=())


class Kept(StrEnum):
    """What became of a commitment."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REOPENED = "reopened"

    @property
    def label(self) -> Any:
        return _KEPT[self]


_KEPT = {
    Kept.OPEN: _("czeka"),
    Kept.KEPT: _("dotrzymane"),
    Kept.BROKEN: _("niedotrzymane"),
    Kept.REOPENED: _("sprawa otwarta ponownie"),
}


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Of which programme an ending speaks, and on which day the case comes back."""

    due_on: date
    name: str = ""


class ComplainedOf(StrEnum):
    """Whose doing a complaint is about (KPA art. 229): that decides who examines it."""

    MAYOR = "mayor"
    HEAD = "head"
    UNIT = "unit"
    PERSON = "person"

    @property
    def label(self) -> Any:
        return _OF[self]


_OF = {
    ComplainedOf.MAYOR: _("prezydent miasta"),
    ComplainedOf.HEAD: _("kierownik jednostki"),
    ComplainedOf.UNIT: _("jednostka"),
    ComplainedOf.PERSON: _("pracownik"),
}


# the same words on the page, in the queue and in what people are told
CLOCKS: Mapping[Clock, Reason] = {
    Clock.TAKEOVER: reason("cases.clock.takeover", _("czas na przyjęcie")),
    Clock.MADE_SAFE: reason("cases.clock.made-safe", _("termin zabezpieczenia")),
    Clock.PROMISED: reason("cases.clock.promised", _("termin obiecany")),
    Clock.LEGAL: reason("cases.clock.legal", _("termin ustawowy")),
}
WAITS: Mapping[str, Reason] = {
    WaitingOn.UNIT: reason("cases.waits.unit", _("jednostkę")),
    WaitingOn.CENTRE: reason("cases.waits.centre", _("centrum kontaktu")),
    WaitingOn.REPORTER: reason("cases.waits.reporter", _("zgłaszającego")),
    WaitingOn.CONTRACTOR: reason("cases.waits.contractor", _("wykonawcę")),
    WaitingOn.NOBODY: reason("cases.waits.nobody", _("nikogo")),
}
RUNS_OUT = reason("cases.clock_before", _("Sprawa %(number)s: %(clock)s kończy się %(when)s."))
RAN_OUT = reason("cases.clock_after", _("Sprawa %(number)s: %(clock)s minął %(when)s."))
STILL_WAITS = reason("cases.clock_waiting", _("Sprawa %(number)s czeka na %(whom)s od %(when)s."))
MANY_RUN_OUT = reason(
    "cases.clocks_before", _("Sprawy, w których kończy się %(clock)s: %(count)s.")
)
MANY_RAN_OUT = reason("cases.clocks_after", _("Sprawy, w których minął %(clock)s: %(count)s."))
MANY_WAIT = reason(
    "cases.clocks_waiting", _("Sprawy, które za długo czekają na %(whom)s: %(count)s.")
)
CAME_BACK = reason(
    "cases.commitment_came_back",
    _("Sprawa %(number)s: minął termin zobowiązania (%(programme)s). Powiedz, co z nim."),
)

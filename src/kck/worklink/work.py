"""A case as the page shows it: what, where, by when; personal data of others is masked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kck.cases.queries.answers import answers_in_words
from kck.cases.queries.desk_case import DeskCase, case_for
from kck.cases.queries.masking import Mask, masker
from kck.cases.queries.returning import FLAGGED
from kck.cases.queries.timeline import Entry, Picture, Words
from kck.cases.queries.unit_story import unit_story
from kck.cases.terms import OPEN_STATES, CaseState, TextKind
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.foundation.text import _
from kck.foundation.when import at_time, by_when
from kck.unitlinks.policy import actor_for
from kck.unitlinks.queries.links import actors_of_unit
from kck.unitlinks.terms import Link

# in the order in which they are offered; the first two are the usual ones
ACTS = ("take", "done", "ask", "photo", "note", "hand_back")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One deadline in words."""

    label: Any
    words: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class Work:
    """What somebody of the unit sees of a case, and may do with it now."""

    case: DeskCase
    by: Actor
    text: str
    place: str
    answers: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    story: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    waiting: str
    acts: tuple[str, ...]
    taken: bool

    @property
    def number(self) -> str:
        return self.case.number

    @property
    def returns(self) -> bool:
        """The third time within half a year, or more."""
        return self.case.times >= FLAGGED

    @property
    def shown(self) -> str:
        return display(self.case.number)

    @property
    def over(self) -> bool:
        return self.case.state not in OPEN_STATES

    @property
    def map_url(self) -> str:
        if self.case.lat is None:
            return ""
        here = f"{self.case.lat:.6f}", f"{self.case.lon:.6f}"
        return (
            f"https://www.openstreetmap.org/?mlat={here[0]}&mlon={here[1]}"
            f"#map=18/{here[0]}/{here[1]}"
        )

    @property
    def geo_uri(self) -> str:
        """Opens whatever navigates on the telephone."""
        if self.case.lat is None:
            return ""
        here = f"{self.case.lat:.6f},{self.case.lon:.6f}"
        return f"geo:{here}?q={here}"


def work_on(link: Link, number: str, *, at: datetime) -> Work | None:
    """None when the case is no more with the link's unit, or the link has ended."""
    by = actor_for(link)
    case = case_for(by, number, at=at)
    if case is None or not _same_unit(case.unit.id, link.unit_id, at):
        return None
    entries = unit_story(case.id, authors=actors_of_unit(link.unit_id, case.id))
    masked = masker(case.person_id)
    first = next((entry for entry in entries if entry.name == "case_opened"), None)
    return Work(
        case=case,
        by=by,
        text=_of_kind(first, TextKind.DESCRIPTION, masked),
        place=_of_kind(first, TextKind.PLACE, masked),
        answers=_answers(first, case.category.code, masked),
        pictures=first.pictures if first else (),
        story=tuple(_masked(entry, first, masked) for entry in entries),
        clocks=tuple(_clocks(case, at)),
        waiting=by_when(case.returns_at, at) if case.returns_at else "",
        acts=tuple(act for act in ACTS if act in case.may and _offered(act, case)),
        taken=case.state in {CaseState.IN_PROGRESS, CaseState.SCHEDULED, CaseState.CONTRACTOR},
    )


def _same_unit(one: int, other: int, at: datetime) -> bool:
    """Also when it has been renamed since the link was sent."""
    city = snapshot(at)
    return city.unit_by_id(one, at).id == city.unit_by_id(other, at).id


def _offered(act: str, case: DeskCase) -> bool:
    """Nothing is done any more to what is over; a note may still be needed."""
    if act == "take" and case.state == CaseState.IN_PROGRESS:
        return False
    return case.state in OPEN_STATES or act == "note"


def _of_kind(entry: Entry | None, kind: TextKind, masked: Mask) -> str:
    words: Iterable[Words] = entry.words if entry else ()
    return next((masked(one.body) for one in words if one.kind == kind), "")


def _answers(entry: Entry | None, category: str, masked: Mask) -> tuple[tuple[str, str], ...]:
    words: Iterable[Words] = entry.words if entry else ()
    body = next((one.body for one in words if one.kind == TextKind.ANSWERS), "")
    if not body:
        return ()
    return tuple((asked, masked(said)) for asked, said in answers_in_words(body, category))


def _masked(entry: Entry, first: Entry | None, masked: Mask) -> Entry:
    """What stands on top of the page is not said again below."""
    if first is not None and entry.id == first.id:
        return replace(entry, words=(), pictures=())
    return replace(entry, words=tuple(replace(one, body=masked(one.body)) for one in entry.words))


def _clocks(case: DeskCase, at: datetime) -> Iterable[Clock]:
    if case.closed_at or case.done_at:
        return
    named = (
        (_("Przyjąć"), case.takeover_due_at),
        (str(case.safe_words).capitalize(), case.safe_due_at),
        (_("Zakończyć"), case.due_at),
        (_("Termin z ustawy"), case.legal_due_at),
    )
    for label, due in named:
        if due is None:
            continue
        late = due < at
        yield Clock(label=label, words=at_time(due, at) if late else by_when(due, at), late=late)

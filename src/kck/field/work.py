"""A case as the field shows it: personal data of others masked, since it stays on a telephone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from kck.cases.queries.answers import answers_in_words
from kck.cases.queries.crew_tasks import task_of_crew
from kck.cases.queries.desk_case import DeskCase, case_for, history
from kck.cases.queries.field import CALM_EVENTS, crew_units
from kck.cases.queries.masking import Mask, masker
from kck.cases.queries.returning import FLAGGED
from kck.cases.queries.tasks import TaskRow
from kck.cases.queries.timeline import Entry, Picture, Words
from kck.cases.terms import OPEN_STATES, TextKind
from kck.field.acts import Act, offered
from kck.field.task_acts import offered_for
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.foundation.text import _
from kck.foundation.when import at_time, by_when

# what colleagues and the reporter added since
_SPOKEN = frozenset(
    {TextKind.NOTE, TextKind.REASON, TextKind.REPLY, TextKind.DISAGREEMENT, TextKind.QUESTION}
)
_LATEST = 6


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The deadline that runs out first, in words."""

    label: Any
    words: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a crew sees of a case, and may do with it now."""

    case: DeskCase
    text: str
    place: str
    answers: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    said: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    acts: tuple[Act, ...]
    own: bool
    task: TaskRow | None  # in another unit's case: only this is theirs

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
    def geo_uri(self) -> str:
        """Opens whatever navigates on the telephone."""
        if self.case.lat is None:
            return ""
        here = f"{self.case.lat:.6f},{self.case.lon:.6f}"
        return f"geo:{here}?q={here}"

    @property
    def version(self) -> str:
        return version_of(self.case.seq)


def version_of(seq: int) -> str:
    """By what a phone knows that its copy of a page is still good."""
    return f"{seq}-{get_language()}"


def work_on(actor: Actor, number: str, *, at: datetime) -> Work | None:
    """None when it is no case that this person goes out for."""
    case = case_for(actor, number, at=at)
    if case is None:
        return None
    task = None if _ours(case, actor) else _task_in(case, actor, at)
    if task is None and not _ours(case, actor):
        return None
    entries = history(case.id)
    masked = masker(case.person_id)
    first = entries[0] if entries else None
    own = case.handler_id is not None and case.handler_id == actor.staff_id
    return Work(
        case=case,
        text=_of_kind(first, TextKind.DESCRIPTION, masked),
        place=_of_kind(first, TextKind.PLACE, masked),
        answers=_answers(first, case.category.code, masked),
        pictures=tuple(picture for entry in entries for picture in entry.pictures),
        said=tuple(_spoken(_besides(task, entries[1:]), masked))[-_LATEST:][::-1],
        clocks=tuple(_clock_of_task(task, at) if task else _clocks(case, at)),
        acts=offered_for(task) if task else offered(case, own=own),
        own=own,
        task=task,
    )


def _ours(case: DeskCase, actor: Actor) -> bool:
    return case.unit.id in crew_units(actor) or case.handler_id == actor.staff_id


def _task_in(case: DeskCase, actor: Actor, at: datetime) -> TaskRow | None:
    found = task_of_crew(actor, case.id, crew_units(actor), at=at)
    return replace(found, words=masker(case.person_id)(found.words)) if found else None


def _clock_of_task(task: TaskRow, at: datetime) -> Iterable[Clock]:
    """The case's own clocks are another unit's."""
    if task.until is not None:
        words = at_time(task.until, at) if task.late else by_when(task.until, at)
        yield Clock(label=_("Zadanie"), words=words, late=task.late)


def since(work: Work, seen: int, by: Actor) -> list[Entry]:
    """What others did after `seen` that a crew must know of, masked as the page is."""
    names = {name.removeprefix("cases.") for name in CALM_EVENTS}
    masked = masker(work.case.person_id)
    later = (one for one in history(work.case.id) if one.seq > seen and one.name not in names)
    return [_masked(entry, masked) for entry in later]


def _of_kind(entry: Entry | None, kind: TextKind, masked: Mask) -> str:
    words: Iterable[Words] = entry.words if entry else ()
    return next((masked(one.body) for one in words if one.kind == kind), "")


def _answers(entry: Entry | None, category: str, masked: Mask) -> tuple[tuple[str, str], ...]:
    words: Iterable[Words] = entry.words if entry else ()
    body = next((one.body for one in words if one.kind == TextKind.ANSWERS), "")
    if not body:
        return ()
    return tuple((asked, masked(said)) for asked, said in answers_in_words(body, category))


def _besides(task: TaskRow | None, entries: list[Entry]) -> list[Entry]:
    """The words of one's own task stand above."""
    return [one for one in entries if task is None or one.name != "task_given"]


def _spoken(entries: Iterable[Entry], masked: Mask) -> Iterable[Entry]:
    for entry in entries:
        words = tuple(one for one in entry.words if one.kind in _SPOKEN and one.body)
        if words:
            yield _masked(replace(entry, words=words), masked)


def _masked(entry: Entry, masked: Mask) -> Entry:
    return replace(entry, words=tuple(replace(one, body=masked(one.body)) for one in entry.words))


def _clocks(case: DeskCase, at: datetime) -> Iterable[Clock]:
    if case.closed_at or case.done_at:
        return
    named = (
        (_("Przyjąć"), case.takeover_due_at),
        (str(case.safe_words).capitalize(), case.safe_due_at),
        (_("Zakończyć"), case.due_at),
    )
    for label, due in named:
        if due is not None:
            late = due < at
            words = at_time(due, at) if late else by_when(due, at)
            yield Clock(label=label, words=words, late=late)

"""What may follow from what: moves between states, and what an ending needs. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kck.cases.terms import (
    FINISHED_STATES,
    OPEN_STATES,
    WORKABLE_STATES,
    CaseState,
    Outcome,
    WaitingOn,
)
from kck.foundation.text import _

S = CaseState


@dataclass(frozen=True)
class Move:
    """From which states a verb is possible, and where it leads (None: the state stays)."""

    sources: frozenset[CaseState]
    to: CaseState | None


MOVES: Mapping[str, Move] = {
    "accept": Move(frozenset({S.NEW, S.FORWARDED, S.REOPENED}), S.ACCEPTED),
    "forward": Move(WORKABLE_STATES, S.FORWARDED),
    "hand_back": Move(WORKABLE_STATES, S.FORWARDED),
    "recategorise": Move(OPEN_STATES, None),
    "take": Move(WORKABLE_STATES, S.IN_PROGRESS),
    "assign": Move(OPEN_STATES, None),
    "schedule": Move(WORKABLE_STATES, S.SCHEDULED),
    "pass_to_contractor": Move(WORKABLE_STATES, S.CONTRACTOR),
    "ask": Move(WORKABLE_STATES, S.WAITING),
    "reply": Move(frozenset({S.WAITING}), S.IN_PROGRESS),
    "stop_waiting": Move(frozenset({S.WAITING}), S.IN_PROGRESS),
    "answer": Move(OPEN_STATES | {S.DONE, S.CLOSED}, None),
    "add": Move(OPEN_STATES | {S.DONE, S.CLOSED}, None),
    "done": Move(OPEN_STATES, S.DONE),
    "close_outright": Move(OPEN_STATES, S.CLOSED),
    "confirm": Move(frozenset({S.DONE, S.CLOSED}), S.CLOSED),
    "disagree": Move(frozenset({S.DONE, S.CLOSED}), S.REOPENED),
    "close_by_silence": Move(frozenset({S.DONE}), S.CLOSED),
    "reopen": Move(frozenset({S.DONE, S.CLOSED, S.WITHDRAWN}), S.REOPENED),
    "merge": Move(OPEN_STATES | {S.DONE}, S.MERGED),
    "unmerge": Move(frozenset({S.MERGED}), S.REOPENED),
    "withdraw": Move(OPEN_STATES | {S.DONE}, S.WITHDRAWN),
    "requalify": Move(OPEN_STATES, None),
    "prolong": Move(OPEN_STATES, None),
    "give_task": Move(OPEN_STATES, None),
    "back_from_contractor": Move(frozenset({S.CONTRACTOR}), S.IN_PROGRESS),
    "split": Move(OPEN_STATES, None),
    "undo_split": Move(OPEN_STATES, None),
    "fold_back": Move(OPEN_STATES, S.MERGED),
}


class IllegalMove(ValueError):
    """The case is in a state from which this cannot be done; the message is for people."""


def can(verb: str, state: CaseState) -> bool:
    return state in MOVES[verb].sources


def after(verb: str, state: CaseState) -> CaseState:
    """The state that follows; `IllegalMove` when the verb is not possible from `state`."""
    move = MOVES[verb]
    if state not in move.sources:
        raise IllegalMove(
            str(_("Tego nie można teraz zrobić: sprawa jest w stanie „%(state)s”."))
            % {"state": state.label}
        )
    return move.to or state


# a second hand-back is not sent on to the next unit, but decided by the centre
HAND_BACKS_BEFORE_CENTRE = 2


def goes_to_centre(hand_backs: int) -> bool:
    return hand_backs >= HAND_BACKS_BEFORE_CENTRE


# whoever holds a case longer than this is asked what it waits for
WAITS_TOO_LONG: Mapping[WaitingOn, timedelta] = {
    WaitingOn.CENTRE: timedelta(days=1),
    WaitingOn.UNIT: timedelta(days=5),
    WaitingOn.REPORTER: timedelta(days=7),
    WaitingOn.CONTRACTOR: timedelta(days=14),
}

# so long a category that was chosen by mistake is taken back, and nobody is told of it yet
UNDO_WITHIN = timedelta(seconds=30)


# of a split, which is more than a slip of the finger: the units are at work soon after
UNDO_SPLIT_WITHIN = timedelta(seconds=60)


def can_undo(decided_at: datetime, at: datetime) -> bool:
    return at - decided_at <= UNDO_WITHIN


class Incomplete(ValueError):
    """An ending lacks something; the message says what."""


class TaskIsOver(IllegalMove):
    """Somebody was faster, or there is no place for it; the message is for people."""


class OpenTasks(Incomplete):
    """The case cannot end before these have, or are cancelled."""

    def __init__(self, who: Sequence[str]) -> None:
        self.who = tuple(who)
        super().__init__(
            str(_("Nie skończyli jeszcze: %(who)s. Poczekaj albo zaznacz, że odwołujesz zadania."))
            % {"who": ", ".join(who)}
        )


def task_words(words: str) -> str:
    if len(words.strip()) < 5:
        raise Incomplete(str(_("Napisz, o co chodzi (co najmniej 5 znaków).")))
    return words


def check_task(words: str, until: datetime | None, at: datetime, *, known: bool) -> None:
    """A task says to whom, what, and perhaps until when."""
    if not known:
        raise Incomplete(str(_("Wybierz inną jednostkę niż ta, która prowadzi sprawę.")))
    if until is not None and until <= at:
        raise Incomplete(str(_("Podaj termin w przyszłości.")))
    task_words(words)


def check_ending(*, outcome: Outcome, words: str, photo_needed: bool, has_photo: bool) -> None:
    """Done needs an outcome, words, and in some categories a photo of the finished work."""
    if len(words.strip()) < 10:
        raise Incomplete(str(_("Napisz zgłaszającemu, co zrobiono (co najmniej 10 znaków).")))
    if photo_needed and outcome in {Outcome.DONE, Outcome.DONE_FOR_NOW} and not has_photo:
        raise Incomplete(str(_("W tej kategorii dodaj zdjęcie wykonanej pracy.")))


# so long before the law's term ends it is time to answer, or to write that it will be later
PROLONG_WITHIN = timedelta(days=10)


def term_is_near(legal_due_at: datetime | None, at: datetime) -> bool:
    return legal_due_at is not None and legal_due_at - at <= PROLONG_WITHIN


def end_of_next_year(day: date) -> date:
    """When a programme that names no day is over."""
    return date(day.year + 1, 12, 31)


def pause_shift(paused_at: datetime, now: datetime) -> timedelta:
    """By how much a deadline moves when a pause ends."""
    return max(now - paused_at, timedelta(0))


def is_late(
    due_at: datetime | None, state: CaseState, done_at: datetime | None, at: datetime
) -> bool:
    if due_at is None:
        return False
    if state in FINISHED_STATES:
        return done_at is not None and done_at > due_at
    return state != S.WAITING and at > due_at

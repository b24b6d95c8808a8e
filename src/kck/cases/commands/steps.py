"""The steps that commands share: lock, move, write, note."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kck.cases.events import CaseMoved, Seals
from kck.cases.models import Case, CaseText
from kck.cases.rules import after, pause_shift
from kck.cases.terms import CaseState, TextKind, WaitingOn
from kck.foundation import privacy
from kck.foundation.actor import Actor
from kck.foundation.bulk import Statement
from kck.foundation.fresh import fresh
from kck.foundation.outbox import record
from kck.foundation.text import clean

CENTRE_TOPIC = "centre"
LONGEST_TEXT = 10_000

_WAITS_ON = {
    CaseState.WAITING: WaitingOn.REPORTER,
    CaseState.CONTRACTOR: WaitingOn.CONTRACTOR,
    CaseState.DONE: WaitingOn.REPORTER,
    CaseState.CLOSED: WaitingOn.NOBODY,
    CaseState.MERGED: WaitingOn.NOBODY,
    CaseState.WITHDRAWN: WaitingOn.NOBODY,
}


def lock(case_id: int) -> Case:
    """The case, with nobody else changing it until the commit."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)


def move(case: Case, verb: str, *, at: datetime) -> CaseState:
    """Go where the verb leads, say from where; the waiting clock follows. Or `IllegalMove`."""
    was = CaseState(case.state)
    case.state = after(verb, was)
    case.updated_at = at
    wait_on(case, _WAITS_ON.get(case.state, WaitingOn.UNIT), at=at)
    return was


def wait_on(case: Case, whom: WaitingOn, *, at: datetime) -> None:
    if case.waiting_on != whom:
        case.waiting_on, case.waiting_since = whom, at


def end_pause(case: Case, *, at: datetime) -> None:
    """The promised clock goes on: deadlines move by as long as it stood still."""
    if case.paused_at is None:
        return
    shift = pause_shift(case.paused_at, at)
    for name in ("takeover_due_at", "safe_due_at", "due_at"):
        if (due := getattr(case, name)) is not None:
            setattr(case, name, due + shift)
    case.paused_at = case.returns_at = None


def end(case: Case, closing: str, *, at: datetime) -> None:
    """Stop all clocks."""
    end_pause(case, at=at)
    case.closing, case.closed_at = closing, at


def new_text(
    case: Case, kind: TextKind, body: str, *, by: Actor, at: datetime, language: str = ""
) -> tuple[CaseText, str]:
    """A text that is not stored yet, and the digest that goes into the event."""
    body = clean(body)[:LONGEST_TEXT]
    sealed = privacy.seal(body)
    text = fresh(
        CaseText,
        case_id=case.pk,
        kind=kind,
        body=body,
        language=language or case.language,
        author=str(by),
        at=at,
        salt=sealed.salt,
    )
    return text, sealed.digest


def write(
    case: Case, kind: TextKind, body: str, *, by: Actor, at: datetime, language: str = ""
) -> Seals:
    """Store a text; gives what the event must say of it. An empty text is not stored."""
    if not clean(body):
        return []
    text, digest = new_text(case, kind, body, by=by, at=at, language=language)
    text.save(force_insert=True)
    return [["text", text.pk, digest]]


def note(
    case: Case,
    fact: type[CaseMoved],
    was: CaseState,
    *,
    by: Actor,
    at: datetime,
    seals: Seals | None = None,
    also: Iterable[str] = (),
    **facts: Any,
) -> None:
    """Record what happened to the case in its chain, and tell its pages and its unit's."""
    event = fact(case_id=case.pk, was=was, state=case.state, seals=seals or [], **facts)
    record(event, by=by, at=at, stream=case.stream, topics=topics(case, also))


def topics(case: Case, also: Iterable[str] = ()) -> set[str]:
    found = {f"case:{case.pk}", f"unit:{case.unit_id}", *also}
    if case.needs_triage:
        found.add(CENTRE_TOPIC)
    return found


def serials(count: int) -> Statement:
    """So many of the city's case numbers, before year and check digit."""
    return Statement("SELECT nextval('case_serial') FROM generate_series(1, %s)", [count])

"""A unit's own system works on a case: the same commands as on the desk."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from kck.api import told
from kck.api.answers import no_other
from kck.api.callers import Call, require_system
from kck.api.given import (
    DoneIn,
    ForwardIn,
    NothingIn,
    PhotosIn,
    ReasonIn,
    ScheduleIn,
    TextIn,
)
from kck.api.my_case import moved
from kck.api.repeats import hold, said, write
from kck.api.unit import seen, tag_of
from kck.api.uploads import drafts
from kck.cases import commands
from kck.cases.queries.desk_case import case_id_of, last_seq
from kck.cases.terms import Outcome, PhotoKind
from kck.foundation import clock
from kck.foundation.once import Answer

router = Router(tags=["A unit's own system"])
# given the case's id, and `at` and `by`
Act = Callable[..., Any]
WORK, FORWARD = "cases.work", "cases.forward"
_CASE = "/unit/cases/{number}"


def _act(request: Call, number: str, act: Act, *, scope: str = WORK) -> HttpResponse:
    """In one transaction; the answer carries the tag that the next `If-Match` may name."""
    no_other(request)
    actor = require_system(request, scope).actor

    def do() -> Answer:
        case = seen(request, number)
        hold(request, case.id)
        return said(moved(act(case.id, at=clock.now(), by=actor)))

    answer = write(request, do)
    if still_seen := case_id_of(actor, number):  # not when it was given to another unit
        answer.headers["ETag"] = tag_of(last_seq(still_seen))
    return answer


@router.post(f"{_CASE}/accept", response=told.Moved, operation_id="accept")
def accept(request: Call, number: str, body: NothingIn | None = None) -> HttpResponse:
    """The unit says: this is ours."""
    return _act(request, number, commands.accept)


@router.post(f"{_CASE}/take", response=told.Moved, operation_id="take")
def take(request: Call, number: str, body: NothingIn | None = None) -> HttpResponse:
    """Work has begun."""
    return _act(request, number, commands.take)


@router.post(f"{_CASE}/schedule", response=told.Moved, operation_id="schedule")
def schedule(request: Call, number: str, body: ScheduleIn) -> HttpResponse:
    """Say when the work will be done."""

    def act(case_id: int, **who: Any) -> Any:
        return commands.schedule(case_id, when=body.when, words=body.text, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/ask", response=told.Moved, operation_id="ask")
def ask(request: Call, number: str, body: TextIn) -> HttpResponse:
    """Ask the reporter; the promised clock stands still until they answer."""

    def act(case_id: int, **who: Any) -> Any:
        return commands.ask(case_id, question=body.text, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/answer", response=told.Moved, operation_id="answer")
def answer(request: Call, number: str, body: TextIn) -> HttpResponse:
    """Tell the reporter something, without changing the state."""

    def act(case_id: int, **who: Any) -> Any:
        return commands.answer(case_id, text=body.text, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/note", response=told.Moved, operation_id="note")
def note(request: Call, number: str, body: TextIn) -> HttpResponse:
    """A note between staff; no resident reads it."""

    def act(case_id: int, **who: Any) -> Any:
        return commands.add_note(case_id, text=body.text, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/photos", response=told.Moved, operation_id="add_evidence")
def photos(request: Call, number: str, body: PhotosIn) -> HttpResponse:
    """Photos of the work."""

    def act(case_id: int, **who: Any) -> Any:
        files = drafts(body.photos)
        return commands.add_photos(case_id, files=files, kind=PhotoKind.EVIDENCE, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/done", response=told.Moved, operation_id="done")
def done(request: Call, number: str, body: DoneIn) -> HttpResponse:
    """Say what was done. The reporter is asked to confirm."""

    def act(case_id: int, **who: Any) -> Any:
        if files := drafts(body.photos):
            commands.add_photos(case_id, files=files, kind=PhotoKind.EVIDENCE, **who)
        return commands.done(case_id, outcome=Outcome(body.outcome), words=body.text, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/hand-back", response=told.Moved, operation_id="hand_back")
def hand_back(request: Call, number: str, body: ReasonIn) -> HttpResponse:
    """Not ours. The second time the centre decides."""

    def act(case_id: int, **who: Any) -> Any:
        return commands.hand_back(case_id, reason=body.reason, **who)

    return _act(request, number, act)


@router.post(f"{_CASE}/forward", response=told.Moved, operation_id="forward")
def forward(request: Call, number: str, body: ForwardIn) -> HttpResponse:
    """Give it to another unit, with a reason that the resident reads too."""

    def act(case_id: int, **who: Any) -> Any:
        return commands.forward(case_id, unit=body.unit, reason=body.reason, **who)

    return _act(request, number, act, scope=FORWARD)

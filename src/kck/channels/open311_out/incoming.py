"""What far ends say about cases they have: polled, or posted by them. Each is heard once."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import override

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete, can
from kck.cases.terms import CaseState, Outcome, PhotoKind
from kck.channels.open311_out.models import FarEnd, FarUpdate
from kck.channels.open311_out.states import verb_of
from kck.channels.open311_out.tasks import is_beside, tell_task
from kck.channels.open311_out.telling import tell_supervisors
from kck.channels.open311_out.terms import DONE, FarChange
from kck.directory.queries import snapshot
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.handover.commands import note_far_state, trouble
from kck.handover.terms import SendingInfo

_GRANTS = frozenset({"cases.view", "cases.work"})
_UNKNOWN = reason(
    "open311_out.unknown_state", _("system jednostki podał stan, którego nie znamy: „%(state)s”")
)
_NOT_NOW = reason(
    "open311_out.not_now",
    _("system jednostki podał „%(state)s”, czego w obecnym stanie sprawy nie można zrobić"),
)
_NO_PHOTO = reason(
    "open311_out.no_photo",
    _("system jednostki podał „%(state)s” bez zdjęcia wykonanej pracy, którego wymaga kategoria"),
)
_NOT_THEIRS = reason(
    "open311_out.not_theirs",
    _("system jednostki podał „%(state)s”, ale sprawa nie jest już tej jednostki"),
)
_FINISHED = _("Jednostka zakończyła sprawę w swoim systemie.")
_NOT_OURS = _("Jednostka odpowiada, że sprawa nie należy do niej.")
_SAID = _("System jednostki napisał: %s")
_SOON = timedelta(minutes=1)
_log = logging.getLogger(__name__)


def system_of(unit_id: int) -> Actor:
    """A unit's own system: it may work on the cases of that unit, under whatever name it has."""
    city = snapshot()
    same = {unit_id, city.unit_by_id(unit_id, city.day).id}
    return Actor(kind="system", unit_ids=frozenset(same), unit_grants=dict.fromkeys(same, _GRANTS))


@command
def hear(
    change: FarChange,
    sending: SendingInfo,
    far_end: FarEnd,
    *,
    photos: Sequence[UUID] = (),
    at: datetime,
) -> FarUpdate | None:
    """Do with the case what the far end says happened to it; None when it was heard before.

    Whatever cannot be followed is kept with its problem, shown, and changes nothing.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=sending.case_id)
    if FarUpdate.objects.filter(far_end=far_end, update_id=change.update_id).exists():
        return None
    way = snapshot(at).way_of(sending.unit_id)
    verb = verb_of(change, way.open311.states)
    note_far_state(sending.id, change.state)
    by = system_of(sending.unit_id)
    problem = _followed(case, sending, verb, change, photos, at=at, by=by)
    if problem and change.words:  # what it said is there for whoever decides
        cases.add_note(case.pk, text=str(_SAID) % change.words, at=at, by=PLATFORM)
    if trouble(sending.id, problem, at=at, by=by) and problem:
        tell_supervisors(sending, problem, at=at)
    return FarUpdate.objects.create(
        far_end=far_end,
        update_id=change.update_id,
        sending_id=sending.id,
        state=change.state,
        verb=verb,
        problem=columns(problem)[0],
        received_at=at,
    )


def _followed(
    case: Case,
    sending: SendingInfo,
    verb: str,
    change: FarChange,
    photos: Sequence[UUID],
    *,
    at: datetime,
    by: Actor,
) -> Reason | None:
    """What stood in the way, or nothing."""
    state = change.extended or change.state
    if not verb:
        return _UNKNOWN(state=state)
    try:
        with override(case.language):
            if is_beside(sending.task_id):
                tell_task(sending.task_id, verb, change, photos, at=at, by=by)
                return None
            if photos:
                cases.add_photos(case.pk, files=photos, kind=PhotoKind.EVIDENCE, at=at, by=by)
            _do(case, verb, change, at=at, by=by)
    except Refused:
        return _NOT_THEIRS(state=state)
    except Incomplete:  # words are made long enough; what nobody can make up is the photo
        return (_NO_PHOTO if verb.startswith(DONE) else _NOT_NOW)(state=state)
    except IllegalMove:
        return _NOT_NOW(state=state)
    return None


def _do(case: Case, verb: str, change: FarChange, *, at: datetime, by: Actor) -> None:
    """The verb, when the case is not there already; its words in any case reach the reporter."""
    state = CaseState(case.state)
    if verb.startswith(DONE):
        _finish(case, Outcome(verb.removeprefix(DONE)), change.words, at=at, by=by)
    elif verb == "hand-back":
        reason = change.words if len(change.words) >= 5 else str(_NOT_OURS)
        cases.hand_back(case.pk, reason=reason, at=at, by=by)
    elif verb == "ask" and change.words:
        cases.ask(case.pk, question=change.words, at=at, by=by)
    else:
        said = _moved(case, verb, state, change, at=at, by=by)
        if change.words and not said:
            cases.answer(case.pk, text=change.words, at=at, by=by)


def _finish(case: Case, outcome: Outcome, words: str, *, at: datetime, by: Actor) -> None:
    """Finished twice is finished once."""
    if case.state in {CaseState.DONE, CaseState.CLOSED}:
        if words:
            cases.answer(case.pk, text=words, at=at, by=by)
        return
    if len(words) < 10:
        words = f"{words} {_FINISHED}".strip()
    cases.done(case.pk, outcome=outcome, words=words, at=at, by=by)


def _moved(
    case: Case, verb: str, state: CaseState, change: FarChange, *, at: datetime, by: Actor
) -> bool:
    """Make the step unless the case is past it; True when its words went with it."""
    step: Callable[..., Any] | None = None
    said = False
    if verb == "accept" and can("accept", state):
        step = cases.accept
    elif verb == "take" and state != CaseState.IN_PROGRESS and can("take", state):
        step = cases.take
    elif verb == "schedule" and can("schedule", state):
        if change.planned and change.planned > at + _SOON:
            step, said = partial(cases.schedule, when=change.planned, words=change.words), True
        elif state != CaseState.IN_PROGRESS:
            step = cases.take
    elif (
        verb == "contractor" and state != CaseState.CONTRACTOR and can("pass_to_contractor", state)
    ):
        unit = snapshot(at).unit_by_id(case.unit_id).name(case.language)
        step = partial(cases.pass_to_contractor, contractor=unit)
    if step is not None:
        step(case.pk, at=at, by=by)
    return said and bool(change.words)

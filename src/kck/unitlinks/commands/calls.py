"""The way of the telephone: what was said is entered, with whom and when."""

from datetime import datetime

from kck.cases.commands import accept, add_note, open_task, take_task
from kck.cases.commands.presence import UNOPENED_TOPIC
from kck.cases.models import Case, Task
from kck.cases.rules import Incomplete, can
from kck.cases.terms import CaseState
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.handover.by_hand import told_by_phone
from kck.unitlinks import policy
from kck.unitlinks.events import UnitCalled
from kck.unitlinks.models import UnitCall
from kck.unitlinks.policy import speaking_for
from kck.unitlinks.queries.calls import dispatcher_of
from kck.unitlinks.terms import LONGEST_NAME, CallResult


@command
def enter_call(
    case_id: int,
    *,
    result: CallResult,
    spoke_with: str,
    words: str,
    called_at: datetime | None = None,
    next_at: datetime | None = None,
    task_id: int | None = None,
    at: datetime,
    by: Actor,
) -> UnitCall:
    """The centre has called the unit of a case, or tried to. What was said becomes a note.

    `task_id`: it was another unit, about its task in the case.
    """
    require(policy.may_watch(by))
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    unit_id = case.unit_id
    if task_id is not None:
        unit_id = Task.objects.get(pk=task_id, case=case, beside=True, contractor="").unit_id
    spoke_with = " ".join(clean(spoke_with).split())[:LONGEST_NAME]
    called_at = called_at or at
    _check(result, spoke_with, called_at=called_at, next_at=next_at, at=at)
    call = UnitCall.objects.create(
        case=case, unit_id=unit_id, number=dispatcher_of(unit_id, at), result=result,
        spoke_with=spoke_with, at=called_at, next_at=next_at, staff_id=by.staff_id or 0,
    )  # fmt: skip
    record(
        UnitCalled(case_id=case_id, unit_id=unit_id, call_id=call.pk, result=result),
        by=by, at=at, topics={f"case:{case_id}", UNOPENED_TOPIC},
    )  # fmt: skip
    _tell_case(case, call, words, task_id, at=at, by=by)
    return call


def _check(
    result: CallResult,
    spoke_with: str,
    *,
    called_at: datetime,
    next_at: datetime | None,
    at: datetime,
) -> None:
    if result != CallResult.NOT_REACHED and not spoke_with:
        raise Incomplete(str(_("Podaj, z kim była rozmowa.")))
    if called_at > at:
        raise Incomplete(str(_("Rozmowa nie mogła odbyć się w przyszłości.")))
    if next_at is not None and next_at <= at:
        raise Incomplete(str(_("Następna próba musi być w przyszłości.")))


def _tell_case(
    case: Case, call: UnitCall, words: str, task_id: int | None, *, at: datetime, by: Actor
) -> None:
    """Told or accepted means that the unit knows; accepted, that it has taken the case."""
    add_note(case.pk, text=_in_words(call, words), at=at, by=by)
    if call.result == CallResult.NOT_REACHED:
        return
    speaker, accepted = speaking_for(by, call.unit_id), call.result == CallResult.ACCEPTED
    open_task(case.pk, at=call.at, by=speaker)
    told_by_phone(case.pk, unit_id=call.unit_id, accepted=accepted, at=at, by=by)
    if task_id is not None:
        if accepted:
            take_task(task_id, at=at, by=speaker)
    elif accepted and can("accept", CaseState(case.state)):
        accept(case.pk, at=at, by=speaker)


def _in_words(call: UnitCall, words: str) -> str:
    unit = snapshot(call.at).unit_by_id(call.unit_id).name("pl")
    head = str(_("Telefon: %(unit)s, %(number)s. %(result)s.")) % {
        "unit": unit, "number": call.number or "–", "result": CallResult(call.result).label,
    }  # fmt: skip
    if call.spoke_with:
        head += " " + str(_("Rozmowa z: %(name)s.")) % {"name": call.spoke_with}
    return f"{head}\n{words.strip()}".strip()

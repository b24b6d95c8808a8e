"""Keeping no longer: classes confirmed, cases held back, and the night that forgets."""

from datetime import datetime

from kck.cases.commands import expire_case
from kck.cases.models import Case
from kck.foundation import privacy
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.privacy import policy
from kck.privacy.commands.requests import NotYet
from kck.privacy.events import (
    CaseHeld,
    HoldLifted,
    RetentionClassConfirmed,
    RetentionDone,
    RetentionSwitched,
)
from kck.privacy.models import RetentionClass, RetentionHold, RetentionRun, RetentionSwitch
from kck.privacy.queries.retention import counts, due_ids, is_on
from kck.privacy.terms import Step

AT_ONCE = 200
_MOST_BITS = 500


@command
def confirm_class(
    code: str,
    *,
    contact_years: int | None,
    words_years: int | None,
    at: datetime,
    by: Actor,
) -> None:
    """Somebody who knows the city's list of records says that these are its years."""
    require(policy.may_answer(by))
    row = RetentionClass.objects.select_for_update().get(code=code)
    if contact_years and words_years and words_years < contact_years:
        raise NotYet(str(_("Treść nie może zniknąć wcześniej niż kontakt.")))
    row.contact_years, row.words_years = contact_years, words_years
    row.confirmed_at, row.confirmed_by = at, str(by)
    row.save()
    event = RetentionClassConfirmed(code=code, contact_years=contact_years, words_years=words_years)
    record(event, by=by, at=at, stream="privacy:retention")


@command
def hold(case_id: int, *, reason: str, at: datetime, by: Actor) -> None:
    """Keep one case although its time has come. Asking again changes nothing."""
    require(policy.may_answer(by))
    if not (reason := clean(reason)[:200]):
        raise NotYet(str(_("Napisz, dlaczego tę sprawę trzeba zachować.")))
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    _row, made = RetentionHold.objects.get_or_create(
        case=case, lifted_at=None, defaults={"reason": reason, "at": at, "by": str(by)}
    )
    if made:
        record(CaseHeld(case_id=case_id), by=by, at=at, stream="privacy:retention")


@command
def lift(case_id: int, *, at: datetime, by: Actor) -> None:
    require(policy.may_answer(by))
    held = RetentionHold.objects.filter(case_id=case_id, lifted_at=None)
    if held.update(lifted_at=at):
        record(HoldLifted(case_id=case_id), by=by, at=at, stream="privacy:retention")


@command
def switch(on: bool, *, at: datetime, by: Actor) -> None:
    """From now on nights do what they show, or only show it."""
    require(policy.may_answer(by))
    if is_on() == on:
        return
    RetentionSwitch.objects.create(on=on, at=at, by=str(by))
    record(RetentionSwitched(on=on), by=by, at=at, stream="privacy:retention")


def retain(*, at: datetime, preview: bool) -> RetentionRun:
    """A night: count what is due; then, unless it is only a preview, forget it bit by bit.

    Each bit is a transaction of its own: a night that is interrupted goes on the next one.
    """
    found = counts(at)
    if not preview:
        for step in Step:
            _expire(step, at)
        for holder in privacy.holders():
            _expire_own(holder, at)
    return _kept(found, did=not preview, at=at)


def _expire_own(holder: privacy.Holder, at: datetime) -> None:
    """Bit by bit; what comes back again and again is left for the next night."""
    for _bit in range(_MOST_BITS):
        if not holder.expire(at, False):
            return


def _expire(step: Step, at: datetime) -> None:
    while ids := due_ids(step, at, limit=AT_ONCE):
        for case_id, code in ids:
            expire_case(
                case_id, words=step == Step.WORDS, ground=f"retention {code}"[:80], at=at,
                by=PLATFORM,
            )  # fmt: skip


@command
def _kept(found: dict[str, int], *, did: bool, at: datetime) -> RetentionRun:
    run = RetentionRun.objects.create(at=at, did=did, counts=found)
    if did:
        record(RetentionDone(run_id=run.pk, counts=found), by=PLATFORM, at=at)
    return run

"""Words to the reporter that leave in a moment: until then whoever wrote them takes them back.

Nothing of the case changes before, so no page, letter, figure or other system can know of it. The
row of `kck.replies` is the only place where the words are; a job, or the clock after a crash, lets
them go.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from kck.accounts.models import Staff
from kck.accounts.notice_commands import notify
from kck.accounts.queries import actor_for
from kck.cases import policy
from kck.cases.clock_terms import Programme
from kck.cases.commands import finish, work
from kck.cases.commands.contents import add_photos
from kck.cases.commands.returning import say_cause
from kck.cases.commands.routing import check_forwarding, forward
from kck.cases.commands.steps import lock, note
from kck.cases.commands.tasks import expect_no_tasks_beside
from kck.cases.events import CaseMoved, ReplyHeld, ReplyStopped, ReplyTakenBack
from kck.cases.models import Case, CasePhoto
from kck.cases.rules import IllegalMove, Incomplete, after, check_ending
from kck.cases.terms import CaseState, Cause, Outcome, PhotoKind
from kck.directory.queries import snapshot
from kck.directory.terms import Evidence
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, defer
from kck.foundation.reasons import reason
from kck.foundation.text import _, clean
from kck.foundation.verdict import Refused, require
from kck.replies.commands import save_draft
from kck.replies.models import HeldReply
from kck.replies.policy import may_take_back

LET_GO_JOB = "kck.cases.jobs.let_reply_go"
STOPPED = reason(
    "cases.reply_stopped",
    _("Twoje słowa w sprawie %(number)s nie wyszły: %(problem)s Są wśród szkiców."),
)
_GRACE = timedelta(seconds=1)  # for a press of the button that is on its way
_VERBS = {
    "answer": "answer",
    "ask": "ask",
    "done": "done",
    "close": "close_outright",
    "schedule": "schedule",
    "forward": "forward",
    "reopen": "reopen",
}
_CLOSINGS = frozenset({"done", "close"})


class TooLate(Exception):
    """It has left, or somebody took it back already."""


def held_for(action: str) -> int:
    """So many seconds; 0 when it leaves at once."""
    if action not in _VERBS:
        return 0
    if action in _CLOSINGS:
        return int(settings.KCK_TAKE_BACK_CLOSING_SECONDS)
    return int(settings.KCK_TAKE_BACK_SECONDS)


@command
def hold(
    case_id: int,
    *,
    action: str,
    data: Mapping[str, Any],
    fields: Mapping[str, Any] | None = None,
    seconds: int,
    at: datetime,
    by: Actor,
) -> HeldReply | None:
    """Send it in so many seconds: one of `_VERBS`. None: it has left at once.

    `data`: text, outcome, photos (ids of drafts), unit, when. Whatever would refuse it refuses it
    now. An earlier one of the same person in this case leaves first.
    """
    let_mine_go(case_id, by=by)
    if seconds <= 0 or by.kind != "staff":
        _say(case_id, action, data, at=at, by=by)
        return None
    case = _possible(case_id, action, data, at=at, by=by)
    now = clock.real_now()
    held = HeldReply.objects.create(
        about=case.stream, staff_id=by.staff_id or 0, action=action, data=dict(data),
        fields=dict(fields or data), made_at=now, due_at=now + timedelta(seconds=seconds),
    )  # fmt: skip
    _fact(case, ReplyHeld, action, at=at, by=by, staff_id=by.staff_id, seconds=seconds)
    defer(app.tasks[LET_GO_JOB], when=held.due_at + _GRACE, held_id=held.pk)
    return held


def _possible(
    case_id: int, action: str, data: Mapping[str, Any], *, at: datetime, by: Actor
) -> Case:
    """The case, locked; whatever would refuse the words refuses them here."""
    case = lock(case_id)
    require((policy.may_forward if action == "forward" else policy.may_work)(by, case))
    after(_VERBS[action], CaseState(case.state))
    _check(case, action, data, at)
    return case


def _check(case: Case, action: str, data: Mapping[str, Any], at: datetime) -> None:
    words = clean(str(data.get("text", "")))
    if action == "schedule":
        return work.check_when(_when(data), at)
    if action == "forward":
        check_forwarding(case, str(data["unit"]), words, at)
        return None
    if action not in _CLOSINGS:
        if len(words) < 2 and action != "reopen":
            raise Incomplete(str(_("Wpisz treść.")))
        return None
    return _check_closing(case, action, data, words, at)


def _check_closing(
    case: Case, action: str, data: Mapping[str, Any], words: str, at: datetime
) -> None:
    expect_no_tasks_beside(case, cancel=bool(data.get("cancel_tasks")))
    needed = (
        action == "done"
        and snapshot(at).category_by_id(case.category_id).evidence == Evidence.PHOTO
    )
    check_ending(
        outcome=Outcome(str(data["outcome"])),
        words=words,
        photo_needed=needed,
        has_photo=needed and (bool(data.get("photos")) or _has_evidence(case)),
    )


def _when(data: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(data["when"]))


def _has_evidence(case: Case) -> bool:
    shown = CasePhoto.objects.filter(case=case, kind=PhotoKind.EVIDENCE, erased_at=None)
    return shown.exists()


def _fact(
    case: Case, fact: type[CaseMoved], action: str, *, at: datetime, by: Actor, **facts: Any
) -> None:
    note(case, fact, CaseState(case.state), by=by, at=at, action=action, **facts)


def _say(case_id: int, action: str, data: Mapping[str, Any], *, at: datetime, by: Actor) -> None:
    _possible(case_id, action, data, at=at, by=by)
    if cause := data.get("cause"):
        words = str(data.get("cause_words", ""))
        say_cause(case_id, cause=Cause(str(cause)), words=words, at=at, by=by)
    if photos := [UUID(str(one)) for one in data.get("photos", ())]:
        add_photos(case_id, files=photos, kind=PhotoKind.EVIDENCE, at=at, by=by)
    _SAYS[action](case_id, data, at, by)


def _ending(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "outcome": Outcome(data["outcome"]),
        "words": data["text"],
        "cancel_tasks": bool(data.get("cancel_tasks")),
        "programme": _programme(data),
    }


def _programme(data: Mapping[str, Any]) -> Programme | None:
    if not data.get("due_on"):
        return None
    return Programme(
        due_on=date.fromisoformat(str(data["due_on"])), name=str(data.get("programme", ""))
    )


_SAYS: Mapping[str, Callable[[int, Mapping[str, Any], datetime, Actor], object]] = {
    "answer": lambda pk, data, at, by: work.answer(pk, text=data["text"], at=at, by=by),
    "ask": lambda pk, data, at, by: work.ask(pk, question=data["text"], at=at, by=by),
    "done": lambda pk, data, at, by: finish.done(pk, at=at, by=by, **_ending(data)),
    "close": lambda pk, data, at, by: finish.close_outright(pk, at=at, by=by, **_ending(data)),
    "schedule": lambda pk, data, at, by: work.schedule(
        pk, when=_when(data), words=data["text"], at=at, by=by
    ),
    "forward": lambda pk, data, at, by: forward(
        pk, unit=data["unit"], reason=data["text"], at=at, by=by
    ),
    "reopen": lambda pk, data, at, by: finish.reopen(pk, words=data["text"], at=at, by=by),
}


@command
def take_back(held_id: int, *, at: datetime, by: Actor) -> HeldReply:
    """Nobody has seen it, and it is a draft again. `TooLate` when it has left."""
    held = _locked(held_id)
    if held is None:
        raise TooLate
    require(may_take_back(by, held))
    HeldReply.objects.filter(pk=held_id).delete()
    save_draft(held.about, held.action, held.fields, returned=True, by=by)
    _fact(lock(_case_id(held)), ReplyTakenBack, held.action, at=at, by=by)
    return held


@command
def let_mine_go(case_id: int, *, by: Actor) -> None:
    """Whoever goes on with a case no longer thinks of taking back what they sent before."""
    mine = HeldReply.objects.filter(about=f"case:{case_id}", staff_id=by.staff_id or 0)
    for held_id in list(mine.values_list("pk", flat=True)):
        let_go(held_id, at=clock.now(), early=True)


@command
def let_go(held_id: int, *, at: datetime, early: bool = False) -> bool:
    """Its moment has come; whether it left. Once: whoever comes second finds nothing."""
    held = _locked(held_id)
    if held is None or not (early or held.due_at <= clock.real_now()):
        return False
    HeldReply.objects.filter(pk=held_id).delete()
    writer = actor_for(Staff.objects.get(pk=held.staff_id))
    try:
        _say(_case_id(held), held.action, held.data, at=at, by=writer)
    except (IllegalMove, Incomplete, Refused) as problem:
        _give_back(held, str(problem), at=at, by=writer)
        return False
    return True


def _give_back(held: HeldReply, problem: str, *, at: datetime, by: Actor) -> None:
    """The case went another way meanwhile; the words are not lost, and their writer is told."""
    case = lock(_case_id(held))
    save_draft(held.about, held.action, held.fields, returned=True, by=by)
    _fact(case, ReplyStopped, held.action, at=at, by=by)
    why = STOPPED(number=case.number, problem=problem)
    platform = Actor(kind="platform")
    notify([held.staff_id], kind="stopped", subject=case.stream, why=why, at=at, by=platform)


def _locked(held_id: int) -> HeldReply | None:
    return HeldReply.objects.select_for_update().filter(pk=held_id).first()


def _case_id(held: HeldReply) -> int:
    return int(held.about.removeprefix("case:"))

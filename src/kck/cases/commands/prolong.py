"""A formal matter takes longer than the law's term: why, until when, what one may do about it."""

from datetime import date, datetime, timedelta

from kck.cases import policy
from kck.cases.commands.steps import lock, move, note, write
from kck.cases.formal_events import CaseProlonged
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import TextKind
from kck.directory.queries import snapshot
from kck.directory.rules import end_of_lawful_day, prolonged_at_most
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

_SHORTEST = 10


@command
def prolong(
    case_id: int, *, until: date, reason: str, instruction: str, at: datetime, by: Actor
) -> Case:
    """Tell the author before the term ends: the reason, the new date, the instruction (art. 36)."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    was = move(case, "prolong", at=at)
    before = case.legal_due_at
    if before is None:
        raise IllegalMove(str(_("Ta sprawa nie ma terminu ustawowego.")))
    _check(case, until, clean(reason), clean(instruction), at)
    case.legal_due_at = end_of_lawful_day(until, snapshot(at).city.zone)
    case.save()
    seals = write(case, TextKind.REASON, reason, by=by, at=at)
    seals += write(case, TextKind.ANSWER, instruction, by=by, at=at)
    note(
        case, CaseProlonged, was, by=by, at=at, seals=seals,
        was_due_at=before.isoformat(), legal_due_at=case.legal_due_at.isoformat(),
    )  # fmt: skip
    return case


def _check(case: Case, until: date, reason: str, instruction: str, at: datetime) -> None:
    if len(reason) < _SHORTEST:
        raise Incomplete(str(_("Napisz przyczynę zwłoki (co najmniej 10 znaków).")))
    if len(instruction) < _SHORTEST:
        raise Incomplete(str(_("Napisz pouczenie: co można zrobić, gdy sprawa trwa za długo.")))
    zone = snapshot(at).city.zone
    assert case.legal_due_at is not None  # noqa: S101 (asked by whoever calls)
    if until <= max(case.legal_due_at, at).astimezone(zone).date():
        raise Incomplete(str(_("Nowy termin musi być późniejszy niż dotychczasowy.")))
    most = prolonged_at_most(CaseKind(case.kind), case.opened_at, zone)
    if most is not None and end_of_lawful_day(until, zone) > most:
        raise Incomplete(
            str(_("Przepisy pozwalają przedłużyć tę sprawę najdalej do %(day)s."))
            % {"day": most.astimezone(zone).strftime("%-d.%m.%Y")}
        )


def proposed(case_due: datetime, at: datetime) -> date:
    """A month more is what is usually asked for."""
    return (max(case_due, at) + timedelta(days=30)).date()

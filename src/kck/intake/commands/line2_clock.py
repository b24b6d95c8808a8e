"""Whose time runs out on line II is said before it has, and once."""

from datetime import datetime

from kck.accounts.holder_queries import Holders, holders
from kck.accounts.notice_commands import notify
from kck.directory.queries import snapshot
from kck.foundation.actor import PLATFORM
from kck.foundation.clock import city_zone
from kck.foundation.outbox import command
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.intake.commands.line2 import KIND, _tell, subject_of
from kck.intake.line2_events import LineTwoEscalated, LineTwoOverdue
from kck.intake.line2_models import SecondLine
from kck.intake.line2_rules import number_of
from kck.intake.line2_terms import WITH_UNIT

RUNS_OUT = reason(
    "intake.line_two_runs_out",
    _("Linia II, %(unit)s: na rozmowę %(number)s trzeba odpowiedzieć do %(when)s."),
)
_LEAD = "cases.assign"
_AT_MOST = 500  # a run; the next one goes on


def escalate(at: datetime) -> int:
    """Leads and supervisors hear of what is due soon; what is late is marked. How many of both."""
    rows = SecondLine.objects.filter(state__in=WITH_UNIT, escalates_at__lte=at)
    soon = rows.filter(escalated_at=None).order_by("escalates_at", "pk")
    late = rows.filter(promised_at__lt=at, overdue_at=None).order_by("promised_at", "pk")
    ids = list(soon.values_list("pk", flat=True)[:_AT_MOST])
    late_ids = list(late.values_list("pk", flat=True)[:_AT_MOST])
    held = holders() if ids else Holders()
    done = sum(_escalate(line_id, held, at=at) for line_id in ids)
    return done + sum(_mark(line_id, at=at) for line_id in late_ids)


def _still(line_id: int) -> SecondLine | None:
    """Another run may be at it, or somebody has just answered."""
    rows = SecondLine.objects.select_for_update(skip_locked=True)
    return rows.filter(pk=line_id, state__in=WITH_UNIT).first()


@command
def _escalate(line_id: int, held: Holders, *, at: datetime) -> bool:
    line = _still(line_id)
    if line is None or line.escalated_at or line.escalates_at > at:
        return False
    line.escalated_at = at
    line.save(update_fields=["escalated_at"])
    unit = snapshot(at).unit_by_id(line.unit_id)
    why = RUNS_OUT(
        unit=unit.code,
        number=number_of(line.pk),
        when=f"{line.promised_at.astimezone(city_zone()):%-d.%m, %-H.%M}",
    )
    whom = held.of_unit(line.unit_id, _LEAD) | held.of_city(_LEAD)
    told = notify(whom, kind=KIND, subject=subject_of(line.pk), why=why, at=at, by=PLATFORM)
    event = LineTwoEscalated(line_id=line.pk, unit_id=line.unit_id, told=told)
    _tell(line, event, at=at, by=PLATFORM)
    return True


@command
def _mark(line_id: int, *, at: datetime) -> bool:
    line = _still(line_id)
    if line is None or line.overdue_at or line.promised_at >= at:
        return False
    line.overdue_at = at
    line.save(update_fields=["overdue_at"])
    _tell(line, LineTwoOverdue(line_id=line.pk, unit_id=line.unit_id), at=at, by=PLATFORM)
    return True

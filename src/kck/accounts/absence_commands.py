"""While somebody is away their work is another's.

The substitute gains no grants: they see and do what their own posts let them. Whoever lends a
colleague's rights would hand personal data to somebody the city has not given it to; that is why
a substitute must be able to read cases of a unit of the absent one in their own right.
"""

from datetime import date, datetime, timedelta

from kck.accounts import policy
from kck.accounts.events import AbsenceArranged, AbsenceEnded
from kck.accounts.models import Absence, Post, Staff
from kck.accounts.notice_commands import notify
from kck.accounts.queries import actor_for, in_force
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.foundation.verdict import require

LONGEST = timedelta(days=366)
STANDS_IN = reason(
    "accounts.stands_in", _("zastępujesz: %(name)s, od %(first_day)s do %(last_day)s")
)


class WrongAbsence(ValueError):
    """It cannot be so; `field` and the sentence say what to change."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(str(sentence))
        self.field = field


@command
def arrange_absence(
    staff_id: int,
    *,
    substitute_id: int,
    first_day: date,
    last_day: date,
    at: datetime,
    by: Actor,
) -> Absence:
    """From the first to the last day the substitute sees the work and hears what comes."""
    units = units_held(staff_id)
    require(policy.may_arrange_absence(by, staff_id, units))
    _check_days(staff_id, first_day, last_day)
    _check_substitute(staff_id, substitute_id, units)
    row = Absence.objects.create(
        staff_id=staff_id,
        substitute_id=substitute_id,
        first_day=first_day,
        last_day=last_day,
        arranged_by=str(by),
        arranged_at=at,
    )
    _record_and_tell(row, at, by)
    return row


def _record_and_tell(row: Absence, at: datetime, by: Actor) -> None:
    days = {"first_day": row.first_day.isoformat(), "last_day": row.last_day.isoformat()}
    arranged = AbsenceArranged(
        absence_id=row.pk, staff_id=row.staff_id, substitute_id=row.substitute_id, **days
    )
    record(arranged, by=by, at=at, stream=f"staff:{row.staff_id}")
    notify(
        [row.substitute_id],
        kind="substitution",
        subject=f"absence:{row.pk}",
        why=STANDS_IN(name=row.staff.name, **days),
        at=at,
        by=by,
    )


def _check_days(staff_id: int, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise WrongAbsence("last_day", _("Koniec nie może być przed początkiem."))
    if last_day < clock.today():
        raise WrongAbsence("last_day", _("Ten czas już minął."))
    if last_day - first_day > LONGEST:
        raise WrongAbsence("last_day", _("Najdłużej rok."))
    others = Absence.objects.filter(staff_id=staff_id)
    if others.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise WrongAbsence("first_day", _("W tym czasie jest już inne zastępstwo."))


def _check_substitute(staff_id: int, substitute_id: int, units: frozenset[int]) -> None:
    found = Staff.objects.filter(pk=substitute_id, is_active=True).exclude(pk=staff_id).first()
    if found is None:
        raise WrongAbsence("substitute", _("Wybierz z listy."))
    actor = actor_for(found)
    if not any(actor.may("cases.view", unit_id) for unit_id in units):
        raise WrongAbsence("substitute", _("Ta osoba nie widzi spraw tej jednostki."))


def units_held(staff_id: int) -> frozenset[int]:
    """In which units somebody has a post today."""
    posts = Post.objects.filter(in_force(clock.today()), staff_id=staff_id)
    return frozenset(posts.values_list("unit_id", flat=True))


@command
def end_absence(absence_id: int, *, at: datetime, by: Actor) -> None:
    """Back sooner: yesterday was the last day; what had not begun never was."""
    row = Absence.objects.select_for_update().get(pk=absence_id)
    require(policy.may_arrange_absence(by, row.staff_id, units_held(row.staff_id)))
    yesterday = clock.today() - timedelta(days=1)
    ended = AbsenceEnded(absence_id=row.pk, staff_id=row.staff_id, substitute_id=row.substitute_id)
    if row.last_day <= yesterday:
        return
    if row.first_day <= yesterday:
        Absence.objects.filter(pk=row.pk).update(last_day=yesterday)
    else:
        row.delete()
    record(ended, by=by, at=at, stream=f"staff:{row.staff_id}")

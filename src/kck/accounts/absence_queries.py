"""Who is away, and who looks after their work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kck.accounts.models import Absence


@dataclass(frozen=True, kw_only=True)
class AbsenceRow:
    """`running`: today lies within it."""

    id: int
    staff_id: int
    name: str
    substitute_id: int
    substitute: str
    first_day: date
    last_day: date
    running: bool


def stands_in_for(staff_id: int, day: date) -> frozenset[int]:
    """Whose work this person looks after that day: nobody's whose account is closed."""
    rows = _on(day).filter(substitute_id=staff_id, staff__is_active=True)
    return frozenset(rows.values_list("staff_id", flat=True))


def away_until(staff_ids: Iterable[int], day: date) -> dict[int, date]:
    """Of these people, those who are away that day."""
    rows = _on(day).filter(staff_id__in=list(staff_ids)).order_by("last_day")
    return dict(rows.values_list("staff_id", "last_day"))


def substitutes_of(staff_ids: Iterable[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """By id of the substitute: id and name of those who are away."""
    rows = _on(day).filter(staff_id__in=list(staff_ids), substitute__is_active=True)
    found: dict[int, list[tuple[int, str]]] = {}
    for substitute_id, staff_id, name in rows.order_by("pk").values_list(
        "substitute_id", "staff_id", "staff__name"
    ):
        found.setdefault(substitute_id, []).append((staff_id, name))
    return found


def absences_of(staff_id: int, day: date) -> list[AbsenceRow]:
    """Running and to come, the nearest first."""
    return _rows(Absence.objects.filter(staff_id=staff_id, last_day__gte=day), day)


def substitutions_of(staff_id: int, day: date) -> list[AbsenceRow]:
    """Whom this person looks after, now or later."""
    return _rows(Absence.objects.filter(substitute_id=staff_id, last_day__gte=day), day)


def absences_among(staff_ids: Iterable[int], day: date) -> list[AbsenceRow]:
    """Of a whole unit, for its lead."""
    return _rows(Absence.objects.filter(staff_id__in=list(staff_ids), last_day__gte=day), day)


def absence_by_id(absence_id: int, day: date) -> AbsenceRow | None:
    return next(iter(_rows(Absence.objects.filter(pk=absence_id), day)), None)


def _on(day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(first_day__lte=day, last_day__gte=day)


def _rows(absences: QuerySet[Absence], day: date) -> list[AbsenceRow]:
    rows = absences.select_related("staff", "substitute").order_by("first_day", "pk")
    return [
        AbsenceRow(
            id=row.pk,
            staff_id=row.staff_id,
            name=row.staff.name,
            substitute_id=row.substitute_id,
            substitute=row.substitute.name,
            first_day=row.first_day,
            last_day=row.last_day,
            running=row.first_day <= day,
        )
        for row in rows
    ]

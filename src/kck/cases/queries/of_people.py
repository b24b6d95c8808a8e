"""The cases of a person, for whoever may read both."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kck.cases.models import Case, Follower
from kck.cases.terms import OPEN_STATES, CaseState
from kck.directory.terms import FORMAL_KINDS
from kck.foundation.actor import Actor
from kck.foundation.numbers import WrongNumber, parse


@dataclass(frozen=True, kw_only=True)
class PersonCase:
    """`follows`: somebody else reported it, this person said "me too"."""

    id: int
    number: str
    category_id: int
    unit_id: int
    state: CaseState
    place: str
    opened_at: datetime
    follows: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


def cases_of_people(actor: Actor, ids: Collection[int], *, limit: int = 50) -> list[PersonCase]:
    """Reported or followed by any of these records; the open ones first, the newest on top."""
    followed = Follower.objects.filter(person_id__in=ids, left_at=None).values("case_id")
    rows = (
        Case.objects.visible_to(actor)
        .filter(Q(person_id__in=ids) | Q(pk__in=followed))
        .order_by("-opened_at", "-pk")[:limit]
    )
    found = [
        PersonCase(
            id=row.pk,
            number=row.number,
            category_id=row.category_id,
            unit_id=row.unit_id,
            state=CaseState(row.state),
            place=row.address or row.street,
            opened_at=row.opened_at,
            follows=row.person_id not in ids,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_open)


def people_of_case(actor: Actor, typed: str) -> list[int] | None:
    """Whoever reported the case behind a number, and who follows it; None: it is no number."""
    try:
        number = parse(typed)
    except WrongNumber:
        return None
    case = Case.objects.visible_to(actor).filter(number=number).first()
    if case is None:
        return []
    rows = Follower.objects.filter(case=case).values_list("person_id", flat=True)
    return [*([case.person_id] if case.person_id else []), *rows[:50]]


@dataclass(frozen=True, kw_only=True)
class ErasableCase:
    """What an erasure would do to one case; `kept`: the archive duty says no."""

    number: str
    category_id: int
    opened_at: datetime
    kept: bool


def erasable_cases(ids: Collection[int]) -> list[ErasableCase]:
    """All cases these people reported, whoever may see them: only for whoever erases."""
    rows = Case.objects.filter(person_id__in=ids).order_by("opened_at", "pk")
    return [
        ErasableCase(
            number=row.number,
            category_id=row.category_id,
            opened_at=row.opened_at,
            kept=row.kind in FORMAL_KINDS,
        )
        for row in rows
    ]


def counts_of_people(ids: Iterable[int]) -> dict[int, int]:
    """How many cases each of these records has reported."""
    found: dict[int, int] = {}
    for pk in Case.objects.filter(person_id__in=list(ids)).values_list("person_id", flat=True):
        if pk is not None:
            found[pk] = found.get(pk, 0) + 1
    return found

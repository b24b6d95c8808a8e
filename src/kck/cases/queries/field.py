"""What a crew has to do today, and what a phone without network must know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Max, Q, QuerySet, Value

from kck.cases.models import Case, CasePhoto
from kck.cases.queries.crew_tasks import CrewTask, crew_tasks
from kck.cases.queries.tasks import tasked
from kck.cases.queries.views import mine_of
from kck.cases.terms import WORKABLE_STATES, CaseState
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Priority
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent

# what others may do without a crew's having to know of it before it says what it did
CALM_EVENTS = frozenset(
    {
        "cases.content_published",
        "cases.content_redacted",
        "cases.follower_joined",
        "cases.follower_left",
        "cases.follower_returned",
        "cases.visibility_changed",
    }
)
_MOST_WORDS = 6


class Whose(StrEnum):
    """Whose cases a crew drives to."""

    CREW = "crew"
    MINE = "mine"
    FREE = "free"


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """One stop; `seq` is the last thing that happened to the case."""

    id: int
    number: str
    seq: int
    category: str
    place: str
    district: str
    lat: float | None
    lon: float | None
    state: CaseState
    urgent: bool
    due_at: datetime | None
    mine: bool
    photo: UUID | None
    task: CrewTask | None  # in another unit's case: only this is theirs


@dataclass(frozen=True, kw_only=True)
class CrewCases:
    """The most urgent of them; `count` is how many there are of each kind."""

    rows: tuple[FieldRow, ...]
    count: Mapping[Whose, int]


def crew_units(actor: Actor) -> frozenset[int]:
    """The units for which this person goes out."""
    return actor.units_with("cases.work")


def crew_cases(
    actor: Actor,
    whose: Whose,
    *,
    until: datetime,
    words: str = "",
    district: str = "",
    limit: int,
) -> CrewCases:
    """Reports that can be worked on before `until`, danger and the clock that runs out first."""
    cases = _workable(actor, until)
    counted = cases.aggregate(
        mine=Count("pk", filter=_mine(actor)), free=Count("pk", filter=_free(actor))
    )
    if district:
        cases = cases.filter(district=district)
    for word in words.split()[:_MOST_WORDS]:
        cases = cases.filter(address__icontains=word)
    wanted = cases.filter(_of(whose, actor)).order_by(_FAR, F("first_due_at").asc(nulls_last=True))
    rows = list(wanted.values(*_COLUMNS)[:limit])
    return CrewCases(
        rows=tuple(_rows(rows, actor)),
        count={
            Whose.CREW: counted["mine"] + counted["free"],
            Whose.MINE: counted["mine"],
            Whose.FREE: counted["free"],
        },
    )


def _workable(actor: Actor, until: datetime) -> QuerySet[Case]:
    """What is with a contractor, or planned for another day, is nobody's way today.

    Of other units' cases those in which this crew has a task, as long as it may see them.
    """
    units = crew_units(actor)
    own = Q(
        unit_id__in=units,
        kind=CaseKind.REPORT,
        state__in=sorted(WORKABLE_STATES - {CaseState.CONTRACTOR}),
    ) & ~Q(state=CaseState.SCHEDULED, scheduled_at__gte=until)
    asked = Q(pk__in=tasked(units)) & ~Q(unit_id__in=units)
    return Case.objects.visible_to(actor).filter(own | asked)


def _mine(actor: Actor) -> Q:
    return mine_of(actor)


def _free(actor: Actor) -> Q:
    """The handler of another unit's case does not do our task."""
    return Q(handler_id=None) | ~Q(unit_id__in=crew_units(actor))


def _of(whose: Whose, actor: Actor) -> Q:
    return {
        Whose.CREW: _mine(actor) | _free(actor),
        Whose.MINE: _mine(actor),
        Whose.FREE: _free(actor),
    }[whose]


_FAR = models.Case(
    models.When(Q(priority=Priority.P1) | ~Q(danger=""), then=Value(0)),
    default=Value(1),
    output_field=models.IntegerField(),
)
_COLUMNS = (
    "id",
    "number",
    "category_id",
    "address",
    "district",
    "lat",
    "lon",
    "state",
    "priority",
    "danger",
    "first_due_at",
    "handler_id",
)


def _rows(rows: list[dict[str, Any]], actor: Actor) -> list[FieldRow]:
    ids = [row["id"] for row in rows]
    seqs, photos, city = _seqs(ids), _photos(ids), snapshot()
    tasks = crew_tasks(ids, crew_units(actor))
    return [
        FieldRow(
            id=row["id"],
            number=row["number"],
            seq=seqs.get(row["id"], 0),
            category=city.category_by_id(row["category_id"]).name(),
            place=row["address"],
            district=row["district"],
            lat=row["lat"],
            lon=row["lon"],
            state=CaseState(row["state"]),
            urgent=row["priority"] == Priority.P1 or bool(row["danger"]),
            due_at=tasks[row["id"]].until if row["id"] in tasks else row["first_due_at"],
            mine=row["handler_id"] == actor.id,
            photo=photos.get(row["id"]),
            task=tasks.get(row["id"]),
        )
        for row in rows
    ]


def _seqs(ids: list[int]) -> dict[int, int]:
    streams = [f"case:{pk}" for pk in ids]
    found = RecordedEvent.objects.filter(stream__in=streams).values("stream")
    last = found.annotate(last=Max("seq")).values_list("stream", "last")
    return {int(stream.partition(":")[2]): seq or 0 for stream, seq in last}


def _photos(ids: list[int]) -> dict[int, UUID]:
    """The first of each case that is still there."""
    photos = CasePhoto.objects.filter(case_id__in=ids, erased_at=None).exclude(kind="joined")
    photos = photos.order_by("-pk")
    return dict(photos.values_list("case_id", "file__public_id"))


def last_change_at(case_id: int) -> datetime:
    """When the last thing happened to the case: nothing is written before it."""
    events = RecordedEvent.objects.filter(stream=f"case:{case_id}")
    moment: datetime = events.order_by("-seq").values_list("at", flat=True)[0]
    return moment

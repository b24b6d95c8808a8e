"""Cases as they leave in bulk, a thousand at a time by id. Nothing here decides who may have it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.expressions import RawSQL

from kck.cases.models import Case, CasePhoto, CaseText, Task
from kck.cases.queries.published import PUBLISHED
from kck.cases.terms import CaseState, TextKind
from kck.directory.models import Category, Unit
from kck.foundation.models import RecordedEvent

# what is called how outside, and where it is here
FACTS = {
    "number": "number",
    "source": "source",
    "source_id": "source_id",
    "kind": "kind",
    "category": "category__code",
    "unit": "unit__code",
    "priority": "priority",
    "channel": "channel",
    "language": "language",
    "state": "state",
    "outcome": "outcome",
    "closing": "closing",
    "address": "address",
    "street": "street",
    "district": "district",
    "owner": "owner",
    "lat": "lat",
    "lon": "lon",
    "private": "private",
    "coarse": "coarse",
    "danger": "danger",
    "needs_triage": "needs_triage",
    "opened": "opened_at",
    "updated": "updated_at",
    "takeover_due": "takeover_due_at",
    "taken": "taken_at",
    "safe_due": "safe_due_at",
    "due": "due_at",
    "legal_due": "legal_due_at",
    "waiting_on": "waiting_on",
    "waiting_since": "waiting_since",
    "paused": "paused_at",
    "returns": "returns_at",
    "scheduled": "scheduled_at",
    "done": "done_at",
    "closed": "closed_at",
    "merged_into": "merged_into__number",
    "hand_backs": "hand_backs",
    "disputes": "disputes",
    "me_too": "me_too",
    "rule": "rule",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cases. `opened_to` is not included; empty means: all."""

    opened_from: datetime | None = None
    opened_to: datetime | None = None
    unit: str = ""
    category: str = ""
    public: bool = False  # only what strangers may see of

    def condition(self) -> Q:
        found = Q()
        if self.opened_from:
            found &= Q(opened_at__gte=self.opened_from)
        if self.opened_to:
            found &= Q(opened_at__lt=self.opened_to)
        if self.unit:
            found &= Q(unit__code=self.unit)
        if self.category:
            found &= Q(category__code=self.category)
        if self.public:
            found &= Q(private=False) & ~Q(state=CaseState.WITHDRAWN)
        return found


class Text(NamedTuple):
    case_id: int
    kind: str
    at: datetime
    author: str
    language: str
    body: str
    published_at: datetime | None
    redacted_at: datetime | None
    erased_at: datetime | None


class Photo(NamedTuple):
    case_id: int
    kind: str
    at: datetime
    author: str
    public_id: UUID
    name: str
    published_at: datetime | None


class TaskFacts(NamedTuple):
    case_id: int
    unit: str
    way: str
    contractor: str
    state: str
    given_at: datetime
    opened_at: datetime | None
    taken_at: datetime | None
    ended_at: datetime | None


class EventFacts(NamedTuple):
    case_id: int
    seq: int
    name: str
    at: datetime
    actor: str
    payload: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case and what hangs on it; the last three are there only when asked for."""

    id: int
    person_id: int | None
    facts: dict[str, Any]
    texts: Sequence[Text]
    photos: Sequence[Photo]
    tasks: Sequence[TaskFacts]
    events: Sequence[EventFacts]


def is_unit(code: str) -> bool:
    return Unit.objects.filter(code=code).exists()


def is_category(code: str) -> bool:
    return Category.objects.filter(code=code).exists()


def newest(wanted: Wanted) -> int:
    """The last id there is now: cases opened later are not part of what has begun."""
    found = Case.objects.filter(wanted.condition()).aggregate(newest=Max("pk"))
    return int(found["newest"] or 0)


def how_many(wanted: Wanted, *, up_to: int) -> int:
    return Case.objects.filter(wanted.condition(), pk__lte=up_to).count()


def dossiers(
    wanted: Wanted,
    *,
    after: int,
    up_to: int,
    limit: int,
    kinds: Collection[TextKind],
    published: bool,
    whole: bool,
) -> list[Dossier]:
    """The next cases by id. `published`: no other texts than those; `whole`: photos, tasks and
    the history too.
    """
    rows = (
        Case.objects.filter(wanted.condition(), pk__gt=after, pk__lte=up_to)
        .order_by("pk")
        .values_list("pk", "person_id", *FACTS.values())[:limit]
    )
    cases = list(rows)
    ids = [row[0] for row in cases]
    texts = _by_case(_texts(ids, kinds, published=published))
    photos = _by_case(_photos(ids)) if whole or not published else {}
    tasks = _by_case(_tasks(ids)) if whole else {}
    events = _by_case(_events(ids)) if whole else {}
    return [
        Dossier(
            pk,
            person_id,
            dict(zip(FACTS, facts, strict=True)),
            texts.get(pk, ()),
            photos.get(pk, ()),
            tasks.get(pk, ()),
            events.get(pk, ()),
        )
        for pk, person_id, *facts in cases
    ]


T = TypeVar("T", Text, Photo, TaskFacts, EventFacts)


def _by_case(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _among(ids: list[int]) -> RawSQL:
    return RawSQL("SELECT unnest(%s::bigint[])", [ids])


def _texts(ids: list[int], kinds: Collection[TextKind], *, published: bool) -> list[Text]:
    rows = CaseText.objects.filter(case_id__in=_among(ids), kind__in=sorted(kinds))
    if published:
        rows = rows.filter(PUBLISHED)
    found = rows.order_by("case_id", "pk").values_list(
        "case_id", "kind", "at", "author", "language", "body",
        "published_at", "redacted_at", "erased_at",
    )  # fmt: skip
    return [Text(*row) for row in found]


def _photos(ids: list[int]) -> list[Photo]:
    rows = CasePhoto.objects.filter(case_id__in=_among(ids), erased_at=None)
    found = rows.order_by("case_id", "pk").values_list(
        "case_id", "kind", "at", "author", "file__public_id", "file__name", "published_at"
    )
    return [Photo(*row) for row in found]


def _tasks(ids: list[int]) -> list[TaskFacts]:
    rows = Task.objects.filter(case_id__in=_among(ids)).order_by("case_id", "pk")
    found = rows.values_list(
        "case_id", "unit__code", "way", "contractor", "state",
        "given_at", "opened_at", "taken_at", "ended_at",
    )  # fmt: skip
    return [TaskFacts(*row) for row in found]


def _events(ids: list[int]) -> list[EventFacts]:
    """By their streams, which is how they are indexed."""
    streams = RawSQL("SELECT 'case:' || unnest(%s::bigint[])", [ids])
    rows = RecordedEvent.objects.filter(stream__in=streams).order_by("stream", "seq")
    found = rows.values_list("stream", "seq", "name", "at", "actor", "payload", "hash")
    return [EventFacts(int(stream.removeprefix("case:")), *facts) for stream, *facts in found]

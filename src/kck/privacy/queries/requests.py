"""The register of requests, and what an erasure would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kck.cases.queries.of_people import ErasableCase, erasable_cases
from kck.foundation import privacy
from kck.people.queries.same import public_id_of, same_person
from kck.privacy.models import PrivacyRequest
from kck.privacy.terms import RequestKind, RequestState


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """A line of the register; who it is about stands on the card alone."""

    id: int
    kind: RequestKind
    state: RequestState
    received_at: datetime
    due_on: date
    late: bool
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN


@dataclass(frozen=True, kw_only=True)
class RequestInfo(RequestRow):
    person_id: int | None
    card: Any  # public id, while there is a card
    how: str
    words: str
    longer_because: str
    identity: str
    identity_at: datetime | None
    exported_at: datetime | None
    erased_at: datetime | None
    kept: tuple[str, ...]
    answer: str


def requests(*, today: date, limit: int = 200) -> list[RequestRow]:
    """The open ones first, by the day on which they must be answered."""
    rows = PrivacyRequest.objects.order_by("-received_at", "-pk")[:limit]
    found = [RequestRow(**_line(row, today)) for row in rows]
    waiting = sorted((row for row in found if row.is_open), key=lambda row: row.due_on)
    return [*waiting, *(row for row in found if not row.is_open)]


def request_of(request_id: int, *, today: date) -> RequestInfo | None:
    row = PrivacyRequest.objects.filter(pk=request_id).first()
    if row is None:
        return None
    return RequestInfo(
        **_line(row, today),
        person_id=row.person_id,
        card=public_id_of(row.person_id) if row.person_id else None,
        how=row.how,
        words=row.words,
        longer_because=row.longer_because,
        identity=row.identity,
        identity_at=row.identity_at,
        exported_at=row.exported_at,
        erased_at=row.erased_at,
        kept=tuple(row.kept),
        answer=row.answer,
    )


def _line(row: PrivacyRequest, today: date) -> dict[str, Any]:
    state = RequestState(row.state)
    return {
        "id": row.pk,
        "kind": RequestKind(row.kind),
        "state": state,
        "received_at": row.received_at,
        "due_on": row.due_on,
        "late": state == RequestState.OPEN and row.due_on < today,
        "ended_at": row.ended_at,
    }


def requests_of(ids: Sequence[int], *, today: date) -> list[RequestRow]:
    """Of one person, the newest first."""
    rows = PrivacyRequest.objects.filter(person_id__in=ids).order_by("-received_at", "-pk")
    return [RequestRow(**_line(row, today)) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Something the archive duty keeps, and why."""

    holder: str
    words: str


def what_stays(ids: Sequence[int]) -> list[Stay]:
    found = [
        Stay(holder=holder.name, words=words)
        for holder in privacy.holders()
        for person_id in ids
        if (words := holder.holds(person_id))
    ]
    return list(dict.fromkeys(found))


@dataclass(frozen=True, kw_only=True)
class ErasurePreview:
    """What would go and what would stay."""

    cases: tuple[ErasableCase, ...]
    stays: tuple[Stay, ...]

    @property
    def going(self) -> tuple[ErasableCase, ...]:
        return tuple(case for case in self.cases if not case.kept)

    @property
    def contact_stays(self) -> bool:
        return bool(self.stays)


def erasure_preview(person_id: int) -> ErasurePreview:
    ids = same_person(person_id)
    return ErasurePreview(cases=tuple(erasable_cases(ids)), stays=tuple(what_stays(ids)))

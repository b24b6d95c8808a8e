"""Somebody's card: everything the centre may know of them, from all their records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kck.foundation.models import RecordedEvent
from kck.foundation.text import _
from kck.people.models import Alias, Consent, ContactPoint, Person, PersonNote, Profile
from kck.people.queries.same import same_person
from kck.people.rules import calls_stopped
from kck.people.terms import DIALLED, Need, PointKind


@dataclass(frozen=True, kw_only=True)
class Point:
    """One way to reach somebody; without an id it was left with a report."""

    id: int | None
    kind: PointKind
    value: str
    label: Any
    person_id: int

    @property
    def href(self) -> str:
        if self.kind == PointKind.EMAIL:
            return f"mailto:{self.value}"
        return f"tel:{self.value}" if self.kind in DIALLED else ""


@dataclass(frozen=True, kw_only=True)
class NoCalls:
    """They asked not to be called."""

    since: datetime
    until: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How to speak with somebody. Says nothing of who they are: every unit may know it."""

    needs: tuple[Need, ...] = ()
    no_calls: NoCalls | None = None

    def __bool__(self) -> bool:
        return bool(self.needs or self.no_calls)


@dataclass(frozen=True, kw_only=True)
class ConsentRow:
    id: int
    person_id: int
    purpose: str
    text_version: str
    channel: str
    given_at: datetime
    withdrawn_at: datetime | None
    withdrawn_channel: str


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    id: int
    person_id: int
    body: str
    staff_id: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MergedRow:
    """Another record that is read as this person's."""

    public_id: UUID
    name: str
    email: str
    phone: str
    created_at: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Card:
    id: int
    public_id: UUID
    ids: tuple[int, ...]  # of all their records, this one first
    kind: str
    name: str
    email: str
    phone: str
    address: str
    language: str
    prefers_sms: bool
    organisation: str
    created_at: datetime
    points: tuple[Point, ...]
    manner: Manner
    consents: tuple[ConsentRow, ...]
    notes: tuple[NoteRow, ...]
    merged: tuple[MergedRow, ...]


def card(person_id: int, *, today: date) -> Card:
    """Of the person that this record belongs to."""
    ids = same_person(person_id)
    rows = {row.pk: row for row in Person.objects.filter(pk__in=ids, erased_at=None)}
    head = rows[ids[0]]
    profiles = list(Profile.objects.filter(person_id__in=ids))
    organisation = next((p.organisation for p in profiles if p.person_id == head.pk), "")
    return Card(
        id=head.pk,
        public_id=head.public_id,
        ids=ids,
        kind=head.kind,
        name=head.name,
        email=head.email,
        phone=head.phone,
        address=head.address,
        language=head.language,
        prefers_sms=head.prefers_sms,
        organisation=organisation,
        created_at=head.created_at,
        points=_points([rows[pk] for pk in ids if pk in rows]),
        manner=_manner(profiles, today),
        consents=_consents(ids),
        notes=_notes(ids),
        merged=_merged(ids, rows),
    )


def manner_of(person_id: int, *, today: date) -> Manner:
    """Needs, and whether to call: without a name, for whoever works on their case."""
    profiles = Profile.objects.filter(person_id__in=same_person(person_id))
    return _manner(list(profiles), today)


def points_of(person_id: int) -> tuple[Point, ...]:
    """Every way to reach the person, those of their other records too."""
    ids = same_person(person_id)
    rows = {row.pk: row for row in Person.objects.filter(pk__in=ids, erased_at=None)}
    # what they left with this very report first: it is what they meant to be reached by
    order = [person_id, *(pk for pk in ids if pk != person_id)]
    return _points([rows[pk] for pk in order if pk in rows])


def _points(rows: Sequence[Person]) -> tuple[Point, ...]:
    found: dict[tuple[PointKind, str], Point] = {}
    for row in rows:
        sms = _("pisać SMS, nie dzwonić") if row.prefers_sms else ""
        for kind, value, label in (
            (PointKind.PHONE, row.phone, sms),
            (PointKind.EMAIL, row.email, ""),
        ):
            if value:
                point = Point(id=None, kind=kind, value=value, label=label, person_id=row.pk)
                found.setdefault((kind, value), point)
    for added in ContactPoint.objects.filter(person__in=rows).order_by("pk"):
        kind = PointKind(added.kind)
        point = Point(
            id=added.pk, kind=kind, value=added.value, label=added.label, person_id=added.person_id
        )
        found.setdefault((kind, added.value), point)
    return tuple(found.values())


def _manner(profiles: Sequence[Profile], today: date) -> Manner:
    """What any of their records says: better a call too few than one that was not wanted."""
    named = {need for profile in profiles for need in profile.needs}
    stopped = [
        NoCalls(since=p.no_calls_since, until=p.no_calls_until, reason=p.no_calls_reason)
        for p in profiles
        if p.no_calls_since and calls_stopped(p.no_calls_since, p.no_calls_until, today)
    ]
    lasting = sorted(stopped, key=lambda one: one.until or date.max)
    return Manner(
        needs=tuple(need for need in Need if need in named),
        no_calls=lasting[-1] if lasting else None,
    )


def _consents(ids: Sequence[int]) -> tuple[ConsentRow, ...]:
    rows = Consent.objects.filter(person_id__in=ids).order_by("-given_at", "-pk")
    return tuple(
        ConsentRow(
            id=row.pk,
            person_id=row.person_id,
            purpose=row.purpose,
            text_version=row.text_version,
            channel=row.channel,
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
            withdrawn_channel=row.withdrawn_channel,
        )
        for row in rows
    )


def _notes(ids: Sequence[int]) -> tuple[NoteRow, ...]:
    rows = PersonNote.objects.filter(person_id__in=ids).order_by("-at", "-pk")
    return tuple(
        NoteRow(id=row.pk, person_id=row.person_id, body=row.body, staff_id=row.staff_id, at=row.at)
        for row in rows
    )


def _merged(ids: Sequence[int], rows: dict[int, Person]) -> tuple[MergedRow, ...]:
    """Only those merged into this record itself: theirs go with them when they are parted."""
    aliases = Alias.objects.filter(person_id__in=ids, old_id__in=rows).order_by("at", "pk")
    return tuple(
        MergedRow(
            public_id=rows[alias.old_id].public_id,
            name=rows[alias.old_id].name,
            email=rows[alias.old_id].email,
            phone=rows[alias.old_id].phone,
            created_at=rows[alias.old_id].created_at,
            at=alias.at,
        )
        for alias in aliases
    )


@dataclass(frozen=True, kw_only=True)
class HappenedRow:
    name: str
    at: datetime
    actor: str


def happened_to(ids: Sequence[int], *, limit: int = 50) -> list[HappenedRow]:
    """What was changed on the card and by whom, the newest first."""
    streams = [f"person:{pk}" for pk in ids]
    rows = RecordedEvent.objects.filter(stream__in=streams).order_by("-id")[:limit]
    return [HappenedRow(name=row.name, at=row.at, actor=row.actor) for row in rows]

"""Public cases for GeoReport: only what everybody may see, many at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Func, Q, Value

from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.queries.published import PublicPhoto, published_photos, published_texts
from kck.cases.queries.slips import slips_of
from kck.cases.terms import (
    FINISHED_STATES,
    OPEN_STATES,
    TEXTS_FOR_REPORTER,
    CaseState,
    PhotoKind,
    TextKind,
)
from kck.foundation.models import RecordedEvent
from kck.places.rules import cells_around, distance_m

MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Search:
    """What GET /requests may ask for. Moments are inclusive; empty means: not asked."""

    numbers: tuple[str, ...] = ()
    category_ids: tuple[int, ...] | None = None
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    open: bool | None = None
    around: tuple[float, float, float] | None = None  # lat, lon, metres
    box: tuple[float, float, float, float] | None = None  # west, south, east, north
    partner_id: int | None = None  # who asks, sees their own that are not public
    limit: int = MOST
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One row; text is the published description or empty, place as exact as everybody may see."""

    id: int
    number: str
    category_id: int
    unit_id: int
    state: str
    outcome: str
    opened: str  # moments as the standard writes them: PostgreSQL does it in half the time
    updated: str
    due: str | None
    address: str
    lat: float | None
    lon: float | None
    channel: str
    text: str = ""
    closing: str = ""
    photos: Sequence[UUID] = field(default_factory=list)


_COLUMNS = (
    "id",
    "number",
    "category_id",
    "unit_id",
    "state",
    "outcome",
    "opened",
    "updated",
    "due",
    "address",
    "street",
    "lat",
    "lon",
    "channel",
    "coarse",
)
_FINISHED = sorted(FINISHED_STATES)
_OPEN = sorted(OPEN_STATES)


def search(asked: Search) -> list[PublicCase]:
    """The newest first. Unknown or hidden numbers are left out."""
    cases = _visible(asked.partner_id)
    if asked.numbers:
        cases = cases.filter(number__in=asked.numbers)
    else:
        cases = cases.filter(_conditions(asked))
    order = ("-updated_at", "-id") if asked.updated_from else ("-opened_at", "-id")
    stamps = {
        "opened": _stamp("opened_at"),
        "updated": _stamp("updated_at"),
        "due": _stamp("due_at"),
    }
    rows = cases.order_by(*order).annotate(**stamps).values_list(*_COLUMNS)
    return _complete(list(rows[asked.offset : asked.offset + asked.limit]), asked)


def _stamp(name: str) -> Func:
    """RFC 3339 in UTC, whole seconds, whatever zone the session has."""
    form = Value('YYYY-MM-DD"T"HH24:MI:SS"Z"')
    utc = Func(Value("UTC"), F(name), function="timezone")
    return Func(utc, form, function="to_char", output_field=CharField())


def _visible(partner_id: int | None) -> Any:
    if partner_id is None:
        return Case.objects.public()
    return Case.objects.filter(Q(private=False) | Q(partner_id=partner_id)).exclude(
        state=CaseState.WITHDRAWN
    )


def _conditions(asked: Search) -> Q:
    wanted = Q()
    if asked.category_ids is not None:
        wanted &= Q(category_id__in=asked.category_ids)
    if asked.open is not None:
        wanted &= Q(state__in=_OPEN if asked.open else _FINISHED)
    for name, moment in (
        ("opened_at__gte", asked.opened_from),
        ("opened_at__lte", asked.opened_to),
        ("updated_at__gte", asked.updated_from),
        ("updated_at__lte", asked.updated_to),
    ):
        if moment is not None:
            wanted &= Q(**{name: moment})
    return wanted & _where(asked)


def _where(asked: Search) -> Q:
    """Places known to the street only are in no circle: they would tell where they are."""
    wanted = Q()
    if asked.around is not None:
        lat, lon, metres = asked.around
        rings = int(metres // 100) + 2
        wanted &= Q(coarse=False, cell__in=cells_around(lat, lon, rings))
    if asked.box is not None:
        west, south, east, north = asked.box
        wanted &= Q(coarse=False, lat__range=(south, north), lon__range=(west, east))
    return wanted


def _complete(rows: list[tuple[Any, ...]], asked: Search) -> list[PublicCase]:
    if asked.around is not None:
        lat, lon, metres = asked.around
        rows = [row for row in rows if distance_m((lat, lon), (row[11], row[12])) <= metres]
    ids = [row[0] for row in rows]
    texts = published_texts(ids, TextKind.DESCRIPTION)
    closings = published_texts(ids, TextKind.CLOSING)
    photos = published_photos(ids)
    return [
        _public(row, texts.get(row[0], ""), closings.get(row[0], ""), photos.get(row[0], []))
        for row in rows
    ]


def _public(
    row: tuple[Any, ...], text: str, closing: str, photos: Sequence[PublicPhoto]
) -> PublicCase:
    """A coarse case shows its street and no point."""
    facts = dict(zip(_COLUMNS, row, strict=True))
    street = facts.pop("street")
    if facts.pop("coarse"):
        facts |= {"address": street, "lat": None, "lon": None}
    return PublicCase(
        **facts, text=text, closing=closing, photos=[photo.public_id for photo in photos]
    )


# what a partner hears of in the feed of updates
_UPDATES = (
    "cases.case_accepted",
    "cases.case_forwarded",
    "cases.case_handed_back",
    "cases.case_taken",
    "cases.case_scheduled",
    "cases.case_passed_to_contractor",
    "cases.reporter_asked",
    "cases.case_answered",
    "cases.case_done",
    "cases.case_confirmed",
    "cases.case_disputed",
    "cases.case_closed",
    "cases.case_reopened",
    "cases.case_merged",
)


_ENDS = frozenset({"cases.case_done", "cases.case_confirmed", "cases.case_closed"})


@dataclass(frozen=True, kw_only=True)
class Update:
    """One step of a public case; `text` only when it was published.

    A partner is the reporter of what it brought in: of its `own` it reads what a reporter reads,
    and gets the photos of the finished work.
    """

    id: int
    number: str
    name: str
    state: str
    outcome: str
    at: datetime
    text: str
    own: bool = False
    planned: str = ""
    photos: tuple[UUID, ...] = ()


def updates(start: datetime, end: datetime, *, partner_id: int | None = None) -> list[Update]:
    """Steps of public cases in the range, the oldest first, at most `MOST`.

    Not those that were taken back at once: nobody was told of them.
    """
    events = list(
        RecordedEvent.objects.filter(name__in=_UPDATES, at__gte=start, at__lte=end).order_by(
            "at", "pk"
        )[: MOST * 2]
    )
    cases = {
        case.pk: case
        for case in _visible(partner_id).filter(pk__in={e.payload["case_id"] for e in events})
    }
    slips = slips_of((case.stream for case in cases.values()), since=start)
    own = {pk for pk, case in cases.items() if partner_id and case.partner_id == partner_id}
    texts, evidence = _texts_of(events, own), _evidence(own)
    return [
        _update(event, cases[event.payload["case_id"]], texts, evidence, own)
        for event in events
        if event.payload["case_id"] in cases and event.pk not in slips
    ][:MOST]


def _update(
    event: RecordedEvent,
    case: Case,
    texts: Mapping[int, str],
    evidence: Mapping[int, tuple[UUID, ...]],
    own: Collection[int],
) -> Update:
    ends = event.name in _ENDS
    return Update(
        id=event.pk,
        number=case.number,
        name=event.name.removeprefix("cases."),
        state=event.payload["state"],
        outcome=case.outcome if ends else "",
        at=event.at,
        text=" ".join(texts[pk] for pk in _text_ids(event) if pk in texts),
        own=case.pk in own,
        planned=event.payload.get("scheduled_at", ""),
        photos=evidence.get(case.pk, ()) if ends else (),
    )


def _text_ids(event: RecordedEvent) -> list[int]:
    return [pk for kind, pk, _digest in event.payload.get("seals", ()) if kind == "text"]


def _texts_of(events: list[RecordedEvent], own: Collection[int]) -> dict[int, str]:
    wanted = [pk for event in events for pk in _text_ids(event)]
    readable = Q(published_at__isnull=False)
    if own:
        readable |= Q(case_id__in=own, kind__in=sorted(TEXTS_FOR_REPORTER))
    rows = CaseText.objects.filter(readable, pk__in=wanted, erased_at=None)
    return dict(rows.values_list("pk", "body"))


def _evidence(own: Collection[int]) -> dict[int, tuple[UUID, ...]]:
    if not own:
        return {}
    rows = CasePhoto.objects.filter(case_id__in=own, kind=PhotoKind.EVIDENCE, erased_at=None)
    found: dict[int, tuple[UUID, ...]] = {}
    for case_id, public_id in rows.order_by("pk").values_list("case_id", "file__public_id"):
        found[case_id] = (*found.get(case_id, ()), public_id)
    return found


def own_case(number: str, partner_id: int) -> Case | None:
    """A case that this partner brought in."""
    return Case.objects.filter(number=number, partner_id=partner_id).first()

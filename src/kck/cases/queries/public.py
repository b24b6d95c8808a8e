"""What everybody may read: the list and map of cases, and one case. No more than is public."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from kck.cases.models import Case
from kck.cases.queries.published import PublicPhoto, published_photos, published_texts
from kck.cases.terms import OPEN_STATES, CaseState, Outcome, TextKind
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.foundation.numbers import WrongNumber, parse

PAGE = 20
MOST_POINTS = 2000
_OPEN = sorted(OPEN_STATES)
ENDED = [str(CaseState.DONE), str(CaseState.CLOSED), str(CaseState.MERGED)]


@dataclass(frozen=True, kw_only=True)
class PublicFilter:
    """Codes and ids a stranger may choose; empty means all."""

    district: str = ""
    category_ids: tuple[int, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    open: bool | None = None
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicRow:
    """A case as everybody sees it; the place is the street alone where more would tell too much."""

    id: int
    number: str
    category: CategoryInfo
    unit: UnitInfo
    state: CaseState
    outcome: Outcome | None
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    place: str
    district: str
    lat: float | None
    lon: float | None
    me_too: int
    text: str = ""
    closing: str = ""
    photos: Sequence[PublicPhoto] = ()


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    """One page, the newest first; cursors are empty where there is nothing more."""

    rows: list[PublicRow]
    older: str = ""
    newer: str = ""


def public_page(asked: PublicFilter, *, cursor: str = "", size: int = PAGE) -> PublicPage:
    """Keyset pages: the millionth costs what the first does. A broken cursor is the first page."""
    found = _filtered(asked)
    turn, moment, pk = _read_cursor(cursor)
    if turn == "newer":
        rows = list(_after(found, moment, pk).order_by("opened_at", "id")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return _page(rows, has_newer=more, has_older=bool(rows))
    if turn == "older":
        found = _before(found, moment, pk)
    rows = list(found.order_by("-opened_at", "-id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return _page(rows, has_newer=turn == "older", has_older=more)


def _page(cases: list[Case], *, has_newer: bool, has_older: bool) -> PublicPage:
    return PublicPage(
        rows=rows_of(cases),
        older=_cursor("older", cases[-1]) if has_older and cases else "",
        newer=_cursor("newer", cases[0]) if has_newer and cases else "",
    )


def _filtered(asked: PublicFilter) -> QuerySet[Case]:
    cases = Case.objects.public()
    if asked.number:
        try:
            return cases.filter(number=parse(asked.number))
        except WrongNumber:
            return cases.none()
    wanted = Q()
    if asked.district:
        wanted &= Q(district=asked.district)
    if asked.category_ids is not None:
        wanted &= Q(category_id__in=asked.category_ids)
    if asked.unit_ids is not None:
        wanted &= Q(unit_id__in=asked.unit_ids)
    if asked.open is not None:
        wanted &= Q(state__in=_OPEN if asked.open else ENDED)
    return cases.filter(wanted)


def _before(cases: QuerySet[Case], moment: datetime, pk: int) -> QuerySet[Case]:
    return cases.filter(opened_at__lte=moment).exclude(opened_at=moment, pk__gte=pk)


def _after(cases: QuerySet[Case], moment: datetime, pk: int) -> QuerySet[Case]:
    return cases.filter(opened_at__gte=moment).exclude(opened_at=moment, pk__lte=pk)


def _cursor(turn: str, case: Case) -> str:
    text = f"{turn}|{case.opened_at.timestamp():.6f}|{case.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[str, datetime, int]:
    nowhere = ("", datetime.now(UTC), 0)
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        turn, moment, pk = raw.split("|")
        return turn, datetime.fromtimestamp(float(moment), UTC), int(pk)
    except (ValueError, binascii.Error, OverflowError, OSError):
        return nowhere


def rows_of(cases: Sequence[Case]) -> list[PublicRow]:
    ids = [case.pk for case in cases]
    texts = published_texts(ids, TextKind.DESCRIPTION)
    closings = published_texts(ids, TextKind.CLOSING)
    photos = published_photos(ids)
    return [
        _row(case, texts.get(case.pk, ""), closings.get(case.pk, ""), photos.get(case.pk, ()))
        for case in cases
    ]


def _row(case: Case, text: str, closing: str, photos: Sequence[PublicPhoto]) -> PublicRow:
    city = snapshot()
    return PublicRow(
        id=case.pk,
        number=case.number,
        category=city.category_by_id(case.category_id),
        unit=city.unit_by_id(case.unit_id),
        state=CaseState(case.state),
        outcome=Outcome(case.outcome) if case.outcome else None,
        opened_at=case.opened_at,
        updated_at=case.updated_at,
        due_at=case.due_at,
        done_at=case.done_at,
        closed_at=case.closed_at,
        place=case.street if case.coarse else case.address,
        district=case.district,
        lat=None if case.coarse else case.lat,
        lon=None if case.coarse else case.lon,
        me_too=case.me_too,
        text=text,
        closing=closing,
        photos=photos,
    )


def public_case(number: str) -> PublicRow | None:
    """None when there is none, or it is not for everybody. `WrongNumber` when it cannot be one."""
    case = Case.objects.public().filter(number=parse(number)).first()
    return rows_of([case])[0] if case else None


def points(
    asked: PublicFilter, box: tuple[float, float, float, float] | None = None
) -> list[dict[str, Any]]:
    """The newest cases with an exact public place as GeoJSON features, at most `MOST_POINTS`."""
    cases = _filtered(asked).filter(coarse=False, lat__isnull=False)
    if box is not None:
        west, south, east, north = box
        cases = cases.filter(lat__range=(south, north), lon__range=(west, east))
    city = snapshot()
    rows = cases.order_by("-opened_at", "-id").values_list(
        "number", "lat", "lon", "category_id", "state"
    )[:MOST_POINTS]
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "number": number,
                "category": city.category_by_id(category_id).name(),
                "state": str(CaseState(state).label),
                "open": state in OPEN_STATES,
            },
        }
        for number, lat, lon, category_id, state in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many public cases are open, and how many were finished since a moment."""

    open: int
    done: int


def tally(asked: PublicFilter, *, since: datetime) -> Tally:
    counted = _filtered(asked).aggregate(
        open=Count("pk", filter=Q(state__in=_OPEN)),
        done=Count("pk", filter=Q(state__in=ENDED, done_at__gte=since)),
    )
    return Tally(open=counted["open"], done=counted["done"])


def open_by_district() -> dict[str, int]:
    """How many public cases are open, by district."""
    rows = Case.objects.public().open().values_list("district").annotate(open=Count("pk"))
    return dict(rows.order_by())

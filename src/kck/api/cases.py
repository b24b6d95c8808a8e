"""Published cases: the list with its filters, one case, its photos."""

import json
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from kck.api import told
from kck.api.answers import no_other, public
from kck.api.callers import Call
from kck.api.given import Moment
from kck.api.paging import cursor, next_link, place_of
from kck.api.problems import invalid, not_found
from kck.api.render import Names, page_of, photo_address, states_of
from kck.cases.queries.nearby import published_photo
from kck.cases.queries.public import ENDED
from kck.cases.queries.public_list import Box, PublicRow, Wanted, public_row, public_rows
from kck.cases.terms import OPEN_STATES
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.files.http import serve
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, display, parse
from kck.foundation.text import _
from kck.places.queries import area, bounds

router = Router(tags=["Published cases"])
State = Literal[
    "open", "done", "new", "accepted", "forwarded", "in-progress", "scheduled", "waiting",
    "contractor", "reopened", "closed", "merged",
]  # fmt: skip
_ENDED = frozenset(ENDED)
_NO_SUCH = _("Nie ma takiej sprawy albo nie jest publiczna.")
_MARGIN = 0.01  # degrees, about a kilometre: limits are drawn, and places are found beyond
_DEGREE = r"-?[0-9]{1,3}(\.[0-9]{1,12})?"
_BOX = rf"^({_DEGREE}(,{_DEGREE}){{3}})?$"


class CasesQuery(Schema):
    """What narrows the list; all of it together."""

    district: str = Field("", max_length=20, description="Code, as `GET /districts` tells it.")
    category: str = Field("", max_length=60)
    group: str = Field("", max_length=60)
    unit: str = Field("", max_length=60)
    state: list[State] = Field(
        [], max_length=12, description="`open` and `done` stand for several states."
    )
    opened_from: Moment | None = None
    opened_to: Moment | None = Field(None, description="Not included.")
    updated_from: Moment | None = None
    bbox: str = Field(
        "", max_length=80, pattern=_BOX, description="west,south,east,north in degrees."
    )
    cursor: str = Field("", max_length=200, description="`next` of the page before.")
    limit: int = Field(20, ge=1, le=100)


@router.get("/cases", response=told.PublicCases, operation_id="list_cases")
def list_cases(request: Call, query: Query[CasesQuery]) -> HttpResponse:
    """Published cases, the newest first. New ones do not shift the pages that follow."""
    no_other(request, *CasesQuery.model_fields)
    rows = public_rows(wanted(query), size=query.limit + 1, after=place_of(query.cursor))
    more, rows = len(rows) > query.limit, rows[: query.limit]
    following = cursor(rows[-1].opened_at, rows[-1].id) if more else None
    content = {"items": shown(rows), "next": following}
    return public(request, content, link=next_link(request, following) if following else "")


@router.get("/cases/{number}", response=told.PublicCase, operation_id="get_case")
def get_case(request: Call, number: str) -> HttpResponse:
    """One published case, by its number in any of its forms."""
    no_other(request)
    row = public_row(canonical(number))
    if row is None:
        raise not_found(_NO_SUCH)
    return public(request, shown([row])[0])


@router.get(
    "/photos/{uuid:public_id}/{size}",
    operation_id="get_photo",
    openapi_extra={"responses": {200: {"content": {"image/jpeg": {}, "image/webp": {}}}}},
)
def get_photo(request: Call, public_id: UUID, size: Literal["full", "960", "320"]) -> Any:
    """A published photo of a public case."""
    stored = published_photo(public_id)
    if stored is None:
        raise Http404
    answer: HttpResponseBase = serve(stored, size, public=True, request=request)
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def canonical(number: str) -> str:
    try:
        return parse(number[:40])
    except WrongNumber as wrong:
        raise not_found(wrong) from wrong


def wanted(query: CasesQuery) -> Wanted:
    city = snapshot(clock.now())
    if query.district and area(query.district) is None:
        raise invalid("district", _("Nie ma takiej dzielnicy."))
    return Wanted(
        district=query.district,
        category_ids=category_ids(query.category, query.group, city),
        unit_ids=_unit_ids(query.unit, city),
        states=states_of(query.state, _ENDED),
        opened_from=query.opened_from,
        opened_to=query.opened_to,
        updated_from=query.updated_from,
        box=_box(query.bbox),
    )


def category_ids(code: str, group: str, city: Snapshot) -> tuple[int, ...] | None:
    """All editions of a category, or of the categories of a public group."""
    if not code and not group:
        return None
    rows = city.all_categories.all
    if code and code not in city.all_categories:
        raise invalid("category", _("Nie ma takiej kategorii."))
    if group and not any(row.public_group == group for row in rows):
        raise invalid("group", _("Nie ma takiej grupy."))
    return tuple(
        row.id for row in rows if code in ("", row.code) and group in ("", row.public_group)
    )


def _unit_ids(code: str, city: Snapshot) -> tuple[int, ...] | None:
    """All rows that this unit stands for today, those under earlier names included."""
    if not code:
        return None
    known = city.unit(code)
    if known is None:
        raise invalid("unit", _("Nie ma takiej jednostki."))
    return tuple(
        row.id for row in city.units.all if (now := city.unit(row.code)) and now.code == known.code
    )


def _box(text: str) -> Box | None:
    if not text:
        return None
    west, south, east, north = (float(part) for part in text.split(","))
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise invalid(
            "bbox", _("Podaj zachód,południe,wschód,północ w stopniach, w tej kolejności.")
        )
    return _part_inside(west, south, east, north)


def _part_inside(west: float, south: float, east: float, north: float) -> Box:
    """Nothing lies beyond the city's limits, and a search there would go through all cases."""
    limits = bounds()
    if limits is None:
        return west, south, east, north
    least_lat, least_lon, most_lat, most_lon = limits
    west, east = max(west, least_lon - _MARGIN), min(east, most_lon + _MARGIN)
    south, north = max(south, least_lat - _MARGIN), min(north, most_lat + _MARGIN)
    return west, south, max(west, east), max(south, north)


def shown(rows: list[PublicRow]) -> list[dict[str, Any]]:
    names = Names()
    return [_shown(row, names) for row in rows]


def _shown(row: PublicRow, names: Names) -> dict[str, Any]:
    return {
        "number": row.number,
        "shown": display(row.number),
        "url": page_of(row.number),
        "category": names.category(row.category_id),
        "unit": names.unit(row.unit_id),
        "state": row.state,
        "state_name": names.state(row.state),
        "open": row.state in OPEN_STATES,
        **names.outcome(row.outcome),
        "opened_at": row.opened_at,
        "updated_at": row.updated_at,
        "due_at": row.due_at,
        "done_at": row.done_at,
        "closed_at": row.closed_at,
        "place": {
            "address": row.place,
            "district": names.district(row.district),
            "lat": row.lat,
            "lon": row.lon,
        },
        "me_too": row.me_too,
        "text": row.text or "",
        "closing": row.closing or "",
        "photos": _photos(row.photos) if row.photos else [],
    }


def _photos(listed: str) -> list[dict[str, Any]]:
    return [
        {"id": pk, "kind": kind, "width": width, "height": height, "url": photo_address(pk)}
        for pk, kind, width, height in json.loads(listed)
    ]

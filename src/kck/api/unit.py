"""A unit's own system reads: whose token it is, the unit's cases, one of them."""

from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from kck.api import told
from kck.api.answers import no_other, private
from kck.api.callers import Call, require_system
from kck.api.cases import canonical, category_ids
from kck.api.given import Moment
from kck.api.history import history
from kck.api.paging import cursor, next_link, place_of
from kck.api.problems import not_found
from kck.api.render import Names, Told, named, outcome_of, place, states_of
from kck.cases.commands import open_task
from kck.cases.queries.desk_case import DeskCase, case_for, history_seen, photo_for
from kck.cases.queries.public import ENDED
from kck.cases.queries.unit_cases import UnitWanted, unit_cases
from kck.cases.terms import CaseState
from kck.directory.queries import snapshot
from kck.files.http import serve
from kck.foundation import clock
from kck.foundation.audit import looked_at
from kck.foundation.numbers import display
from kck.foundation.text import _
from kck.people.queries import contact

router = Router(tags=["A unit's own system"])
State = Literal[
    "open", "done", "new", "accepted", "forwarded", "in-progress", "scheduled", "waiting",
    "contractor", "reopened", "closed", "merged", "withdrawn",
]  # fmt: skip
_ENDED = frozenset([*ENDED, "withdrawn"])
_NO_SUCH = _("Nie ma takiej sprawy albo nie należy do tej jednostki.")
# what of the desk's buttons has an address here
ACTS = (
    "accept", "take", "schedule", "ask", "answer", "note", "photo", "done", "hand_back", "forward",
)  # fmt: skip
_MOMENTS = (
    "opened_at", "takeover_due_at", "safe_due_at", "due_at", "legal_due_at", "scheduled_at",
    "returns_at", "done_at", "closed_at",
)  # fmt: skip
_SAME = (
    "language", "channel", "private", "evidence_needed", "because", "me_too", "hand_backs",
    "disputes",
)  # fmt: skip


class UnitQuery(Schema):
    state: list[State] = Field([], max_length=13, description="None named: the open ones.")
    category: str = Field("", max_length=60)
    updated_from: Moment | None = None
    cursor: str = Field("", max_length=200, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


@router.get("/unit", response=told.Me, operation_id="get_unit")
def get_unit(request: Call) -> HttpResponse:
    """Whose token it is, and what it may."""
    no_other(request)
    holder = require_system(request, "cases.view")
    return private(
        request,
        {
            "name": holder.name,
            "unit": named(holder.unit),
            "scopes": sorted(holder.scopes),
            "expires_at": holder.expires_at,
            "limit_per_minute": holder.limit_per_minute,
        },
    )


@router.get("/unit/cases", response=told.UnitRows, operation_id="list_unit_cases")
def list_unit_cases(request: Call, query: Query[UnitQuery]) -> HttpResponse:
    """The unit's cases, the newest first; new ones do not shift the pages that follow."""
    no_other(request, *UnitQuery.model_fields)
    holder = require_system(request, "cases.view")
    wanted = UnitWanted(
        states=states_of(query.state or ["open"], _ENDED),
        category_ids=category_ids(query.category, "", snapshot(clock.now())),
        updated_from=query.updated_from,
    )
    after = place_of(query.cursor)
    rows = unit_cases(holder.actor, wanted, size=query.limit + 1, after=after)
    more, rows = len(rows) > query.limit, rows[: query.limit]
    following = cursor(rows[-1]["opened_at"], rows[-1]["id"]) if more else None
    names = Names()
    content = {"items": [_row(row, names) for row in rows], "next": following}
    answer = private(request, content)
    if following:
        answer.headers["Link"] = next_link(request, following)
    return answer


def _row(row: dict[str, Any], names: Names) -> Told:
    same = ("number", "kind", "state", "priority", "waiting_on")
    return {
        **{name: row[name] for name in same},
        "shown": display(row["number"]),
        "category": names.category(row["category_id"]),
        "state_name": names.state(row["state"]),
        "danger": bool(row["danger"]),
        "place": {
            "address": row["address"],
            "district": names.district(row["district"]),
            "lat": row["lat"],
            "lon": row["lon"],
        },
        **{name: row[name] for name in ("opened_at", "updated_at", "due_at", "first_due_at")},
    }


@router.get("/unit/cases/{number}", response=told.UnitCase, operation_id="get_unit_case")
def get_unit_case(request: Call, number: str) -> HttpResponse:
    """One case with its history. Its ETag goes into If-Match of an act that relies on it."""
    no_other(request)
    holder = require_system(request, "cases.view")
    case = seen(request, number)
    open_task(case.id, at=clock.now(), by=holder.actor)
    return private(request, _case(case), tag=tag_of(case.seq))


def seen(request: Call, number: str) -> DeskCase:
    """The case; what the unit may not see is not there."""
    found = case_for(request.caller.actor, canonical(number), at=clock.now())
    if found is None:
        raise not_found(_NO_SUCH)
    return found


def tag_of(seq: int) -> str:
    """Changes with the case, with the city's configuration, and with the reader's language."""
    return f'"{seq}.{snapshot(clock.now()).version}.{get_language()}"'


def _case(case: DeskCase) -> Told:
    return {
        "number": case.number,
        "shown": display(case.number),
        "kind": str(case.kind),
        "category": named(case.category),
        "unit": named(case.unit),
        "state": str(case.state),
        "state_name": str(CaseState(case.state).label),
        "outcome": outcome_of(case.outcome)["outcome"],
        "priority": case.priority,
        "danger": bool(case.danger),
        "waiting_on": str(case.waiting_on),
        "place": place(case.address, case.district_code, case.lat, case.lon),
        **{name: getattr(case, name) for name in (*_SAME, *_MOMENTS)},
        "merged_into": case.merged_into or None,
        "has_contact": case.person_id is not None,
        "may": [name.replace("_", "-") for name in ACTS if name in case.may],
        "history": history(history_seen(case)),
    }


@router.get("/unit/cases/{number}/contact", response=told.Contact, operation_id="get_contact")
def get_contact(request: Call, number: str) -> HttpResponse:
    """How to reach the reporter. It is written down that this token has read it."""
    no_other(request)
    holder = require_system(request, "cases.contact")
    case = seen(request, number)
    if "contact" not in case.may or case.person_id is None:
        raise not_found(_("Zgłaszający nie zostawił kontaktu."))
    looked_at(holder.actor, "contact", f"case:{case.id}", f"API: {holder.name}")
    known = contact(case.person_id)
    same = ("name", "email", "phone", "address", "language", "prefers_sms")
    answer = private(request, {name: getattr(known, name) for name in same})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@router.get(
    "/unit/cases/{number}/photos/{uuid:public_id}/{size}", operation_id="get_unit_photo",
    openapi_extra={"responses": {200: {"content": {"image/jpeg": {}, "image/webp": {}}}}},
)  # fmt: skip
def get_unit_photo(
    request: Call, number: str, public_id: UUID, size: Literal["full", "960", "320"]
) -> Any:
    """A photo of a case of the unit, published or not."""
    holder = require_system(request, "cases.view")
    case = seen(request, number)
    stored = photo_for(holder.actor, public_id, case_id=case.id)
    if stored is None:
        raise Http404
    return serve(stored, size, request=request)

"""What the city is made of: categories with their questions, groups, units, districts, notices."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from kck.api import told
from kck.api.answers import STABLE, no_other, public
from kck.api.callers import Call
from kck.api.problems import invalid, not_found
from kck.api.render import Told, line, named
from kck.directory.consents import consent_texts
from kck.directory.info import CategoryInfo, QuestionInfo
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.stages import passed_on
from kck.foundation import clock
from kck.foundation.text import _
from kck.intake.terms import Channel
from kck.notices.queries import current
from kck.notices.terms import NoticeInfo
from kck.places import queries as places

router = Router(tags=["The city"])


@router.get("/categories", response=list[told.Category], operation_id="list_categories")
def list_categories(request: Call) -> HttpResponse:
    """What one may report, with the questions that each category asks."""
    no_other(request)
    city = snapshot(clock.now())
    return public(request, [_category(row, city) for row in city.categories()], cache=STABLE)


@router.get("/categories/{code}", response=told.Category, operation_id="get_category")
def get_category(request: Call, code: str) -> HttpResponse:
    no_other(request)
    city = snapshot(clock.now())
    row = city.category(code)
    if row is None:
        raise not_found(_("Nie ma takiej kategorii."))
    return public(request, _category(row, city), cache=STABLE)


def _category(row: CategoryInfo, city: Snapshot) -> Told:
    group = city.public_group(row.public_group)
    return {
        **named(row),
        "kind": row.kind,
        "group": named(group) if group else None,
        "public": str(row.public),
        "call_first": [line(one) for one in city.redirect_of(row)],
        "passed_on": _passed_on(row, city),
        "questions": [_question(one) for one in city.questions(row.code)],
    }


def _passed_on(row: CategoryInfo, city: Snapshot) -> Told | None:
    found = passed_on(row, Channel.API, clock.now(), city)
    if found is None:
        return None
    return {
        "unit": named(found.unit),
        "number": found.number,
        "begins": found.begins,
        "words": found.words,
    }


def _question(row: QuestionInfo) -> Told:
    return {
        "code": row.code,
        "text": row.text(),
        "hint": row.hint(),
        "datatype": str(row.datatype),
        "required": row.required,
        "values": [{"key": one.key, "name": one.name()} for one in row.values],
    }


@router.get("/consents", response=list[told.Consent], operation_id="list_consents")
def list_consents(request: Call) -> HttpResponse:
    """What a reporter who leaves a contact may say yes to, once the text was shown."""
    no_other(request)
    texts = consent_texts(snapshot(clock.now()))
    rows = [
        {"code": row.purpose, "title": row.title, "text": row.body, "version": row.version}
        for row in texts
    ]
    return public(request, rows, cache=STABLE)


@router.get("/groups", response=list[told.Named], operation_id="list_groups")
def list_groups(request: Call) -> HttpResponse:
    """The few groups that a resident chooses from."""
    no_other(request)
    groups = snapshot(clock.now()).public_groups
    return public(request, [named(row) for row in groups], cache=STABLE)


@router.get("/units", response=list[told.Unit], operation_id="list_units")
def list_units(request: Call) -> HttpResponse:
    """Who works on cases."""
    no_other(request)
    units = snapshot(clock.now()).units_in_force()
    return public(request, [{**named(row), "phone": row.phone} for row in units], cache=STABLE)


@router.get("/districts", response=list[told.District], operation_id="list_districts")
def list_districts(request: Call) -> HttpResponse:
    no_other(request)
    found = [
        {"code": row.code, "name": row.name, "lat": row.lat, "lon": row.lon}
        for row in places.districts()
    ]
    return public(request, found, cache=STABLE)


@router.get("/notices", response=list[told.Notice], operation_id="list_notices")
def list_notices(request: Call, district: str = "") -> HttpResponse:
    """Notices in force, the gravest first; of a district, or of the whole city."""
    no_other(request, "district")
    if district and places.area(district[:20]) is None:
        raise invalid("district", _("Nie ma takiej dzielnicy."))
    return public(request, [_notice(row) for row in current(clock.now(), district)])


def _notice(row: NoticeInfo) -> dict[str, Any]:
    return {
        "code": row.code,
        "kind": str(row.kind),
        "title": row.title,
        "text": row.text,
        "districts": list(row.districts),
        "since": row.since,
        "until": row.until,
    }

"""The calls of GeoReport v2, and the extensions that peers use."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kck.cases.queries.open311 import MOST, PublicCase, Search, own_case, search, updates
from kck.cases.queries.promise import what_happens
from kck.channels.open311_out.commands import posted_to, take_posted
from kck.directory.queries import loaded_at
from kck.files.terms import NotAPhoto
from kck.foundation import clock
from kck.foundation.http import requires_utf8_itself
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.handover.terms import SendingInfo
from kck.intake.commands import receive
from kck.intake.queries import number_of_conversation
from kck.intake.terms import Channel
from kck.open311 import records
from kck.open311.create import (
    already_reported,
    incoming_of,
    partners_id,
    returning,
    service_notice,
    take_update,
    uploads,
)
from kck.open311.http import Call, NotFound, call
from kck.open311.params import BadRequest, moment, number, whole
from kck.open311.render import respond

LONGEST_SPAN = timedelta(days=90)
FARTHEST_M = 5000


@call("GET")
def discovery(asked: Call) -> HttpResponse:
    changed = min(loaded_at() or clock.now(), clock.now())
    return respond("discovery", records.discovery(asked.city, changed), asked.form)


@call("GET")
def services(asked: Call) -> HttpResponse:
    listed = [records.service(category, asked.city) for category in asked.city.categories()]
    return respond("services", listed, asked.form)


@call("GET")
def service(asked: Call, code: str) -> HttpResponse:
    category = asked.city.category(code)
    if category is None:
        raise NotFound(str(_("Nieznany service_code.")))
    questions = asked.city.questions(category.code)
    return respond("service_definition", records.definition(category, questions), asked.form)


@csrf_exempt
@requires_utf8_itself
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """One address, two calls: POST opens, everything else reads."""
    view = create if request.method == "POST" else listing
    return view(request, form=form)


@call("GET", "POST")
def listing(asked: Call) -> HttpResponse:
    if client_id := asked.partner_id and asked.params.text("client_request_id"):
        return _under_their_id(asked, client_id)
    found = search(_search(asked))
    response = respond("service_requests", _records(asked, found), asked.form)
    _link_pages(response, asked, len(found))
    return response


@call("GET")
def one(asked: Call, number: str) -> HttpResponse:
    try:
        numbers = (parse(number),)
    except WrongNumber as wrong:
        raise NotFound(str(wrong)) from wrong
    found = search(Search(numbers=numbers, partner_id=asked.partner_id))
    if not found:
        raise NotFound(str(_("Nie ma takiego zgłoszenia albo nie jest publiczne.")))
    return respond("service_requests", _records(asked, found), asked.form)


@call("POST", key=True)
def create(asked: Call) -> HttpResponse:
    if number := returning(asked):
        return respond("service_requests", [{"service_request_id": number}], asked.form)
    incoming, category = incoming_of(asked)
    received = receive(incoming, at=clock.now(), by=asked.actor)
    if received.case is None:
        raise BadRequest(str(_("Z tego zapytania nie powstało zgłoszenie.")))
    words = what_happens(received.case, at=clock.now())
    notice = service_notice(received.case, category, words, asked.city)
    notice = " ".join([notice, *already_reported(incoming, received.case)])
    answer = {
        "service_request_id": received.case.number,
        "service_notice": notice,
        "account_id": asked.params.text("account_id") or None,
    }
    return respond("service_requests", [answer], asked.form)


def _under_their_id(asked: Call, client_id: str) -> HttpResponse:
    """What a partner asks after silence: whether we have what it sent under an id of its own."""
    far_end_id = partners_id(asked.partner_id, "client_request_id", client_id)
    number = number_of_conversation(Channel.OPEN311, far_end_id)
    found = search(Search(numbers=(number,), partner_id=asked.partner_id)) if number else []
    listed = [{**one, "client_request_id": client_id} for one in _records(asked, found)]
    return respond("service_requests", listed, asked.form)


@call("GET")
def token(asked: Call, token: str) -> HttpResponse:
    """We always give the id at once; an id asked for as a token is its own."""
    try:
        number = parse(token)
    except WrongNumber as wrong:
        raise NotFound(str(_("Nieznany token."))) from wrong
    if not search(Search(numbers=(number,), partner_id=asked.partner_id)):
        raise NotFound(str(_("Nieznany token.")))
    answer = {"service_request_id": number, "token": token}
    return respond("service_requests", [answer], asked.form)


@csrf_exempt
@requires_utf8_itself
def request_updates(request: HttpRequest, form: str) -> HttpResponse:
    view = add_update if request.method == "POST" else list_updates
    return view(request, form=form)


@call("GET", "POST")
def list_updates(asked: Call) -> HttpResponse:
    end = moment(asked.params, "end_date", end=True) or clock.now()
    start = moment(asked.params, "start_date") or end - timedelta(hours=2)
    _check_span(start, end)
    found = updates(start, end, partner_id=asked.partner_id)
    listed = [records.update(one) for one in found]
    return respond("service_request_updates", listed, asked.form)


@call("POST", key=True)
def add_update(asked: Call) -> HttpResponse:
    """A partner passes on what the reporter wrote; the same update_id again is the same."""
    params = asked.params
    for name in ("service_request_id", "update_id", "description"):
        if not params.text(name):
            raise BadRequest(str(_("Podaj %(name)s.")) % {"name": name})
    try:
        number = parse(params.text("service_request_id"))
    except WrongNumber as wrong:
        raise NotFound(str(wrong)) from wrong
    answer = [{"update_id": _took(asked, number)}]
    return respond("service_request_updates", answer, asked.form)


def _took(asked: Call, number: str) -> str:
    """From a unit's system about its work, or from a partner about what it brought in."""
    partner_id, params = asked.partner_id or 0, asked.params
    theirs = posted_to(partner_id, number) if params.text("status") else None
    case = own_case(number, partner_id)
    try:
        if theirs is not None:
            return _from_the_unit(asked, theirs)
        if case is not None:
            return take_update(asked, case.pk)
    except NotAPhoto as wrong:
        raise BadRequest(str(wrong)) from wrong
    raise NotFound(str(_("Nie ma takiego zgłoszenia tego partnera.")))


def _from_the_unit(asked: Call, sending: SendingInfo) -> str:
    return take_posted(
        sending,
        asked.partner_id or 0,
        update_id=asked.params.text("update_id"),
        status=asked.params.text("status"),
        words=asked.params.text("description"),
        uploads=uploads(asked),
        at=clock.now(),
    )


@call("GET", "POST", "PUT", "DELETE", "PATCH")
def unknown(asked: Call, rest: str = "") -> HttpResponse:
    raise NotFound(str(_("Nie ma takiego zasobu.")))


def _records(asked: Call, found: list[PublicCase]) -> list[dict[str, Any]]:
    made = records.Records(asked.city, extensions=asked.params.text("extensions") == "true")
    return [made.request(case) for case in found]


def _search(asked: Call) -> Search:
    params = asked.params
    if numbers := params.listed("service_request_id"):  # overrides every other argument
        return Search(numbers=tuple(_known_form(numbers)), partner_id=asked.partner_id)
    start, end = _span(asked)
    size = whole(params, "page_size", "per_page", "max_requests", default=MOST, most=MOST)
    page = whole(params, "page", default=1, most=100_000)
    return Search(
        category_ids=_category_ids(asked),
        opened_from=start,
        opened_to=end,
        updated_from=moment(params, "updated_after"),
        updated_to=moment(params, "updated_before", end=True),
        open=_status(params.listed("status")),
        around=_around(asked),
        box=_box(asked),
        partner_id=asked.partner_id,
        limit=size,
        offset=(page - 1) * size,
    )


def _known_form(numbers: tuple[str, ...]) -> list[str]:
    found = []
    for text in numbers[:MOST]:
        try:
            found.append(parse(text))
        except WrongNumber:
            continue  # an unknown id is left out, says the standard
    return found


def _span(asked: Call) -> tuple[datetime | None, datetime | None]:
    """90 days: the last ones, or counted from the one bound that was given."""
    start = moment(asked.params, "start_date")
    end = moment(asked.params, "end_date", end=True)
    if start is None and end is None:
        by_change = asked.params.text("updated_after") or asked.params.text("updated_before")
        return (None if by_change else clock.now() - LONGEST_SPAN), None
    start = start or (end or clock.now()) - LONGEST_SPAN
    end = end or start + LONGEST_SPAN
    _check_span(start, end)
    return start, end


def _check_span(start: datetime, end: datetime) -> None:
    if end < start:
        raise BadRequest(str(_("start_date jest później niż end_date.")))
    if end - start > LONGEST_SPAN + timedelta(days=1):
        raise BadRequest(str(_("Zapytaj o najwyżej 90 dni naraz.")))


def _category_ids(asked: Call) -> tuple[int, ...] | None:
    codes = asked.params.listed("service_code")
    if not codes:
        return None
    editions = asked.city.all_categories
    known = [edition.id for code in codes for edition in editions.get(code, ())]
    if not known:
        raise NotFound(str(_("Nieznany service_code.")))
    return tuple(known)


def _status(asked: tuple[str, ...]) -> bool | None:
    wanted = {status.lower() for status in asked}
    if unknown := wanted - {"open", "closed"}:
        raise BadRequest(str(_("status: open albo closed, nie „%s”.")) % sorted(unknown)[0][:40])
    return None if len(wanted) != 1 else "open" in wanted


def _around(asked: Call) -> tuple[float, float, float] | None:
    lat, lon = number(asked.params, "lat"), number(asked.params, "long")
    if lat is None or lon is None:
        return None
    if abs(lat) > 90 or abs(lon) > 180:
        raise BadRequest(str(_("lat i long podaj w stopniach WGS84.")))
    radius = number(asked.params, "radius")
    return lat, lon, min(max(radius or 750.0, 1.0), FARTHEST_M)


def _box(asked: Call) -> tuple[float, float, float, float] | None:
    parts = asked.params.listed("bbox")
    if not parts:
        return None
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError as error:
        raise BadRequest(str(_("bbox: minLng,minLat,maxLng,maxLat."))) from error
    return west, south, east, north


def _link_pages(response: HttpResponse, asked: Call, count: int) -> None:
    if not any(asked.params.text(name) for name in ("page", "page_size", "per_page")):
        return
    size = whole(asked.params, "page_size", "per_page", "max_requests", default=MOST, most=MOST)
    page = whole(asked.params, "page", default=1, most=100_000)
    links = []
    for rel, other in (("prev", page - 1), ("next", page + 1)):
        if other >= 1 and (rel == "prev" or count == size):
            query = asked.request.GET.copy()
            query.pop("api_key", None)
            query["page"] = str(other)
            links.append(f'<{asked.request.path}?{query.urlencode()}>; rel="{rel}"')
    if links:
        response["Link"] = ", ".join(links)

"""Opening a case: through `intake.receive`, like everybody."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from kck.api import questions, told
from kck.api.answers import no_other
from kck.api.callers import Call, within
from kck.api.cases import router
from kck.api.given import ContactIn, PlaceIn, ReportIn
from kck.api.problems import invalid
from kck.api.render import Told, line, named
from kck.api.repeats import said, write
from kck.api.uploads import drafts
from kck.cases.queries.access import access_code
from kck.cases.queries.nearby import reported_before
from kck.cases.queries.promise import what_happens
from kck.cases.terms import Spot
from kck.directory.consents import is_version, purposes
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.http import device_of
from kck.foundation.numbers import display
from kck.foundation.once import Answer
from kck.foundation.text import _, localized
from kck.intake.commands import receive
from kck.intake.terms import CaseRef, Channel, Incoming, Reached
from kck.people.rules import normal_email, normal_phone
from kck.places.queries import geocode, outside_sentence

SENT_PER_HOUR = 20


# an address has one router: this one stands with the list of cases
@router.post("/cases", response={201: told.Opened}, operation_id="open_case", tags=["Reporting"])
def open_case(request: Call, body: ReportIn) -> HttpResponse:
    """Report something. Show `call_first` at once where it is there: life may be in danger."""
    no_other(request)
    incoming = _incoming(request, body)
    within(request, "send", limit=SENT_PER_HOUR)
    return write(request, lambda: _opened(request, body, incoming))


def _opened(request: Call, body: ReportIn, incoming: Incoming) -> Answer:
    at, photos = clock.now(), drafts(body.photos)
    whole = Incoming(**{**vars(incoming), "photos": photos})
    received = receive(whole, at=at, by=request.caller.actor)
    if received.case is None:
        raise LookupError("a report is a case, never answered at once")
    return said(_told(received.case, whole), status=201)


def _incoming(request: Call, body: ReportIn) -> Incoming:
    if len(body.text) < 3:
        raise invalid("text", _("Napisz, co się stało."))
    return Incoming(
        channel=Channel.API,
        far_end_id=secrets.token_urlsafe(24),  # what is sent twice is told by its key, see repeats
        text=body.text,
        language=body.language or (get_language() or "pl")[:2],
        category=body.category,
        kind="" if body.kind == "report" else body.kind,
        spot=_spot(body.place, needed=body.kind == "report"),
        answers=_answers(body),
        reached=_reached(body.contact) if body.contact else Reached(),
        consents=_consents(body.contact) if body.contact else {},
        partner_id=request.caller.partner_id,
        device=None if request.caller.partner_id else device_of(request),
    )


def _answers(body: ReportIn) -> dict[str, Any]:
    city = snapshot(clock.now())
    if not body.category:
        if body.answers:
            raise invalid("answers", _("Odpowiedzi należą do kategorii: podaj ją też."))
        return {}
    if city.category(body.category) is None:
        raise invalid("category", _("Nie ma takiej kategorii."))
    return questions.kept(body.answers, city.questions(body.category))


def _spot(place: PlaceIn | None, *, needed: bool) -> Spot:
    given = place or PlaceIn.model_validate({})
    if (given.lat is None) != (given.lon is None):
        raise invalid("place", _("Podaj oba: lat i lon."))
    if given.lat is not None and given.lon is not None:
        if sentence := outside_sentence(given.lat, given.lon):
            raise invalid("place", sentence)
    elif given.address:
        return _spot_of_address(given)
    elif needed and not given.words:
        raise invalid("place", _("Podaj miejsce: punkt, adres albo jak tam trafić."))
    return Spot(lat=given.lat, lon=given.lon, address=given.address, words=given.words)


def _spot_of_address(given: PlaceIn) -> Spot:
    found = geocode(given.address)
    lat, lon = (found.lat, found.lon) if found else (None, None)
    return Spot(lat=lat, lon=lon, address=given.address, words=given.words)


def _reached(given: ContactIn) -> Reached:
    email, phone = normal_email(given.email), normal_phone(given.phone)
    if given.email.strip() and not email:
        raise invalid("contact.email", _("To nie jest adres e-mail."))
    if given.phone.strip() and not phone:
        raise invalid("contact.phone", _("To nie jest numer telefonu."))
    return Reached(name=given.name, email=email, phone=phone, prefers_sms=given.prefers_sms)


def _consents(given: ContactIn) -> dict[str, str]:
    """What was said yes to must be what the text says today."""
    city = snapshot(clock.now())
    known = purposes(city)
    for code, version in given.consents.items():
        if code not in known:
            raise invalid(f"contact.consents.{code}", _("Miasto nie pyta o taką zgodę."))
        if not is_version(code, version, city):
            raise invalid(f"contact.consents.{code}", _("Tekst zgody się zmienił: pokaż nowy."))
    if given.consents and not (given.email or given.phone):
        raise invalid("contact.consents", _("Zgoda bez adresu i telefonu niczego nie dotyczy."))
    return given.consents


def _told(case: CaseRef, incoming: Incoming) -> Told:
    city, at = snapshot(clock.now()), clock.now()
    return {
        "number": case.number,
        "shown": display(case.number),
        "code": access_code(case.token),
        "token": case.token,
        "link": f"{settings.SITE_URL}/s/{case.token}",
        "unit": named(city.unit_by_id(case.unit_id)),
        "category": named(city.category_by_id(case.category_id)),
        "due_at": case.due_at,
        "sentence": what_happens(case, at=at),
        "call_first": _call_first(case),
        "maybe_same": [] if case.danger else _maybe_same(case, incoming),
    }


def _maybe_same(case: CaseRef, incoming: Incoming) -> list[Told]:
    found = reported_before(
        case.category_id, incoming.spot, text=incoming.text, photos=incoming.photos,
        at=clock.now(), but=case.id,
    )  # fmt: skip
    return [
        {"number": one.number, "shown": display(one.number), "metres": one.metres} for one in found
    ]


def _call_first(case: CaseRef) -> Told | None:
    """The number to call, of a danger or of a category that only names one."""
    city = snapshot(clock.now())
    if danger := city.danger(case.danger):
        lines = city.lines_of(danger, clock.now())
        return {"text": localized(danger.calm), "lines": [line(one) for one in lines]}
    if lines := city.redirect_of(city.category_by_id(case.category_id)):
        words = str(_("Zadzwoń, jeśli sprawa jest pilna."))
        return {"text": words, "lines": [line(one) for one in lines]}
    return None

"""POST /requests: a partner's report becomes a conversation and a case."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from kck.cases.commands import disagree, withdraw
from kck.cases.policy import reporter_grant
from kck.cases.queries.nearby import reported_before
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import Spot
from kck.directory.info import CategoryInfo
from kck.directory.snapshot import Snapshot
from kck.directory.stages import passed_on
from kck.files.commands import receive_photo
from kck.files.terms import NotAPhoto
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _, localized
from kck.handover.own_ids import our_number
from kck.intake.commands import follow_up
from kck.intake.terms import CaseRef, Channel, Incoming, Reached
from kck.open311.http import Call, NotFound
from kck.open311.params import LONGEST_DESCRIPTION, BadRequest, answers, number
from kck.people.rules import normal_email, normal_phone
from kck.places.queries import geocode, locate, outside_sentence, swapped

MOST_PHOTOS = 5
# names under which clients give their own id of a report
_CLIENT_IDS = ("client_request_id", "fixmystreet_id", "account_request_id")


def incoming_of(call: Call) -> tuple[Incoming, CategoryInfo]:
    """Everything checked; `BadRequest` or `NotFound` says what to send instead."""
    category = _category(call)
    text = call.params.text("description")
    if len(text) > LONGEST_DESCRIPTION:
        raise BadRequest(
            str(_("description: najwyżej %(most)s znaków.")) % {"most": LONGEST_DESCRIPTION}
        )
    given = call.params.attributes()
    kept = answers(given, call.city.questions(category.code))
    spot = _spot(call)
    reached = _reached(call)
    incoming = Incoming(
        channel=Channel.OPEN311,
        far_end_id=_client_id(call, given),
        text=text,
        language=call.params.text("locale")[:2] or "",
        category=category.code,
        spot=spot,
        answers=kept,
        photos=tuple(_photos(call)),
        reached=reached,
        partner_id=call.partner_id,
        device=_device(call),
    )
    return incoming, category


def _category(call: Call) -> CategoryInfo:
    code = call.params.text("service_code")
    if not code:
        raise BadRequest(str(_("Podaj service_code.")))
    category = call.city.category(code)
    if category is None:
        raise NotFound(str(_("Nieznany service_code.")))
    return category


def _spot(call: Call) -> Spot:
    lat, lon = number(call.params, "lat"), number(call.params, "long")
    address = call.params.text("address_string") or call.params.text("address_id")
    if lat is None and lon is None:
        return _spot_of_address(address)
    if lat is None or lon is None:
        raise BadRequest(str(_("Podaj oba: lat i long.")))
    if abs(lat) > 90 or abs(lon) > 180:
        raise BadRequest(str(_("lat i long podaj w stopniach WGS84.")))
    if swapped(lat, lon):
        raise BadRequest(str(_("lat i long są zamienione miejscami.")))
    if not locate(lat, lon).inside:
        raise BadRequest(outside_sentence(lat, lon))
    return Spot(lat=lat, lon=lon, address=address[:300])


def _spot_of_address(address: str) -> Spot:
    if not address:
        raise BadRequest(str(_("Podaj miejsce: lat i long albo address_string.")))
    found = geocode(address)
    if found is None:
        return Spot(address=address[:300])
    return Spot(lat=found.lat, lon=found.lon, address=address[:300])


def _reached(call: Call) -> Reached:
    params = call.params
    email = params.text("email")
    if email and not normal_email(email):
        raise BadRequest(str(_("email: to nie jest adres e-mail.")))
    names = (params.text("first_name"), params.text("last_name"))
    return Reached(
        name=" ".join(name for name in names if name and name != "-")[:200],
        email=normal_email(email),
        phone=normal_phone(params.text("phone")),
    )


def _client_id(call: Call, given: dict[str, list[str]]) -> str:
    """Under which the same report sent again is known: the client's own id, else all it says."""
    for name in _CLIENT_IDS:
        own = call.params.text(name) or "".join(given.get(name, [])[:1])
        if own:
            return partners_id(call.partner_id, name, own)
    said = {name: values for name, values in call.params.values.items() if name != "api_key"}
    sent = [(file.name, file.size) for file in uploads(call)]
    digest = hashlib.sha256(json.dumps([said, sent], sort_keys=True).encode()).hexdigest()
    return f"{call.partner_id}:{clock.today()}:{digest}"


def _device(call: Call) -> int | None:
    """The standard's own `device_id`, not kept as it is; without one a partner is one reporter."""
    own = call.params.text("device_id")
    said = f"{clock.today()}:{call.partner_id}:{own}".encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:8]) >> 1 if own else None


def partners_id(partner_id: int | None, name: str, own: str) -> str:
    """Under which a partner's own id is kept."""
    return f"{partner_id}:{name}:{own}"[:120]


def returning(call: Call) -> str:
    """The number of a case of ours that comes back as a stranger's new report, else nothing."""
    return our_number(call.params.text("client_request_id"))


def uploads(call: Call) -> "list[UploadedFile[bytes]]":
    files = [
        file
        for name, given in call.request.FILES.lists()
        if name.startswith(("media", "photo", "file"))
        for file in given
    ]
    if len(files) > MOST_PHOTOS:
        raise BadRequest(str(_("Najwyżej %(most)s zdjęć.")) % {"most": MOST_PHOTOS})
    return files


def _photos(call: Call) -> Iterator[UUID]:
    for file in uploads(call):
        try:
            stored = receive_photo(file, at=clock.now(), by=call.actor)
        except NotAPhoto as wrong:
            raise BadRequest(f"{file.name}: {wrong}") from wrong
        yield stored.public_id


# what a partner's `status` says for the reporter; whatever else it says are only words
_REOPENS, _WITHDRAWS = frozenset({"reopen", "reopened"}), frozenset({"cancelled", "withdrawn"})


def take_update(call: Call, case_id: int) -> str:
    """What the reporter says through a partner: words, photos, "not solved", "take it back"."""
    grants = frozenset({reporter_grant(case_id)})
    speaker = Actor(kind="partner", id=call.partner_id, grants=grants)
    status, words = call.params.text("status").lower(), call.params.text("description")
    incoming = Incoming(
        channel=Channel.OPEN311,
        far_end_id=f"{call.partner_id}:update:{call.params.text('update_id')}",
        text=words,
        photos=tuple(_photos(call)),
        partner_id=call.partner_id,
    )
    with unit_of_work():
        received = follow_up(case_id, incoming=incoming, at=clock.now(), by=speaker)
        if not received.again:
            _step(case_id, status, words, speaker)
    return str(received.conversation_id)


def _step(case_id: int, status: str, words: str, speaker: Actor) -> None:
    """A step that is not possible any more is none: the words are there for whoever reads them."""
    with suppress(IllegalMove, Incomplete):
        if status in _REOPENS:
            disagree(case_id, text=words, at=clock.now(), by=speaker)
        elif status in _WITHDRAWS:
            withdraw(case_id, at=clock.now(), by=speaker)


def service_notice(case: CaseRef, category: CategoryInfo, words: str, city: Snapshot) -> str:
    """What will happen; a number to call comes first, in danger or while a unit has not begun."""
    if danger := city.danger(case.danger):
        numbers = ", ".join(line.number for line in city.lines_of(danger, clock.now()))
        calm = f"{localized(danger.calm)} {words}"
        return f"{numbers}: {calm}" if numbers else calm
    if lines := city.redirect_of(category):
        numbers = ", ".join(line.number for line in lines)
        return f"{numbers}: {_('Zadzwoń, jeśli sprawa jest pilna.')} {words}"
    if passed := passed_on(category, Channel.OPEN311, clock.now(), city):
        return f"{passed.words} {words}"
    return words


def already_reported(incoming: Incoming, case: CaseRef) -> list[str]:
    """The report is taken all the same: a person decides whether the two are one."""
    if case.danger:
        return []
    found = reported_before(
        case.category_id, incoming.spot, text=incoming.text, photos=incoming.photos,
        at=clock.now(), but=case.id, limit=1,
    )  # fmt: skip
    words = str(_("W pobliżu jest już podobne zgłoszenie: %(number)s."))
    return [words % {"number": display(one.number)} for one in found]

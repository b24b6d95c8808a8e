"""A request from its arrival to its answer."""

from datetime import datetime

from kck.foundation import clock, privacy
from kck.foundation.actor import Actor
from kck.foundation.audit import looked_at
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.people.queries.same import same_person
from kck.privacy import policy
from kck.privacy.events import (
    DataErased,
    DataGivenOut,
    IdentityChecked,
    RequestEnded,
    RequestProlonged,
    RequestReceived,
)
from kck.privacy.giving import Printer, package
from kck.privacy.models import PrivacyRequest
from kck.privacy.queries.requests import what_stays
from kck.privacy.rules import answer_by
from kck.privacy.terms import RequestKind, RequestState

GROUND = "art. 17 RODO"


class NotYet(ValueError):
    """Something must come first; the sentence says what."""


@command
def register_request(
    kind: RequestKind, *, person_id: int, how: str, words: str = "", at: datetime, by: Actor
) -> PrivacyRequest:
    """The month runs from now on, whoever took it."""
    require(policy.may_register(by))
    received = at.astimezone(clock.city_zone()).date()
    row = PrivacyRequest.objects.create(
        kind=kind, person_id=person_id, received_at=at, how=how, words=clean(words)[:4000],
        due_on=answer_by(received),
    )  # fmt: skip
    event = RequestReceived(request_id=row.pk, kind=row.kind, due_on=row.due_on.isoformat())
    record(event, by=by, at=at, stream=_stream(row))
    return row


@command
def check_identity(request_id: int, *, how: str, at: datetime, by: Actor) -> None:
    """How we know that whoever asks is the person; nothing is given out or erased before."""
    row = _open(request_id, by)
    if not (how := clean(how)[:200]):
        raise NotYet(str(_("Napisz, po czym poznano, że to ta osoba.")))
    row.identity, row.identity_at = how, at
    row.save(update_fields=["identity", "identity_at"])
    record(IdentityChecked(request_id=row.pk, kind=row.kind), by=by, at=at, stream=_stream(row))


@command
def prolong(request_id: int, *, because: str, at: datetime, by: Actor) -> None:
    """By two months, once, with a reason that the person is told (art. 12(3))."""
    row = _open(request_id, by)
    if row.longer_because or not (because := clean(because)[:300]):
        raise NotYet(str(_("Przedłużyć można raz, z powodem.")))
    received = row.received_at.astimezone(clock.city_zone()).date()
    row.longer_because, row.due_on = because, answer_by(received, longer=True)
    row.save(update_fields=["longer_because", "due_on"])
    event = RequestProlonged(request_id=row.pk, kind=row.kind, due_on=row.due_on.isoformat())
    record(event, by=by, at=at, stream=_stream(row))


@command
def give_out(request_id: int, *, at: datetime, by: Actor, printer: Printer | None = None) -> bytes:
    """Everything about the person as a ZIP file. It is kept nowhere."""
    row = _open(request_id, by)
    person_id = _known(row)
    made = package(same_person(person_id), at=at, printer=printer)
    looked_at(by, "export", f"person:{person_id}", f"RODO {row.pk}")
    row.exported_at = at
    row.save(update_fields=["exported_at"])
    record(DataGivenOut(request_id=row.pk, kind=row.kind), by=by, at=at, stream=_stream(row))
    return made


@command
def erase(request_id: int, *, at: datetime, by: Actor) -> int:
    """Forget the person everywhere, except what the archive duty keeps. How much was erased."""
    row = _open(request_id, by)
    if row.kind != RequestKind.ERASURE:
        raise NotYet(str(_("To nie jest żądanie usunięcia.")))
    ids = same_person(_known(row))
    row.kept = [stay.words for stay in what_stays(ids)]
    erased = sum(_forget(person_id, at=at, by=by) for person_id in ids)
    row.erased_at = at
    row.save(update_fields=["erased_at", "kept"])
    event = DataErased(request_id=row.pk, kind=row.kind, rows=erased, kept=len(row.kept))
    record(event, by=by, at=at, stream=_stream(row))
    return erased


def _forget(person_id: int, *, at: datetime, by: Actor) -> int:
    """Those who look the person up by their cases come before the cases forget them.

    Who they are stays as long as something that must be kept is theirs.
    """
    kept = any(holder.holds(person_id) for holder in privacy.holders())
    last_first = reversed(privacy.holders())
    return sum(
        holder.forget(person_id, at, by)
        for holder in last_first
        if not (kept and holder.name == "people")
    )


@command
def end_request(
    request_id: int, *, state: RequestState, answer: str, at: datetime, by: Actor
) -> None:
    """What was answered; a refusal has its ground."""
    row = _open(request_id, by)
    if not (answer := clean(answer)[:4000]):
        raise NotYet(str(_("Napisz, co odpowiedziano.")))
    row.state, row.answer, row.ended_at, row.ended_by = state, answer, at, str(by)
    row.save(update_fields=["state", "answer", "ended_at", "ended_by"])
    in_time = at.astimezone(clock.city_zone()).date() <= row.due_on
    event = RequestEnded(request_id=row.pk, kind=row.kind, state=str(state), in_time=in_time)
    record(event, by=by, at=at, stream=_stream(row))


def _open(request_id: int, by: Actor) -> PrivacyRequest:
    require(policy.may_answer(by))
    row = PrivacyRequest.objects.select_for_update().get(pk=request_id)
    if row.state != RequestState.OPEN:
        raise NotYet(str(_("To żądanie jest już zakończone.")))
    return row


def _known(row: PrivacyRequest) -> int:
    if row.identity_at is None or row.person_id is None:
        raise NotYet(str(_("Najpierw sprawdź, czy to na pewno ta osoba.")))
    return row.person_id


def _stream(row: PrivacyRequest) -> str:
    return f"privacy:{row.pk}"

"""What is written on somebody's card: corrected, added, taken away."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.people import policy
from kck.people.events import CallsAllowed, CallsStopped, PersonCorrected, PersonEvent, PersonNoted
from kck.people.models import ContactPoint, Person, PersonNote, Profile
from kck.people.rules import normal_email, normal_phone
from kck.people.terms import DIALLED, Need, PointKind

MOST_POINTS = 20


class NotUsable(ValueError):
    """Nobody could be reached so; the sentence is for whoever typed it."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """Who somebody is, and what they left with their report."""

    kind: str = Person.Kind.PERSON
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    language: str = "pl"
    prefers_sms: bool = False
    organisation: str = ""


@command
def correct(person_id: int, details: Details, *, at: datetime, by: Actor) -> None:
    """Rectify. Nothing is recorded when nothing was different."""
    person = _mine(person_id, by)
    profile = _profile(person)
    wanted = {name: clean(v) if isinstance(v, str) else v for name, v in asdict(details).items()}
    organisation = str(wanted.pop("organisation"))
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    if profile.organisation != organisation:
        changed.append("organisation")
        profile.organisation = organisation
        profile.save()
    if changed:
        person.save()
        _tell(PersonCorrected(person_id=person.pk, fields=sorted(changed)), at=at, by=by)


@command
def add_point(
    person_id: int, *, kind: PointKind, value: str, label: str = "", at: datetime, by: Actor
) -> None:
    """One more way to reach them. The same one twice is one."""
    person = _mine(person_id, by)
    usable = _usable(kind, value)
    if person.points.count() >= MOST_POINTS:
        raise NotUsable(str(_("To już za wiele adresów. Usuń któryś.")))
    _point, made = ContactPoint.objects.get_or_create(
        person=person, kind=kind, value=usable, defaults={"label": clean(label)[:80], "at": at}
    )
    if made:
        _tell(PersonCorrected(person_id=person.pk, fields=["points"]), at=at, by=by)


def _usable(kind: PointKind, value: str) -> str:
    if kind in DIALLED:
        usable = normal_phone(value)
    elif kind == PointKind.EMAIL:
        usable = normal_email(value)
    else:
        usable = clean(value)[:120]
    if not usable:
        raise NotUsable(str(_("Tak nikogo nie osiągniemy: sprawdź numer albo adres.")))
    return usable


@command
def remove_point(person_id: int, *, point_id: int, at: datetime, by: Actor) -> None:
    person = _mine(person_id, by)
    gone, _each = ContactPoint.objects.filter(pk=point_id, person=person).delete()
    if gone:
        _tell(PersonCorrected(person_id=person.pk, fields=["points"]), at=at, by=by)


@command
def set_needs(person_id: int, needs: Iterable[Need], *, at: datetime, by: Actor) -> None:
    """What they need so that we understand each other."""
    person = _mine(person_id, by)
    profile, named = _profile(person), set(needs)
    wanted = [str(need) for need in Need if need in named]
    if profile.needs == wanted:
        return
    profile.needs = wanted
    profile.save()
    _tell(PersonCorrected(person_id=person.pk, fields=["needs"]), at=at, by=by)


@command
def stop_calls(person_id: int, *, reason: str, until: date | None, at: datetime, by: Actor) -> None:
    """They do not want to be called: why, and until when."""
    person = _mine(person_id, by)
    profile = _profile(person)
    profile.no_calls_since, profile.no_calls_until = at, until
    profile.no_calls_reason = clean(reason)[:200]
    profile.save()
    _tell(CallsStopped(person_id=person.pk, until=until.isoformat() if until else ""), at=at, by=by)


@command
def allow_calls(person_id: int, *, at: datetime, by: Actor) -> None:
    person = _mine(person_id, by)
    stopped = Profile.objects.filter(person=person, no_calls_since__isnull=False)
    if stopped.update(no_calls_since=None, no_calls_until=None, no_calls_reason=""):
        _tell(CallsAllowed(person_id=person.pk), at=at, by=by)


@command
def add_note(person_id: int, *, text: str, at: datetime, by: Actor) -> None:
    person = _mine(person_id, by)
    if body := clean(text)[:2000]:
        PersonNote.objects.create(person=person, body=body, staff_id=by.staff_id, at=at)
        _tell(PersonNoted(person_id=person.pk), at=at, by=by)


@command
def remove_note(person_id: int, *, note_id: int, at: datetime, by: Actor) -> None:
    person = _mine(person_id, by)
    if PersonNote.objects.filter(pk=note_id, person=person).delete()[0]:
        _tell(PersonCorrected(person_id=person.pk, fields=["notes"]), at=at, by=by)


def _mine(person_id: int, by: Actor) -> Person:
    """The row, locked, when this actor may change it and there is something left to change."""
    require(policy.may_edit(by))
    return Person.objects.select_for_update().get(pk=person_id, erased_at=None)


def _profile(person: Person) -> Profile:
    return Profile.objects.get_or_create(person=person)[0]


def _tell(event: PersonEvent, *, at: datetime, by: Actor) -> None:
    record(event, by=by, at=at, stream=f"person:{event.person_id}")

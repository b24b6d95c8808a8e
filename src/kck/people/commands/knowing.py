"""To know a person, to keep their consents, to forget them: what conversations need."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kck.foundation import privacy
from kck.foundation.actor import Actor
from kck.foundation.bulk import copy_in, insert
from kck.foundation.outbox import command
from kck.people.models import Consent, ContactPoint, Person, PersonNote, Profile


def somebody(
    *,
    email: str = "",
    phone: str = "",
    name: str = "",
    address: str = "",
    language: str = "pl",
    prefers_sms: bool = False,
    at: datetime,
) -> Person | None:
    """A contact for one conversation, not stored yet; None when there is nothing to keep.

    Doubles are not joined by machine: whoever types another's address must not meet their cases.
    """
    if not (email or phone or name or address):
        return None
    return Person(
        name=name[:200],
        email=email,
        phone=phone,
        address=address[:300],
        language=language,
        prefers_sms=prefers_sms,
        created_at=at,
    )


@command
def know(
    *,
    email: str = "",
    phone: str = "",
    name: str = "",
    language: str = "pl",
    prefers_sms: bool = False,
    at: datetime,
) -> Person | None:
    """Keep a contact; None when there is nothing to keep."""
    person = somebody(
        email=email, phone=phone, name=name, language=language, prefers_sms=prefers_sms, at=at
    )
    insert([person] if person else [])
    return person


@command
def consent(person: Person, given: Mapping[str, str], *, channel: str, at: datetime) -> None:
    """Keep what was consented to: purpose -> version of the text that was shown."""
    Consent.objects.bulk_create(
        Consent(person=person, purpose=purpose, text_version=version, channel=channel, given_at=at)
        for purpose, version in given.items()
    )


@command
def know_many(known: Sequence[tuple[Person, Mapping[str, str], datetime]], *, channel: str) -> None:
    """Keep many contacts (`somebody`, with their ids) and what each had consented to, and when."""
    copy_in([person for person, _given, _at in known])
    copy_in(
        [
            Consent(
                person=person, purpose=purpose, text_version=version, channel=channel, given_at=at
            )
            for person, given, at in known
            for purpose, version in given.items()
        ]
    )


@command
def forget(person_id: int, *, ground: str, at: datetime, by: Actor) -> bool:
    """Erase the contact data. False when it was already gone."""
    erased = Person.objects.filter(pk=person_id, erased_at=None).update(
        name="", email="", phone="", address="", prefers_sms=False, erased_at=at
    )
    if erased:
        for held in (ContactPoint, PersonNote, Profile):
            held.objects.filter(person_id=person_id).delete()
        Consent.objects.filter(person_id=person_id, withdrawn_at=None).update(withdrawn_at=at)
        privacy.note_removal("person", [person_id], ground=ground, at=at, by=by)
    return bool(erased)

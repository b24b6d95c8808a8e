"""Consents given and withdrawn with somebody of the staff; the history stays."""

from datetime import datetime

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.people import policy
from kck.people.events import ConsentGiven, ConsentWithdrawn
from kck.people.models import Consent, Person


@command
def give_consent(
    person_id: int, *, purpose: str, text_version: str, channel: str, at: datetime, by: Actor
) -> None:
    """Asking again while it stands changes nothing, unless the text is another."""
    require(policy.may_edit(by))
    person = Person.objects.select_for_update().get(pk=person_id, erased_at=None)
    standing = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    if standing.filter(text_version=text_version).exists():
        return
    standing.update(withdrawn_at=at, withdrawn_channel=channel)
    Consent.objects.create(
        person=person, purpose=purpose, text_version=text_version, channel=channel, given_at=at
    )
    event = ConsentGiven(
        person_id=person.pk, purpose=purpose, text_version=text_version, channel=channel
    )
    record(event, by=by, at=at, stream=f"person:{person.pk}")


@command
def withdraw_consent(
    person_id: int, *, consent_id: int, channel: str, at: datetime, by: Actor
) -> None:
    """As easily as it was given. Asking again changes nothing."""
    require(policy.may_edit(by))
    standing = Consent.objects.select_for_update().filter(
        pk=consent_id, person_id=person_id, withdrawn_at=None
    )
    for consent in standing:
        consent.withdrawn_at, consent.withdrawn_channel = at, channel
        consent.save()
        event = ConsentWithdrawn(person_id=person_id, purpose=consent.purpose, channel=channel)
        record(event, by=by, at=at, stream=f"person:{person_id}")

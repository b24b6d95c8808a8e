"""What is kept of somebody apart from their cases: who they are, consents, needs, notes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.foundation.actor import Actor
from kck.foundation.privacy import Holder, register
from kck.people.commands import forget
from kck.people.models import Alias, Consent, ContactPoint, Person, PersonNote, Profile

_OWN = ("kind", "name", "email", "phone", "address", "language", "prefers_sms", "created_at")


def _export(person_id: int) -> Mapping[str, Any]:
    person = Person.objects.filter(pk=person_id, erased_at=None).values(*_OWN).first()
    if person is None:
        return {}
    profile = Profile.objects.filter(person_id=person_id).values(
        "organisation", "needs", "no_calls_since", "no_calls_until", "no_calls_reason"
    )
    return {
        "person": person,
        "profile": profile.first() or {},
        "contact_points": list(_of(ContactPoint, person_id, "kind", "value", "label", "at")),
        "consents": list(
            _of(
                Consent, person_id, "purpose", "text_version", "channel", "given_at",
                "withdrawn_at", "withdrawn_channel",
            )
        ),
        "notes": list(_of(PersonNote, person_id, "body", "at")),
        "merged_at": list(_aliases(person_id)),
    }  # fmt: skip


def _of(model: Any, person_id: int, *fields: str) -> Any:
    return model.objects.filter(person_id=person_id).order_by("pk").values(*fields)


def _aliases(person_id: int) -> Any:
    return Alias.objects.filter(old_id=person_id).values_list("at", flat=True)


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    return int(forget(person_id, ground="art. 17 RODO", at=at, by=by))


register(
    Holder(
        name="people",
        export=_export,
        forget=_forget,
        holds=lambda person_id: "",
        expire=lambda at, preview: 0,  # with their last case: see `kck.privacy`
    )
)

from dataclasses import dataclass

from kck.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How a person can be reached."""

    person_id: int
    name: str
    email: str
    phone: str
    address: str
    language: str
    prefers_sms: bool
    erased: bool


def contact(person_id: int) -> Contact:
    person = Person.objects.get(pk=person_id)
    return Contact(
        person_id=person.pk,
        name=person.name,
        email=person.email,
        phone=person.phone,
        address=person.address,
        language=person.language,
        prefers_sms=person.prefers_sms,
        erased=person.erased_at is not None,
    )

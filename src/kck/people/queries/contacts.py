from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kck.people.models import Consent, Person


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
    return _contact(Person.objects.get(pk=person_id))


def _contact(person: Person) -> Contact:
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


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody's contact with what they consent to: purpose -> version of the text."""

    contact: Contact
    consents: Mapping[str, str]


def known(ids: Iterable[int]) -> dict[int, Known]:
    """Many at once, without those who were forgotten."""
    wanted = list(ids)
    people = Person.objects.filter(pk__in=wanted, erased_at=None)
    consents: dict[int, dict[str, str]] = defaultdict(dict)
    given = Consent.objects.filter(person_id__in=wanted, withdrawn_at=None).order_by("pk")
    for person_id, purpose, version in given.values_list("person_id", "purpose", "text_version"):
        consents[person_id][purpose] = version
    return {
        person.pk: Known(contact=_contact(person), consents=consents.get(person.pk, {}))
        for person in people
    }

"""Records that are likely the same person's. Only suggested: a human being says so."""

from dataclasses import dataclass, field

from kck.people.models import ContactPoint, Person
from kck.people.queries.find import FoundPerson, people
from kck.people.queries.same import heads_of, same_person
from kck.people.rules import plain
from kck.people.terms import DoubleReason, PointKind

MOST = 12


@dataclass(frozen=True, kw_only=True)
class Double:
    """Somebody who is likely this person, and why we think so."""

    person: FoundPerson
    why: tuple[DoubleReason, ...]


@dataclass
class _Alike:
    why: dict[int, set[DoubleReason]] = field(default_factory=dict)

    def add(self, ids: list[int], reason: DoubleReason) -> None:
        for pk in ids:
            self.why.setdefault(pk, set()).add(reason)


def likely_doubles(person_id: int) -> list[Double]:
    """The surest first; at most a dozen."""
    ids = same_person(person_id)
    alike = _Alike()
    own = list(Person.objects.filter(pk__in=ids, erased_at=None))
    points = list(ContactPoint.objects.filter(person_id__in=ids))
    phones = {row.phone for row in own} | {p.value for p in points if p.kind == PointKind.PHONE}
    emails = {row.email for row in own} | {p.value for p in points if p.kind == PointKind.EMAIL}
    _same_ways(alike, phones - {""}, emails - {""})
    _same_names(alike, own)
    heads = heads_of(pk for pk in alike.why if pk not in ids)
    why: dict[int, set[DoubleReason]] = {}
    for pk, head in heads.items():
        why.setdefault(head, set()).update(alike.why[pk])
    found = [
        Double(person=row, why=tuple(reason for reason in DoubleReason if reason in why[row.id]))
        for row in people(why).rows
        if row.id not in ids
    ]
    return sorted(found, key=lambda one: -len(one.why))[:MOST]


def _same_ways(alike: _Alike, phones: set[str], emails: set[str]) -> None:
    living = Person.objects.filter(erased_at=None).order_by("-pk")
    for reason, values, found in (
        (DoubleReason.PHONE, phones, living.filter(phone__in=phones)),
        (DoubleReason.EMAIL, emails, living.filter(email__in=emails)),
    ):
        alike.add(list(found.values_list("pk", flat=True)[:50]), reason)
        more = ContactPoint.objects.filter(value__in=values).values_list("person_id", flat=True)
        alike.add(list(more[:50]), reason)


def _same_names(alike: _Alike, own: list[Person]) -> None:
    """A name alone is no sign: there are many Jan Kowalskis. With the same address it is."""
    for row in own:
        if not (row.name and row.address):
            continue
        there = Person.objects.filter(name=row.name, erased_at=None).exclude(address="")
        alike.add([one.pk for one in there[:50] if _same(one, row)], DoubleReason.NAME)


def _same(one: Person, other: Person) -> bool:
    return plain(one.address) == plain(other.address)

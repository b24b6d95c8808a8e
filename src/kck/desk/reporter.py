"""The reporter on the case page: how to speak with them for everybody, who they are on asking."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kck.cases.queries.desk_case import DeskCase
from kck.desk.doors import StaffRequest
from kck.desk.knowing import remember
from kck.foundation import clock
from kck.foundation.audit import looked_at
from kck.foundation.text import _
from kck.people.policy import may_view
from kck.people.queries import Contact, contact
from kck.people.queries.card import Manner, Point, manner_of, points_of
from kck.people.queries.same import public_id_of


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What *show contact* shows; `card` is for whoever may know people."""

    contact: Contact | None  # nobody is known: only their words are opened
    points: tuple[Point, ...]
    card: UUID | None


def ways_of(case: DeskCase) -> list[Any]:
    """By what the reporter can be reached, without the addresses."""
    if case.person_id is None:
        return []
    known = contact(case.person_id)
    named = (
        (known.email, _("e-mail")),
        (known.phone, _("SMS (nie dzwonić)") if known.prefers_sms else _("telefon")),
        (known.address, _("adres")),
        (known.name, _("imię i nazwisko")),
    )
    return [words for value, words in named if value]


def manner_with(case: DeskCase) -> Manner:
    """Needs, and whether to call."""
    if case.person_id is None:
        return Manner()
    return manner_of(case.person_id, today=clock.today())


def show(request: StaffRequest, case: DeskCase, reason: str) -> Shown:
    """Written down with the case as its reason, and what was typed where it is another's."""
    why = reason or f"case:{case.number}"
    if case.person_id is None:  # nobody is known; what stands in the words is looked at
        looked_at(request.actor, "contact", f"case:{case.id}", why)
        return Shown(contact=None, points=(), card=None)
    return show_person(request, case.person_id, f"case:{case.id}", why)


def show_person(request: StaffRequest, person_id: int, subject: str, why: str) -> Shown:
    """Who somebody is, for whoever has to speak with them about this."""
    looked_at(request.actor, "contact", subject, why)
    card = public_id_of(person_id) if may_view(request.actor) else None
    if card is not None:
        remember(request, [card], why)
    return Shown(contact=contact(person_id), points=points_of(person_id), card=card)

"""How words about a case come to whoever reported it: by which channel, or not at all."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kck.cases.letter import reporters
from kck.cases.models import Case, Follower
from kck.foundation.text import _

_DELIVERED = frozenset({"answer", "ask", "done", "close"})  # what goes into a delivered letter
_WITHOUT_A_WAY = frozenset({"import"})  # nobody was ever given the number and the code


class Way(StrEnum):
    MAIL = "mail"
    SMS = "sms"
    EDORECZENIA = "edoreczenia"
    PARTNER = "partner"  # another application asks for it through Open311
    WEB = "web"  # only the page of the case; nobody is told
    NOBODY = "nobody"

    @property
    def label(self) -> Any:
        return WAY_LABELS[self]


WAY_LABELS = {
    Way.MAIL: _("e-mail"),
    Way.SMS: _("SMS"),
    Way.EDORECZENIA: _("e-Doręczenia"),
    Way.PARTNER: _("aplikacja, przez którą zgłoszono"),
    Way.WEB: _("strona sprawy"),
    Way.NOBODY: _("nikt"),
}


@dataclass(frozen=True, kw_only=True)
class Reader:
    """In which language somebody reads us, and how our words come to them.

    `phone`: there is a number by which they could be told.
    """

    language: str
    ways: tuple[Way, ...]
    phone: bool = False

    @property
    def reached(self) -> bool:
        """Whether something is sent to them; else it only stands somewhere."""
        return bool({Way.MAIL, Way.SMS, Way.EDORECZENIA, Way.PARTNER} & set(self.ways))

    @property
    def mailed(self) -> bool:
        return Way.MAIL in self.ways

    @property
    def texted(self) -> bool:
        """By SMS alone: short words."""
        return Way.SMS in self.ways and not self.mailed

    @property
    def nobody(self) -> bool:
        return self.ways == (Way.NOBODY,)


def reader_of(case_id: int, action: str = "answer") -> Reader:
    return reader_for(Case.objects.get(pk=case_id), action)


def reader_for(case: Case, action: str = "answer") -> Reader:
    found = reporters(case)
    there = None if found else _without_mail(case)
    language = found[0].language if found else case.language or "pl"
    return Reader(
        language=language,
        ways=_ways(case, action, channels={one.channel for one in found}, there=there),
        phone=bool(there and there.person.phone),
    )


def _without_mail(case: Case) -> Follower | None:
    rows = Follower.objects.filter(case=case, reporter=True, left_at=None, person__erased_at=None)
    return rows.select_related("person").first()


def _ways(
    case: Case, action: str, *, channels: Set[str], there: Follower | None
) -> tuple[Way, ...]:
    sent = [
        *([Way.MAIL] if "email" in channels else []),
        *([Way.SMS] if "sms" in channels else []),
        *([Way.EDORECZENIA] if case.channel == "edoreczenia" and action in _DELIVERED else []),
        *([Way.PARTNER] if case.partner_id is not None else []),
    ]
    if sent:
        return tuple(sent)
    anonymous = case.person_id is None and case.channel not in _WITHOUT_A_WAY
    return (Way.WEB,) if there or anonymous else (Way.NOBODY,)

"""Facts about people: ids and codes, never what was written or how to reach somebody."""

from dataclasses import dataclass, field

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class PersonEvent(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonCorrected(PersonEvent):
    """Which of the fields; `ways` counts ways to reach them that came and went."""

    name = "people.person_corrected"

    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PersonNoted(PersonEvent):
    name = "people.person_noted"


@dataclass(frozen=True, kw_only=True)
class CallsStopped(PersonEvent):
    name = "people.calls_stopped"

    until: str = ""


@dataclass(frozen=True, kw_only=True)
class CallsAllowed(PersonEvent):
    name = "people.calls_allowed"


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(PersonEvent):
    name = "people.consent_given"

    purpose: str
    text_version: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(PersonEvent):
    name = "people.consent_withdrawn"

    purpose: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class PeopleMerged(PersonEvent):
    """`old_id` was found to be the same person as `person_id`."""

    name = "people.people_merged"

    old_id: int


@dataclass(frozen=True, kw_only=True)
class PeopleParted(PersonEvent):
    name = "people.people_parted"

    old_id: int

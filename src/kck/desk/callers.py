"""Who is on the line, when their telephone or mail is known; joined only when the agent says so."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kck.cases.queries.of_people import PersonCase, cases_of_people
from kck.desk.doors import StaffRequest
from kck.desk.knowing import reason_for, remember
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.audit import looked_at_all
from kck.foundation.text import _
from kck.intake.queries import speaker_of
from kck.people.commands import CannotMerge, merge
from kck.people.policy import may_merge, may_view
from kck.people.queries.card import Manner, manner_of
from kck.people.queries.find import FoundPerson, find
from kck.people.queries.same import person_id_of, same_person
from kck.people.rules import sought

MOST = 4


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who left this telephone or mail before."""

    person: FoundPerson
    manner: Manner
    cases: tuple[PersonCase, ...]

    @property
    def key(self) -> str:
        return str(self.person.public_id)


def callers_of(request: StaffRequest, data: Mapping[str, Any]) -> list[Caller]:
    """The newest first. That they were shown is written down once."""
    typed = [data.get("phone") or "", data.get("email") or ""]
    if not may_view(request.actor) or not any(typed):
        return []
    found = {row.id: row for one in typed if one for row in find(sought(one)).rows}
    rows = sorted(found.values(), key=lambda row: row.created_at, reverse=True)[:MOST]
    reason = str(_("nowy kontakt"))
    fresh = [row for row in rows if not reason_for(request, row.public_id)]
    looked_at_all(request.actor, "found", [f"person:{row.id}" for row in fresh], reason)
    remember(request, (row.public_id for row in fresh), reason)
    return [_caller(row, request.actor) for row in rows]


def _caller(row: FoundPerson, actor: Actor) -> Caller:
    cases = cases_of_people(actor, same_person(row.id), limit=20)
    return Caller(
        person=row,
        manner=manner_of(row.id, today=clock.today()),
        cases=tuple(case for case in cases if case.is_open)[:3],
    )


def say_same(request: StaffRequest, conversation_id: int) -> None:
    """The agent ticked who is on the line: the new record is read as theirs from now on."""
    speaker = speaker_of(conversation_id)
    if speaker is None or not may_merge(request.actor):
        return
    for known in _ticked(request):
        # sent twice, or ticked two who are not yet one: the first counts
        with suppress(CannotMerge):
            merge(speaker, into_id=known, at=clock.now(), by=request.actor)


def _ticked(request: StaffRequest) -> list[int]:
    """Only who was shown: a number that was made up names nobody."""
    found = []
    for typed in request.POST.getlist("known")[:MOST]:
        with suppress(ValueError):
            public_id = UUID(typed)
            person_id = person_id_of(public_id) if reason_for(request, public_id) else None
            found += [person_id] if person_id else []
    return found

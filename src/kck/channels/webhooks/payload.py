"""What one event says to others: facts without personal data, never words of people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.channels.webhooks.catalogue import HIDING, PING, Offered
from kck.channels.webhooks.terms import Scope
from kck.directory.snapshot import Snapshot
from kck.foundation import numbers
from kck.foundation.models import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """Of a case, when its event is told."""

    number: str
    kind: str
    category: str
    unit: str
    state: str
    district: str
    public: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event, ready for those who want it: how it is chosen, and what it says to whom."""

    event_id: int
    name: str
    internal: bool
    stream: str
    case: CaseFacts
    units: frozenset[str]
    categories: frozenset[str]
    bodies: Mapping[Scope, str]


def facts_of(case_ids: Iterable[int], city: Snapshot) -> dict[int, CaseFacts]:
    rows = Case.objects.filter(pk__in=set(case_ids)).values_list(
        "id", "number", "kind", "category_id", "unit_id", "state", "district", "private"
    )
    return {
        pk: CaseFacts(
            number=number,
            kind=kind,
            category=city.category_by_id(category_id).code,
            unit=city.unit_by_id(unit_id).code,
            state=state,
            district=district,
            public=not private and state != CaseState.WITHDRAWN,
        )
        for pk, number, kind, category_id, unit_id, state, district, private in rows
    }


def told(
    event: RecordedEvent, offer: Offered, cases: Mapping[int, CaseFacts], city: Snapshot
) -> Told:
    """The event for each kind of eyes; no public body where strangers may not know of the case."""
    payload = event.payload
    case = cases[payload["case_id"]]
    own = _own_facts(payload, offer, cases, city)
    units = {own.get("from_unit"), own.get("to_unit"), own.get("unit"), case.unit}
    categories = {payload.get("from_category"), payload.get("to_category"), case.category}
    return Told(
        event_id=event.pk,
        name=offer.name,
        internal=offer.internal,
        stream=event.stream,
        case=case,
        units=frozenset(unit for unit in units if unit),
        categories=frozenset(category for category in categories if category),
        bodies=_bodies(event, offer, case, own, cases),
    )


def _own_facts(
    payload: Mapping[str, Any], offer: Offered, cases: Mapping[int, CaseFacts], city: Snapshot
) -> dict[str, Any]:
    """What only this event knows. Ids of ours mean nothing outside: codes and numbers do."""
    found = {shown: payload[field] for field, shown in offer.facts.items() if field in payload}
    for field in ("unit_id", "from_unit_id", "to_unit_id"):
        if field in payload:
            found[field.removesuffix("_id")] = city.unit_by_id(payload[field]).code
    for field in ("from_category", "to_category", "from_kind", "to_kind"):
        if field in payload:
            found[field] = payload[field]
    other = cases.get(payload.get("into_id") or payload.get("from_id") or 0)
    if other is not None:
        found["other"] = other.number
    return found


def _bodies(
    event: RecordedEvent,
    offer: Offered,
    case: CaseFacts,
    own: dict[str, Any],
    cases: Mapping[int, CaseFacts],
) -> dict[Scope, str]:
    facts = {**_of_case(case, event.payload), **own, "public": case.public}
    bodies = {Scope.INTERNAL: _body(event, offer.name, facts)}
    if case.public:
        bodies[Scope.PUBLIC] = _body(event, offer.name, _as_public(facts, event.payload, cases))
    elif event.name in HIDING:
        hidden = {"number": case.number, "public": False}
        bodies[Scope.PUBLIC] = _body(event, offer.name, hidden)
    return bodies


def _as_public(
    facts: dict[str, Any], payload: Mapping[str, Any], cases: Mapping[int, CaseFacts]
) -> dict[str, Any]:
    other = cases.get(payload.get("into_id") or payload.get("from_id") or 0)
    if other is not None and not other.public:
        return {name: fact for name, fact in facts.items() if name != "other"}
    return facts


def _of_case(case: CaseFacts, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The state is that of the event; category and unit are those of now, unless it names them."""
    facts: dict[str, Any] = {
        "number": case.number,
        "shown_number": numbers.display(case.number),
        "kind": payload.get("kind", case.kind),
        "category": payload.get("category", case.category),
        "unit": case.unit,
        "district": case.district,
        "state": payload.get("state", str(CaseState.NEW)),
    }
    if "was" in payload:
        facts["was"] = payload["was"]
    if case.public:
        facts["url"] = f"{settings.SITE_URL}/cases/{facts['shown_number']}/"
    return facts


def _body(event: RecordedEvent, name: str, facts: Mapping[str, Any]) -> str:
    return _written(own_id(event.pk), name, event.at, {"case": facts})


def own_id(event_id: int) -> str:
    return f"evt_{event_id}"


def ping_body(message_id: str, at: datetime) -> str:
    return _written(message_id, PING, at, {})


def _written(message_id: str, name: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Standard Webhooks' three fields, and the id again for those who keep only bodies."""
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds")
    said = {"id": message_id, "type": name, "timestamp": moment, "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

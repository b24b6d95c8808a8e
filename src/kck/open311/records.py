"""Our cases and categories as the standard's records."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from kck.cases.queries.open311 import PublicCase, Update
from kck.cases.terms import FIXED, OPEN_STATES, CaseState, Outcome
from kck.directory.info import CategoryInfo, QuestionInfo
from kck.directory.snapshot import Snapshot
from kck.directory.stages import passed_on
from kck.files.signed import token_for
from kck.foundation import clock
from kck.foundation.text import _
from kck.intake.terms import Channel

_OPEN = frozenset(str(state) for state in OPEN_STATES)

# mySociety's finer words, in the feed of updates only
_EXTENDED = {
    CaseState.NEW: "open",
    CaseState.ACCEPTED: "investigating",
    CaseState.FORWARDED: "internal_referral",
    CaseState.IN_PROGRESS: "in_progress",
    CaseState.SCHEDULED: "action_scheduled",
    CaseState.WAITING: "investigating",
    CaseState.CONTRACTOR: "in_progress",
    CaseState.REOPENED: "reopen",
    CaseState.MERGED: "duplicate",
    CaseState.WITHDRAWN: "cancelled",
}
_ENDED = {
    Outcome.NOT_CITYS: "not_councils_responsibility",
    Outcome.PRIVATE_LAND: "not_councils_responsibility",
    Outcome.IN_PROGRAMME: "planned",
    Outcome.DUPLICATE: "duplicate",
}


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def service(category: CategoryInfo, city: Snapshot) -> dict[str, Any]:
    group = city.public_group(category.public_group)
    passed = passed_on(category, Channel.OPEN311, clock.now(), city)
    return {
        "service_code": category.code,
        "service_name": category.name(),
        "description": passed.words if passed else None,
        "metadata": bool(city.questions(category.code)),
        "type": "realtime",
        "keywords": ",".join(category.words.get("pl", ())[:8]) or None,
        "group": group.name() if group else None,
    }


def definition(category: CategoryInfo, questions: tuple[QuestionInfo, ...]) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "attributes": [_attribute(place, one) for place, one in enumerate(questions, start=1)],
    }


def _attribute(place: int, question: QuestionInfo) -> dict[str, Any]:
    found: dict[str, Any] = {
        "variable": True,
        "code": question.code,
        "datatype": str(question.datatype),
        "required": question.required,
        "datatype_description": question.hint() or None,
        "order": place,
        "description": question.text(),
    }
    if question.is_list:
        found["values"] = [{"key": value.key, "name": value.name()} for value in question.values]
    return found


def photo_url(public_id: UUID) -> str:
    return f"{settings.SITE_URL}/photo/{public_id}/full"


class Records:
    """Makes request records; looks each category and unit up once."""

    def __init__(self, city: Snapshot, *, extensions: bool = False) -> None:
        self._city, self._extensions = city, extensions
        self._services: dict[int, tuple[str, str]] = {}
        self._units: dict[int, str] = {}
        self._states: dict[tuple[str, str], str] = {}

    def request(self, case: PublicCase) -> dict[str, Any]:
        code, name = self._service(case.category_id)
        found: dict[str, Any] = {
            "service_request_id": case.number,
            "status": "open" if case.state in _OPEN else "closed",
            "status_notes": case.closing or self._state(case.state, case.outcome),
            "service_name": name,
            "service_code": code,
            "description": case.text or name,
            "agency_responsible": self._unit(case.unit_id),
            "service_notice": None,
            "requested_datetime": case.opened,
            "updated_datetime": case.updated,
            "expected_datetime": case.due,
            "address": case.address or None,
            "address_id": None,
            "zipcode": None,
            "lat": case.lat,
            "long": case.lon,
            "media_url": photo_url(case.photos[0]) if case.photos else None,
        }
        if self._extensions:
            found["extended_attributes"] = self._extended(case, name)
        return found

    def _extended(self, case: PublicCase, name: str) -> dict[str, Any]:
        return {
            "title": name,
            "detailed_status": extended_status(case.state, case.outcome).upper(),
            "media_urls": [photo_url(public_id) for public_id in case.photos],
            "channel": case.channel,
        }

    def _service(self, category_id: int) -> tuple[str, str]:
        if category_id not in self._services:
            category = self._city.category_by_id(category_id)
            self._services[category_id] = (category.code, category.name())
        return self._services[category_id]

    def _unit(self, unit_id: int) -> str:
        if unit_id not in self._units:
            self._units[unit_id] = self._city.unit_by_id(unit_id).name()
        return self._units[unit_id]

    def _state(self, state: str, outcome: str) -> str:
        if (state, outcome) not in self._states:
            words = str(CaseState(state).label)
            if outcome:
                words = f"{words}: {Outcome(outcome).label}"
            self._states[state, outcome] = words
        return self._states[state, outcome]


def extended_status(state: str, outcome: str) -> str:
    if state in {CaseState.DONE, CaseState.CLOSED} and outcome:
        if Outcome(outcome) in FIXED:
            return "fixed"
        return _ENDED.get(Outcome(outcome), "no_further_action")
    return _EXTENDED.get(CaseState(state), "closed")


def update(one: Update) -> dict[str, Any]:
    outcome = Outcome(one.outcome) if one.outcome else None
    words = one.text or str(CaseState(one.state).label)
    if outcome and not one.text:
        words = f"{words}: {outcome.label}"
    found: dict[str, Any] = {
        "update_id": str(one.id),
        "service_request_id": one.number,
        "status": extended_status(one.state, one.outcome),
        "updated_datetime": stamp(one.at),
        "description": words,
        "media_url": _one_or_all([signed_photo_url(public_id) for public_id in one.photos]),
    }
    if one.own:  # what a system that has brought the case in may follow exactly
        found["extended_attributes"] = {
            "state": one.state,
            "outcome": one.outcome or None,
            "text": one.text,
            "scheduled_at": one.planned or None,
        }
    return found


def _one_or_all(urls: list[str]) -> list[str] | str | None:
    """The field as everybody has it, and as those do who have several."""
    return urls if len(urls) > 1 else next(iter(urls), None)


def signed_photo_url(public_id: UUID) -> str:
    """For one partner and a while, published or not."""
    return f"{settings.SITE_URL}/open311/v2/photos/{token_for(public_id)}.jpg"


def discovery(city: Snapshot, changed: datetime | None) -> Mapping[str, Any]:
    changeset = stamp(changed) or "2026-01-01T00:00:00Z"
    base = f"{settings.SITE_URL}/open311/v2/"
    formats = ["text/xml", "application/json"]
    return {
        "changeset": changeset,
        "contact": f"{city.city.name()} · {city.city.phone}".strip(" ·"),
        "key_service": str(_("Klucz wydaje centrum kontaktu: %s")) % city.city.phone,
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": base,
                "changeset": changeset,
                "type": kind,
                "formats": formats,
            }
            for kind in ("production", "test")
        ],
    }

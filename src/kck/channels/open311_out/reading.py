"""Strangers' answers: JSON, or XML from those who have nothing else, into our own words."""

import json
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from kck.channels.open311_out.states import normal
from kck.channels.open311_out.terms import Created, FarChange
from kck.foundation.clock import city_zone
from kck.foundation.text import clean, has_controls

LONGEST_NUMBER = 120
LONGEST_WORDS = 4000
MOST_PHOTOS = 5


class Nonsense(ValueError):
    """This is no answer of the standard."""


def objects(body: bytes) -> list[dict[str, Any]]:
    """The list of objects that every answer of the standard is."""
    found = _from_xml(body) if body.lstrip()[:1] == b"<" else _from_json(body)
    if isinstance(found, dict):  # some answer a single object without the list
        found = [found]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Nonsense(type(found).__name__)
    return found


def _from_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Nonsense(type(error).__name__) from error


def _from_xml(body: bytes) -> list[dict[str, Any]]:
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise Nonsense(type(error).__name__) from error
    if root.tag not in {"service_requests", "service_request_updates"}:
        raise Nonsense(str(root.tag)[:40])
    return [_members(one) for one in root]


def _members(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for member in element:
        value = (member.text or "").strip() or None
        if member.tag == "media_url" and member.tag in found:
            found[member.tag] = [*_listed(found[member.tag]), value]
        else:
            found[member.tag] = _members(member) if len(member) else value
    return found


def created_of(body: bytes) -> Created:
    found = objects(body)
    if not found:
        raise Nonsense("[]")
    number, token = number_of(found[0]), _identifier(found[0].get("token"))
    if not number and not token:
        raise Nonsense("service_request_id?")
    return Created(number=number, token=token)


def number_of(one: dict[str, Any]) -> str:
    return _identifier(one.get("service_request_id"))


def _identifier(value: object) -> str:
    """A number or a short word; empty for whatever cannot be one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    if len(text) > LONGEST_NUMBER or has_controls(text) or text.lower() in {"null", "none", "0"}:
        return ""
    return text


def change_of_update(one: dict[str, Any]) -> FarChange | None:
    """An entry of mySociety's feed; None when it does not say about what it is."""
    number, update_id = number_of(one), _identifier(one.get("update_id"))
    if not number or not update_id:
        return None
    extended = one.get("extended_attributes")
    more = extended if isinstance(extended, dict) else {}
    state = more.get("state")
    return FarChange(
        update_id=update_id,
        number=number,
        state=normal(one.get("status")),
        words=_words(more.get("text") if "text" in more else one.get("description")),
        at=moment(one.get("updated_datetime")),
        planned=moment(more.get("scheduled_at") or one.get("expected_datetime")),
        photos=_photos(one.get("media_url")),
        extended=f"kck:{normal(state)}"[:60] if state else "",
        outcome=str(more.get("outcome") or "")[:20],
    )


def change_of_record(one: dict[str, Any]) -> FarChange | None:
    """A request as it is now, from a far end that has no feed of updates."""
    number = number_of(one)
    if not number:
        return None
    state, at = normal(one.get("status")), moment(one.get("updated_datetime"))
    return FarChange(
        update_id=f"request:{number}:{state}:{one.get('updated_datetime') or ''}"[:160],
        number=number,
        state=state,
        words=_words(one.get("status_notes")),
        at=at,
        planned=moment(one.get("expected_datetime")),
    )


def moment(value: object) -> datetime | None:
    """Without a zone it is the city's; nonsense is no moment."""
    try:
        found = datetime.fromisoformat(str(value).strip().upper().replace("Z", "+00:00"))
        if found.tzinfo is None:
            found = found.replace(tzinfo=city_zone())
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _words(value: object) -> str:
    return clean(value)[:LONGEST_WORDS] if isinstance(value, str) else ""


def _photos(value: object) -> tuple[str, ...]:
    urls = (str(one) for one in _listed(value) if isinstance(one, str))
    return tuple(url for url in urls if url.startswith(("http://", "https://")))[:MOST_PHOTOS]


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]

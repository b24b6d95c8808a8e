"""Which filters are on, in words, each with the address that takes it off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from kck.accounts.queries import names_of
from kck.cases.queries.filters import CLOCKS, ME, NOBODY, WITHIN, Filters
from kck.cases.terms import CaseState, Outcome, WaitingOn
from kck.desk.asking import Asked
from kck.desk.forms.filters import WAITING_LABELS
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Priority
from kck.foundation.text import _
from kck.intake.terms import CHANNEL_LABELS, Channel
from kck.places.queries import area


@dataclass(frozen=True, kw_only=True)
class Chip:
    words: Any
    off: str


def chips_of(asked: Asked) -> list[Chip]:
    """In the order of the panel. One's own saved filters have none until they are changed."""
    if asked.saved and not asked.changed:
        return []
    filters = asked.filters
    found = [
        Chip(words=words(value, filters), off=asked.off(name))
        for name, words in _WORDS.items()
        if (value := getattr(filters, name)) and not (name == "within" and filters.clock)
    ]
    if filters.people:
        found.append(Chip(words=_("wybrana osoba"), off=asked.off("people")))
    return found


def _group(code: str) -> str:
    groups = {group.code: group.name() for group in snapshot().category_groups}
    return groups.get(code, code)


def _category(code: str) -> str:
    found = snapshot().category(code)
    return found.name() if found else code


def _handler(code: str) -> Any:
    known = {ME: _("prowadzę ja"), NOBODY: _("nikt nie prowadzi")}
    if code in known:
        return known[code]
    return _("prowadzi %(name)s") % {"name": names_of({int(code)}).get(int(code), "?")}


def _clock(value: str, filters: Filters) -> Any:
    words = _("termin: %(clock)s") % {"clock": CLOCKS[value]}
    return f"{words}, {WITHIN[filters.within]}" if filters.within else words


def _near(value: str, filters: Filters) -> Any:
    return _("%(metres)s m od: %(place)s") % {
        "metres": filters.radius or 500,
        "place": filters.place or value,
    }


def _area(value: str) -> str:
    kind, _colon, code = value.partition(":")
    found = area(code, kind)
    return found.name if found else code


def _district(code: str) -> str:
    found = area(code)
    return found.name if found else code


def _since(words: Any) -> Callable[[str, Filters], Any]:
    return lambda value, filters: f"{words} {date_format(date.fromisoformat(value), 'j.m.Y')}"


Words = Callable[[Any, Filters], Any]
_WORDS: Mapping[str, Words] = {
    "text": lambda value, filters: f"„{value}”",
    "scope": lambda value, filters: _("też zamknięte"),
    "group": lambda value, filters: _group(value),
    "category": lambda value, filters: _category(value),
    "kind": lambda value, filters: CaseKind(value).label,
    "priority": lambda value, filters: Priority(value).label,
    "state": lambda value, filters: CaseState(value).label,
    "outcome": lambda value, filters: Outcome(value).label,
    "channel": lambda value, filters: (
        CHANNEL_LABELS[Channel(value)] if value in set(Channel) else value
    ),
    "unit": lambda value, filters: value,
    "handler": lambda value, filters: _handler(value),
    "waiting": lambda value, filters: (
        _("czeka %(whom)s") % {"whom": WAITING_LABELS.get(WaitingOn(value), value)}
    ),
    "clock": _clock,
    "within": lambda value, filters: WITHIN[value],
    "near": _near,
    "district": lambda value, filters: _district(value),
    "area": lambda value, filters: _area(value),
    "label": lambda value, filters: value,
    "crowd": lambda value, filters: _("sprawy skupiska"),
    "told": lambda value, filters: _("z powiadomienia o terminach"),
    "opened_from": _since(_("zgłoszone od")),
    "opened_to": _since(_("zgłoszone do")),
    "closed_from": _since(_("zamknięte od")),
    "closed_to": _since(_("zamknięte do")),
}

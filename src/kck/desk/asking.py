"""What the address of a queue asks for: a view, filters, a place in it. No personal data in it.

A person to filter by waits in the session under a made-up word (`who`), so that the address can be
shared, logged and bookmarked.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.urls import reverse

from kck.cases.queries.filters import NAMES, Filters, read, without
from kck.cases.queries.views import View, sees_city, views_of
from kck.desk.doors import StaffRequest
from kck.places.queries import geocode
from kck.queues.queries.saved import base_of, filters_of, saved_views, with_person
from kck.queues.terms import SavedInfo

_PEOPLE = "desk.people"
_KEPT_PEOPLE = 20
MAP = "map"


@dataclass(frozen=True, kw_only=True)
class Asked:
    view: View
    filters: Filters
    after: str = ""
    saved: SavedInfo | None = None
    changed: bool = False  # other filters than the saved ones
    who: str = ""
    show: str = ""

    @property
    def text(self) -> str:
        return self.filters.text

    @property
    def title(self) -> Any:
        return self.saved.name if self.saved else self.view.label

    @property
    def person_id(self) -> int | None:
        return min(self.filters.people) if self.filters.people else None

    @property
    def where(self) -> str:
        """The address without the place in it: what a bulk action, an export, a map is about."""
        return urlencode(self._parts())

    def _parts(self) -> dict[str, str]:
        saved = {"v": str(self.saved.id)} if self.saved else {}
        base = {} if self.saved or self.view == View.UNIT else {"view": str(self.view)}
        own = self.filters.asked() if not self.saved or self.changed else {}
        mark = {"own": "1"} if self.saved and self.changed else {}
        more = {"who": self.who, "show": self.show}
        return {**saved, **base, **mark, **_in_address(own), **{k: v for k, v in more.items() if v}}

    def address(self, *, after: str = "", **changes: Any) -> str:
        """With another place, sort, way of showing."""
        asked = replace(self, **changes, after=after)
        parts = asked._parts() | ({"after": after} if after else {})
        query = urlencode(parts)
        return reverse("desk:queue") + (f"?{query}" if query else "")

    def with_filters(self, filters: Filters) -> str:
        who = self.who if filters.people else ""
        return self.address(filters=filters, changed=True, who=who)

    def off(self, name: str) -> str:
        """The address with one filter taken off."""
        return self.with_filters(without(self.filters, name))

    @property
    def clear(self) -> str:
        return self.with_filters(Filters(sort=self.filters.sort))


def _in_address(filters: Mapping[str, str]) -> dict[str, str]:
    return {"q" if name == "text" else name: value for name, value in filters.items()}


def asked_of(request: StaffRequest) -> Asked:
    return understood(request, request.GET)


def understood(request: StaffRequest, get: QueryDict) -> Asked:
    """Anything unknown in the address is left out."""
    given = _with_spot({name: get.get("q" if name == "text" else name, "") for name in NAMES})
    view_id = get.get("v", "")
    saved = next((one for one in saved_of(request) if str(one.id) == view_id), None)
    filters, changed = read(given), False
    if saved and not (get.get("own") or filters or filters.sort):
        filters = filters_of(saved, request.actor)
    elif saved:
        changed = True
    person_id = _people(request).get(who := get.get("who", "")[:20])
    if person_id is not None:
        filters = with_person(filters, person_id, request.actor)
    return Asked(
        view=base_of(saved, request.actor) if saved else _view(request, get, filters),
        filters=filters,
        after=get.get("after", "")[:80],
        saved=saved,
        changed=changed,
        who=who if person_id is not None else "",
        show=MAP if get.get("show") == MAP else "",
    )


def saved_of(request: StaffRequest) -> list[SavedInfo]:
    """This person's saved views, asked for once a page."""
    known: list[SavedInfo] | None = getattr(request, "saved_views", None)
    if known is None:
        known = saved_views(request.actor)
        request.saved_views = known  # type: ignore[attr-defined]
    return known


def _with_spot(given: dict[str, str]) -> dict[str, str]:
    """An address that was typed is looked up once; then its point stands in the address too."""
    if given["place"] and not given["near"]:
        spot = geocode(given["place"][:200])
        if spot and spot.lat is not None and spot.lon is not None:
            return {**given, "place": spot.value, "near": f"{spot.lat:.4f},{spot.lon:.4f}"}
    return given


def _view(request: StaffRequest, get: QueryDict, filters: Filters) -> View:
    """Whoever sees the whole city looks for words and people in all of it."""
    wide = filters.text or get.get("who")
    usual = View.CITY if wide and sees_city(request.actor) else View.UNIT
    known = {str(view): view for view in views_of(request.actor)}
    return known.get(get.get("view", ""), usual)


def from_where(request: StaffRequest, where: str) -> Asked:
    """What an address that came back in a form asks for; the same reading, the same rights."""
    query = QueryDict(mutable=True)
    for name, value in parse_qsl(where[:2000]):
        query[name] = value
    return understood(request, query)


def _people(request: StaffRequest) -> dict[str, int]:
    kept: dict[str, int] = request.session.get(_PEOPLE, {})
    return kept


def keep_person(request: StaffRequest, person_id: int) -> str:
    """A word for an address, of this session only."""
    word = secrets.token_urlsafe(6)
    kept = [*_people(request).items(), (word, person_id)][-_KEPT_PEOPLE:]
    request.session[_PEOPLE] = dict(kept)
    return word

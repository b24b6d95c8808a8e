"""What narrows a view. Every filter is a short word: it fits an address and a saved view."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from math import cos, radians
from typing import Any

from django.db.models import Q, QuerySet

from kck.cases.clock_models import ClockNotice
from kck.cases.queries.belongings import labelled
from kck.cases.queries.views import OPEN
from kck.cases.queries.words import live_with, words_of
from kck.cases.terms import CaseState, Outcome, WaitingOn
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Priority
from kck.foundation import clock
from kck.foundation.text import _, clean
from kck.places.queries import area, area_cells

ALL = "all"  # a scope: also what is closed
NOBODY, ME = "none", "me"
RADII = (100, 250, 500, 1000, 2000, 5000)
CLOCKS = {
    "first": _("pierwszy"),
    "takeover": _("przyjęcie"),
    "safe": _("zabezpieczenie"),
    "due": _("obiecany"),
    "legal": _("ustawowy"),
}
WITHIN = {
    "late": _("po terminie"),
    "4h": _("do 4 godzin"),
    "24h": _("do doby"),
    "3d": _("do 3 dni"),
    "7d": _("do tygodnia"),
}
SORTS = {
    "": _("najpierw pilne"),
    "newest": _("najnowsze"),
    "oldest": _("najstarsze"),
}
_SPANS = {
    "late": timedelta(0),
    "4h": timedelta(hours=4),
    "24h": timedelta(hours=24),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
}
_DUE = {"first": "first_due_at", "takeover": "takeover_due_at", "safe": "safe_due_at"}
_LONGEST = 100
_SECONDS = 10  # digits of a moment


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Empty means: not asked. `people` are records of one person and never in an address."""

    text: str = ""
    scope: str = ""
    group: str = ""
    category: str = ""
    kind: str = ""
    state: str = ""
    outcome: str = ""
    priority: str = ""
    unit: str = ""
    handler: str = ""  # staff id, "me" or "none"
    channel: str = ""
    waiting: str = ""  # on whom
    clock: str = ""
    within: str = ""
    district: str = ""
    area: str = ""
    place: str = ""  # what `near` is called
    near: str = ""  # "50.0617,19.9373"
    radius: str = ""
    label: str = ""
    opened_from: str = ""
    opened_to: str = ""
    closed_from: str = ""
    closed_to: str = ""
    told: str = ""  # by which rule of clocks and when, as `told_by` writes it
    crowd: str = ""  # id of what `intake` has gathered
    sort: str = ""
    people: frozenset[int] = field(default=frozenset())

    def __bool__(self) -> bool:
        return any(value for name, value in vars(self).items() if name not in _NO_FILTER)

    @property
    def everything(self) -> bool:
        """Whether closed cases are wanted too."""
        finished = bool(self.state) and self.state not in OPEN and self.state != CaseState.DONE
        closed = self.outcome or self.closed_from or self.closed_to
        return bool(self.scope == ALL or finished or closed)

    def asked(self) -> dict[str, str]:
        """What stands in an address or a saved view."""
        return {name: value for name, value in asdict(self).items() if value and name != "people"}


_NO_FILTER = frozenset({"sort", "place", "radius"})
NAMES = tuple(one.name for one in fields(Filters) if one.name != "people")


def read(given: Mapping[str, Any]) -> Filters:
    """From an address or a saved view; whatever is unknown by now is left out."""
    found = {name: _short(given.get(name, "")) for name in NAMES}
    for name, known in _KNOWN.items():
        if found[name] not in known:
            found[name] = ""
    for name in ("opened_from", "opened_to", "closed_from", "closed_to"):
        found[name] = found[name] if _day(found[name]) else ""
    if not found["handler"].isdecimal() and found["handler"] not in {ME, NOBODY}:
        found["handler"] = ""
    if not (found["crowd"].isascii() and found["crowd"].isdecimal()) or len(found["crowd"]) > 9:
        found["crowd"] = ""
    if not told_of(found["told"]):
        found["told"] = ""
    if not words_of(found["text"]):
        found["text"] = ""
    if not spot_of(found["near"]):
        found["near"] = found["place"] = found["radius"] = ""
    return Filters(people=frozenset(), **found)


def _short(value: object) -> str:
    return clean(str(value).replace("\x00", ""))[:_LONGEST] if isinstance(value, str) else ""


_KNOWN: Mapping[str, frozenset[str]] = {
    "scope": frozenset({"", ALL}),
    "kind": frozenset(CaseKind.values),
    "state": frozenset(map(str, CaseState)),
    "outcome": frozenset(map(str, Outcome)),
    "priority": frozenset(Priority.values),
    "waiting": frozenset(map(str, WaitingOn)),
    "clock": frozenset(CLOCKS),
    "within": frozenset(WITHIN),
    "radius": frozenset(map(str, RADII)),
    "sort": frozenset(SORTS),
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def spot_of(near: str) -> tuple[float, float] | None:
    lat, _comma, lon = near.partition(",")
    try:
        found = float(lat), float(lon)
    except ValueError:
        return None
    return found if abs(found[0]) <= 85 and abs(found[1]) <= 180 else None


def told_by(rule: str, at: datetime) -> str:
    """The cases of one summary: "promised-over.1769500000"."""
    return f"{rule}.{int(at.timestamp())}"


def told_of(text: str) -> tuple[str, datetime] | None:
    rule, _dot, second = text.rpartition(".")
    if not rule or not second.isascii() or not second.isdecimal() or len(second) > _SECONDS:
        return None
    return rule, datetime.fromtimestamp(int(second), UTC)


def narrowed(filters: Filters, at: datetime, *, me: int | None = None) -> Q:
    """Which cases are left; words are looked for among those that are not closed."""
    wanted = _facts(filters) & _taxonomy(filters, at) & _times(filters, at) & _where(filters)
    if filters.handler == NOBODY:
        wanted &= Q(handler_id=None)
    elif filters.handler:
        wanted &= Q(handler_id=me if filters.handler == ME else int(filters.handler[:18]))
    if filters.people:
        wanted &= Q(person_id__in=filters.people)
    if told := told_of(filters.told):
        wanted &= Q(pk__in=_told(*told))
    if filters.crowd and _crowds:
        wanted &= _crowds[-1](int(filters.crowd))
    if filters.label:
        wanted &= labelled(filters.label)
    if filters.text and not filters.everything:
        wanted &= Q(pk__in=live_with(filters.text))
    return wanted


_crowds: list[Callable[[int], Q]] = []


def narrow_by_crowd(found: Callable[[int], Q]) -> None:
    """Which cases belong to a crowd is known above: whoever knows says so when it is loaded."""
    _crowds.append(found)


def _told(rule: str, at: datetime) -> "QuerySet[ClockNotice, int]":
    rows = ClockNotice.objects.filter(rule=rule, at__gte=at, at__lt=at + timedelta(seconds=1))
    return rows.values_list("case_id", flat=True)


def _facts(filters: Filters) -> Q:
    """What a column says as it is."""
    names = ("kind", "state", "outcome", "priority", "channel", "district")
    found = Q(**{name: value for name in names if (value := getattr(filters, name))})
    return found & Q(waiting_on=filters.waiting) if filters.waiting else found


def _taxonomy(filters: Filters, at: datetime) -> Q:
    city, found = snapshot(at), Q()
    if filters.group:
        every = city.all_categories.all
        found &= Q(category_id__in=[one.id for one in every if one.group == filters.group])
    if filters.category:
        every = city.all_categories.all
        found &= Q(category_id__in=[one.id for one in every if one.code == filters.category])
    if filters.unit:
        found &= Q(unit_id__in=[one.id for one in city.units.all if one.code == filters.unit])
    return found


def _times(filters: Filters, at: datetime) -> Q:
    found = Q()
    if filters.within:
        name = _DUE.get(filters.clock or "first", f"{filters.clock}_due_at")
        found &= Q(**{f"{name}__lt": at + _SPANS[filters.within]})
        if filters.within != "late":
            found &= Q(**{f"{name}__gte": at})
        if filters.clock == "takeover":
            found &= Q(taken_at=None)
    elif filters.clock:
        found &= ~Q(**{_DUE.get(filters.clock, f"{filters.clock}_due_at"): None})
    return found & days(filters, "opened") & days(filters, "closed")


def days(filters: Filters, what: str) -> Q:
    """Between two days of the city's calendar, both included."""
    found = Q()
    if first := _day(getattr(filters, f"{what}_from")):
        found &= Q(**{f"{what}_at__gte": _midnight(first)})
    if last := _day(getattr(filters, f"{what}_to")):
        found &= Q(**{f"{what}_at__lt": _midnight(last + timedelta(days=1))})
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.city_zone())


def _where(filters: Filters) -> Q:
    found = Q()
    if filters.area:
        kind, _colon, code = filters.area.partition(":")
        found &= Q(cell__in=area_cells(code, kind)) if area(code, kind) else Q(pk=None)
    if spot := spot_of(filters.near):
        found &= around(*spot, int(filters.radius or 500))
    return found


def around(lat: float, lon: float, metres: int) -> Q:
    """A box: at this size its corners matter to nobody."""
    north = metres / 111_320
    east = north / max(cos(radians(lat)), 0.05)
    return Q(lat__range=(lat - north, lat + north), lon__range=(lon - east, lon + east))


def without(filters: Filters, name: str) -> Filters:
    """With one filter taken off, and what hangs on it."""
    off = {"near": ("near", "place", "radius"), "clock": ("clock", "within")}.get(name, (name,))
    empty: dict[str, Any] = dict.fromkeys(off, "")
    return replace(filters, **({"people": frozenset()} if name == "people" else empty))

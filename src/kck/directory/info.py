"""The configuration as plain frozen values: what `queries.snapshot()` hands out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatchcase
from functools import cached_property
from zoneinfo import ZoneInfo

from kck.directory.terms import (
    LIST_DATATYPES,
    REDIRECT,
    CaseKind,
    Datatype,
    DayHours,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    Season,
    TargetResult,
    TargetUnit,
    WayOfWorking,
    degrees,
)
from kck.foundation.text import localized

DUPLICATE_DAYS = 60  # where a category says nothing
Names = Mapping[str, str]
Span = tuple[time, time]  # the end 00:00 means midnight after


@dataclass(frozen=True, kw_only=True)
class CityInfo:
    """`city.toml`: who the city is, and how long it waits for people."""

    code: str
    jurisdiction_id: str
    names: Names
    phone: str
    email: str
    site: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    center: tuple[float, float]
    bounds: tuple[float, float, float, float]  # south, west, north, east
    centre_unit: str
    formal_unit: str
    silence_days: int
    reporter_wait_days: int
    reopen_days: int
    unknown_category: str
    kind_categories: Mapping[str, str]
    facts: Mapping[str, object]

    def name(self, language: str | None = None) -> str:
        return localized(self.names, language)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of a code, in force from its first day to its last, both included."""

    id: int
    code: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, kw_only=True)
class Named(Edition):
    names: Names

    def name(self, language: str | None = None) -> str:
        """In the asked or the active language."""
        return localized(self.names, language)


@dataclass(frozen=True, kw_only=True)
class GroupInfo(Named):
    kind: GroupKind
    order: int


@dataclass(frozen=True, kw_only=True)
class UnitInfo(Named):
    kind: str
    responsible_for: Names
    phone: str
    contact: str
    dispatcher_24h: bool
    way_of_working: WayOfWorking
    calendar: str
    basis: str
    base: str = ""  # an address, or "50.0614, 19.9366"

    @property
    def base_spot(self) -> tuple[float, float] | None:
        """Its position, where it is written as one."""
        return degrees(self.base)


@dataclass(frozen=True, kw_only=True)
class TargetInfo:
    """A promise: the result within the amount."""

    amount: float
    unit: TargetUnit
    result: TargetResult


@dataclass(frozen=True, kw_only=True)
class CategoryInfo(Named):
    group: str
    kind: str
    public_group: str
    unit: str
    second_unit: str
    night_unit: str
    priority: Priority
    takeover_wh: float | None
    targets: tuple[TargetInfo, ...]
    public: Publicity
    redirect: tuple[str, ...]
    season: Season | None
    duplicate_radius_m: int | None
    duplicate_days: int | None
    evidence: Evidence
    note: str
    basis: str
    words: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, tuple[str, ...]]

    @property
    def is_redirect(self) -> bool:
        return self.kind == REDIRECT

    @property
    def case_kind(self) -> CaseKind:
        """The kind of a case of this category; a redirect that goes on anyway is a report."""
        return CaseKind.REPORT if self.is_redirect else CaseKind(self.kind)

    @property
    def duplicate_for(self) -> timedelta:
        """How far apart two reports of the same thing may be told."""
        days = DUPLICATE_DAYS if self.duplicate_days is None else self.duplicate_days
        return timedelta(days=days)

    def in_season(self, day: date) -> bool:
        return self.season is None or self.season.covers(day)


@dataclass(frozen=True, kw_only=True)
class ValueInfo:
    """One answer of a list question; Open311's key and name."""

    key: str
    names: Names

    def name(self, language: str | None = None) -> str:
        return localized(self.names, language)


@dataclass(frozen=True, kw_only=True)
class QuestionInfo(Edition):
    category: str
    order: int
    datatype: Datatype
    required: bool
    texts: Names
    hints: Names
    values: tuple[ValueInfo, ...]

    def text(self, language: str | None = None) -> str:
        return localized(self.texts, language)

    def hint(self, language: str | None = None) -> str:
        return localized(self.hints, language)

    @property
    def is_list(self) -> bool:
        return self.datatype in LIST_DATATYPES


@dataclass(frozen=True, kw_only=True)
class Condition:
    """When a rule applies; everything that is filled in must hold."""

    districts: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    season: Season | None = None
    hours: DayHours | None = None
    out_of_hours: bool | None = None
    priorities: frozenset[Priority] = frozenset()

    @property
    def knows_the_time(self) -> bool:
        return self.hours is not None or self.out_of_hours is not None


@dataclass(frozen=True, kw_only=True)
class RuleInfo(Edition):
    order: int
    categories: tuple[str, ...]
    unit: str
    because: Names
    when: Condition
    basis: str

    def speaks_about(self, category_code: str) -> bool:
        return any(fnmatchcase(category_code, pattern) for pattern in self.categories)


@dataclass(frozen=True, kw_only=True)
class CalendarInfo(Named):
    """When a unit works; `week` has a tuple of spans for each weekday, Monday first."""

    zone: ZoneInfo
    holidays: str
    week: tuple[tuple[Span, ...], ...]
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    @cached_property
    def spans_on(self) -> dict[date, list[tuple[datetime, datetime]]]:
        """When it is open, of the days that somebody has asked about; `rules` fills it."""
        return {}

    @cached_property
    def worked_in(self) -> dict[int, list[timedelta]]:
        """Working time of a year before each of its days, and of it all; `rules` fills it."""
        return {}


@dataclass(frozen=True, kw_only=True)
class HelplineInfo(Named):
    number: str
    hours: str
    sms: str
    deaf: Names
    unit: str
    basis: str

    @property
    def tel(self) -> str:
        """What a `tel:` link dials."""
        return "".join(letter for letter in self.number if letter.isdigit() or letter == "+")

    def for_deaf(self, language: str | None = None) -> str:
        return localized(self.deaf, language)


@dataclass(frozen=True, kw_only=True)
class StageInfo:
    unit: str
    channel: str
    function: str
    valid_from: date | None
    valid_to: date | None
    duty: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, kw_only=True)
class DangerInfo(Edition):
    helplines: tuple[str, ...]
    category: str
    words: Mapping[str, tuple[str, ...]]
    lookalikes: Mapping[str, tuple[str, ...]]
    calm: Names
    tell: tuple[str, ...]
    hours: Mapping[str, DayHours] = field(default_factory=dict)

    def numbers_at(self, moment: time) -> tuple[str, ...]:
        """Codes of the helplines that answer at this hour of the day; there may be none."""
        return tuple(
            code
            for code in self.helplines
            if code not in self.hours or self.hours[code].covers(moment)
        )


@dataclass(frozen=True, kw_only=True)
class TextInfo:
    """A page of the city's own words, Markdown."""

    key: str
    language: str
    title: str
    body: str

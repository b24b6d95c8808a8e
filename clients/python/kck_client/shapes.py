"""What the city tells and takes. Generated: see generate.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Line:
    """A number to call."""

    code: str
    name: str
    number: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class CallFirst:
    """Life may be in danger: show these numbers at once, before anything else."""

    text: str
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class CasePicture:
    id: str
    kind: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Named:
    """A code and what it is called in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """A unit that takes it by its old number for now; what is sent all the same is passed on."""

    unit: Named
    number: str
    begins: str | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Value:
    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a category asks; datatypes are those of Open311."""

    code: str
    text: str
    hint: str
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    values: list[Value]


@dataclass(frozen=True, kw_only=True)
class Category:
    """`public`: whether everybody sees such a case, and how exactly where it is."""

    code: str
    name: str
    kind: str
    group: Named | None
    public: Literal["yes", "coarse", "no"]
    call_first: list[Line]
    passed_on: PassedOn | None
    questions: list[Question]


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What one may say yes to beside a contact. `version` goes back with the report."""

    code: str
    title: str
    text: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach the reporter. That it was read is written down."""

    name: str
    email: str
    phone: str
    address: str
    language: str
    prefers_sms: bool


@dataclass(frozen=True, kw_only=True)
class ContactIn:
    """Needed for nothing: number and code are enough to follow a case."""

    name: str = ""
    email: str = ""
    phone: str = ""
    prefers_sms: bool = False
    consents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class District:
    code: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A photo that was taken in and waits to be used, once."""

    id: str
    width: int
    height: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Said:
    """One text of a case; `answers` instead of `text` for those to the category's questions."""

    kind: str
    text: str
    answers: Mapping[str, Any] | None
    erased: bool


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One step of a case's history."""

    at: datetime
    event: str
    title: str
    by: Literal["reporter", "unit", "automatic", "partner"]
    texts: list[Said]
    photos: list[CasePicture]


@dataclass(frozen=True, kw_only=True)
class MaybeSame:
    """A public case close by that may be about the same thing. The report was taken."""

    number: str
    shown: str
    metres: int | None


@dataclass(frozen=True, kw_only=True)
class Me:
    """Whose token it is, and what it may."""

    name: str
    unit: Named
    scopes: list[str]
    expires_at: datetime
    limit_per_minute: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What an act has made of the case."""

    number: str
    state: str
    state_name: str
    waiting_on: str
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Place:
    """Of a coarse category the street alone, without a point."""

    address: str
    district: Named | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, kw_only=True)
class MyCase:
    """A case as its reporter reads it; `may` are the acts that are possible now."""

    number: str
    shown: str
    token: str
    link: str
    kind: str
    category: Named
    unit: Named
    state: str
    state_name: str
    outcome: str | None
    outcome_name: str | None
    waiting_on: str
    question: str
    promise: str
    place: Place
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None
    legal_due_at: datetime | None
    scheduled_at: datetime | None
    returns_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    merged_into: str | None
    may: list[Literal["reply", "confirm", "disagree", "withdraw"]]
    history: list[Happened]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A dated sentence for everybody."""

    code: str
    kind: Literal["danger", "warning", "info"]
    title: str
    text: str
    districts: list[str]
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Opened:
    """`code` opens the case together with its number; `link` is its page for the reporter."""

    number: str
    shown: str
    code: str
    token: str
    link: str
    unit: Named
    category: Named
    due_at: datetime | None
    sentence: str
    call_first: CallFirst | None
    maybe_same: list[MaybeSame]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A published photo; `url` is the whole picture, /960 and /320 are smaller ones."""

    id: str
    kind: Literal["report", "added", "evidence"]
    width: int
    height: int
    url: str


@dataclass(frozen=True, kw_only=True)
class PlaceIn:
    """A point in WGS84, an address, or how to get there in one's own words; at least one."""

    lat: float | None = None
    lon: float | None = None
    address: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicCase:
    """A case as everybody may read it. Words and photos are those that a person published."""

    number: str
    shown: str
    url: str
    category: Named
    unit: Named
    state: str
    state_name: str
    open: bool
    outcome: str | None
    outcome_name: str | None
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    place: Place
    me_too: int
    text: str
    closing: str
    photos: list[Photo]


@dataclass(frozen=True, kw_only=True)
class PublicCases:
    """`next` goes into `cursor`; null on the last page."""

    items: list[PublicCase]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Spot:
    """What lies at a point; `sentence` says where to go when it is outside the city."""

    inside: bool
    address: str
    district: Named | None
    areas: list[Named]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`address` is what to send as the address of a report."""

    address: str
    detail: str
    kind: Literal["address", "street", "stop", "landmark", "district"]
    lat: float | None
    lon: float | None


@dataclass(frozen=True, kw_only=True)
class Unit:
    code: str
    name: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class UnitCase:
    """A case as the unit's staff see it, without how to reach the reporter."""

    number: str
    shown: str
    kind: str
    category: Named
    unit: Named
    state: str
    state_name: str
    outcome: str | None
    priority: str
    danger: bool
    language: str
    channel: str
    waiting_on: str
    private: bool
    evidence_needed: bool
    place: Place
    because: str
    opened_at: datetime
    takeover_due_at: datetime | None
    safe_due_at: datetime | None
    due_at: datetime | None
    legal_due_at: datetime | None
    scheduled_at: datetime | None
    returns_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    me_too: int
    hand_backs: int
    disputes: int
    merged_into: str | None
    has_contact: bool
    may: list[str]
    history: list[Happened]


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A case of the unit in a list."""

    number: str
    shown: str
    kind: str
    category: Named
    state: str
    state_name: str
    priority: str
    danger: bool
    waiting_on: str
    place: Place
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None
    first_due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class UnitRows:
    items: list[UnitRow]
    next: str | None

"""What calls give, as the document tells it; words of the glossary, nothing else."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

Moment = datetime


class Named(Schema):
    """A code and what it is called in the reader's language."""

    code: str
    name: str


class Line(Schema):
    """A number to call."""

    code: str
    name: str
    number: str
    hours: str


class Group(Named):
    """What a resident may choose from, above categories."""


class Value(Schema):
    key: str
    name: str


class Question(Schema):
    """What a category asks; datatypes are those of Open311."""

    code: str
    text: str
    hint: str
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    values: list[Value]


class PassedOn(Schema):
    """A unit that takes it by its old number for now; what is sent all the same is passed on."""

    unit: Named
    number: str
    begins: date | None
    words: str


class Category(Named):
    """`public`: whether everybody sees such a case, and how exactly where it is."""

    kind: str
    group: Named | None
    public: Literal["yes", "coarse", "no"]
    call_first: list[Line]
    passed_on: PassedOn | None
    questions: list[Question]


class Consent(Schema):
    """What one may say yes to beside a contact. `version` goes back with the report."""

    code: str
    title: str
    text: str
    version: str


class Unit(Named):
    phone: str


class District(Named):
    lat: float
    lon: float


class Suggestion(Schema):
    """`address` is what to send as the address of a report."""

    address: str
    detail: str
    kind: Literal["address", "street", "stop", "landmark", "district"]
    lat: float | None
    lon: float | None


class Spot(Schema):
    """What lies at a point; `sentence` says where to go when it is outside the city."""

    inside: bool
    address: str
    district: Named | None
    areas: list[Named]
    sentence: str


class Notice(Schema):
    """A dated sentence for everybody."""

    code: str
    kind: Literal["danger", "warning", "info"]
    title: str
    text: str
    districts: list[str]
    since: Moment
    until: Moment | None


class Photo(Schema):
    """A published photo; `url` is the whole picture, /960 and /320 are smaller ones."""

    id: str
    kind: Literal["report", "added", "evidence"]
    width: int
    height: int
    url: str


class Place(Schema):
    """Of a coarse category the street alone, without a point."""

    address: str
    district: Named | None
    lat: float | None
    lon: float | None


class PublicCase(Schema):
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
    opened_at: Moment
    updated_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    closed_at: Moment | None
    place: Place
    me_too: int
    text: str
    closing: str
    photos: list[Photo]


class PublicCases(Schema):
    """`next` goes into `cursor`; null on the last page."""

    items: list[PublicCase]
    next: str | None


class Draft(Schema):
    """A photo that was taken in and waits to be used, once."""

    id: str
    width: int
    height: int
    expires_at: Moment


class CallFirst(Schema):
    """Life may be in danger: show these numbers at once, before anything else."""

    text: str
    lines: list[Line]


class MaybeSame(Schema):
    """A public case close by that may be about the same thing. The report was taken."""

    number: str
    shown: str
    metres: int | None


class Opened(Schema):
    """`code` opens the case together with its number; `link` is its page for the reporter."""

    number: str
    shown: str
    code: str
    token: str
    link: str
    unit: Named
    category: Named
    due_at: Moment | None
    sentence: str
    call_first: CallFirst | None
    maybe_same: list[MaybeSame]


class Said(Schema):
    """One text of a case; `answers` instead of `text` for those to the category's questions."""

    kind: str
    text: str
    answers: dict[str, Any] | None
    erased: bool


class CasePicture(Schema):
    id: str
    kind: str
    width: int
    height: int


class Happened(Schema):
    """One step of a case's history."""

    at: Moment
    event: str
    title: str
    by: Literal["reporter", "unit", "automatic", "partner"]
    texts: list[Said]
    photos: list[CasePicture]


class MyCase(Schema):
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
    opened_at: Moment
    updated_at: Moment
    due_at: Moment | None
    legal_due_at: Moment | None
    scheduled_at: Moment | None
    returns_at: Moment | None
    done_at: Moment | None
    closed_at: Moment | None
    merged_into: str | None
    may: list[Literal["reply", "confirm", "disagree", "withdraw"]]
    history: list[Happened]


class Moved(Schema):
    """What an act has made of the case."""

    number: str
    state: str
    state_name: str
    waiting_on: str
    updated_at: Moment


class Me(Schema):
    """Whose token it is, and what it may."""

    name: str
    unit: Named
    scopes: list[str]
    expires_at: Moment
    limit_per_minute: int


class UnitRow(Schema):
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
    opened_at: Moment
    updated_at: Moment
    due_at: Moment | None
    first_due_at: Moment | None


class UnitRows(Schema):
    items: list[UnitRow]
    next: str | None


class UnitCase(Schema):
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
    opened_at: Moment
    takeover_due_at: Moment | None
    safe_due_at: Moment | None
    due_at: Moment | None
    legal_due_at: Moment | None
    scheduled_at: Moment | None
    returns_at: Moment | None
    done_at: Moment | None
    closed_at: Moment | None
    me_too: int
    hand_backs: int
    disputes: int
    merged_into: str | None
    has_contact: bool
    may: list[str]
    history: list[Happened]


class Contact(Schema):
    """How to reach the reporter. That it was read is written down."""

    name: str
    email: str
    phone: str
    address: str
    language: str
    prefers_sms: bool

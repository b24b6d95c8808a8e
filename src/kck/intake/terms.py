"""What comes in, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kck.cases.terms import History, Spot
from kck.foundation.text import _


class Channel(StrEnum):
    WEB = "web"
    CONTACT_FORM = "contact"
    OPEN311 = "open311"
    API = "api"
    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    EMAIL = "email"
    SMS = "sms"
    EDORECZENIA = "edoreczenia"
    IMPORT = "import"

    @property
    def label(self) -> Any:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    Channel.WEB: _("formularz"),
    Channel.CONTACT_FORM: _("formularz kontaktowy"),
    Channel.OPEN311: _("Open311"),
    Channel.API: _("inna aplikacja"),
    Channel.PHONE: _("telefon"),
    Channel.COUNTER: _("okienko"),
    Channel.LETTER: _("list"),
    Channel.EMAIL: _("e-mail"),
    Channel.SMS: _("SMS"),
    Channel.EDORECZENIA: _("e-Doręczenia"),
    Channel.IMPORT: _("import"),
}


class Ending(StrEnum):
    """What came of a conversation."""

    CASE = "case"
    ANSWERED = "answered"
    JOINED = "joined"  # "me too" to a case that was there
    LINE_TWO = "line2"  # a department calls back


class AfterDanger(StrEnum):
    """What somebody said on the screen that shows the number to call."""

    CALLED = "called"
    NOT_URGENT = "not-urgent"


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How the person can be reached; all of it optional."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    prefers_sms: bool = False


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One conversation as a channel hands it over.

    `far_end_id` is the channel's own id (a form's key, a partner's request id): the same twice is
    one conversation. `category` is a code that a person or a partner chose; empty: triage looks.
    """

    channel: Channel
    far_end_id: str = ""
    text: str = ""
    language: str = ""
    category: str = ""
    public_group: str = ""
    kind: str = ""
    spot: Spot = field(default_factory=Spot)
    answers: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[UUID, ...] = ()
    reached: Reached = field(default_factory=Reached)
    consents: Mapping[str, str] = field(default_factory=dict)
    after_danger: AfterDanger | None = None
    sheet: str = ""  # number of the sheet of paper on which it was written down
    answer: str = ""  # a question that was answered at once: no case
    note: str = ""
    partner_id: int | None = None
    source: str = ""
    source_id: str = ""
    history: History | None = None
    private: bool = False  # never public, whatever the category says
    person_id: int | None = None  # who speaks is kept already; `reached` is not looked at
    quiet: bool = False  # another letter tells of the case
    device: int | None = (
        None  # one and the same for a day, else unknown: so that one person counts once
    )


@dataclass(frozen=True, kw_only=True)
class CaseRef:
    """What the channel tells the person: number, secret, who has it, by when, which danger."""

    id: int
    number: str
    token: str
    category_id: int
    unit_id: int
    safe_due_at: datetime | None
    due_at: datetime | None
    danger: str


@dataclass(frozen=True, kw_only=True)
class Received:
    """`again`: this conversation had arrived before; nothing new was made."""

    conversation_id: int
    case: CaseRef | None
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What came of many rows; each is in one of these.

    `closed` were known, and open until their rows said otherwise; `reopened` are those that the
    other system has opened again: they stay closed here, for a person to look at.
    """

    new: int = 0
    known: int = 0
    closed: int = 0
    reopened: int = 0

    def __add__(self, other: "TakenIn") -> "TakenIn":
        return TakenIn(
            new=self.new + other.new,
            known=self.known + other.known,
            closed=self.closed + other.closed,
            reopened=self.reopened + other.reopened,
        )


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """Call this number first. `text` is calm and says why."""

    code: str
    helplines: tuple[str, ...]
    text: str
    words: tuple[str, ...] = ()

"""The words of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from kck.foundation.text import _


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """What a column of these words may hold."""
    return [(str(word), str(word)) for word in words]


class CaseState(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    FORWARDED = "forwarded"
    IN_PROGRESS = "in-progress"
    SCHEDULED = "scheduled"
    WAITING = "waiting"
    CONTRACTOR = "contractor"
    REOPENED = "reopened"
    DONE = "done"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    CaseState.NEW: _("nowa"),
    CaseState.ACCEPTED: _("przyjęta"),
    CaseState.FORWARDED: _("przekazana"),
    CaseState.IN_PROGRESS: _("w realizacji"),
    CaseState.SCHEDULED: _("zaplanowana"),
    CaseState.WAITING: _("czeka na zgłaszającego"),
    CaseState.CONTRACTOR: _("u wykonawcy"),
    CaseState.REOPENED: _("otwarta ponownie"),
    CaseState.DONE: _("wykonana, do potwierdzenia"),
    CaseState.CLOSED: _("zamknięta"),
    CaseState.MERGED: _("połączona z inną"),
    CaseState.WITHDRAWN: _("wycofana"),
}

# with the unit or the reporter: something is still to be done
OPEN_STATES = frozenset(
    {
        CaseState.NEW,
        CaseState.ACCEPTED,
        CaseState.FORWARDED,
        CaseState.IN_PROGRESS,
        CaseState.SCHEDULED,
        CaseState.WAITING,
        CaseState.CONTRACTOR,
        CaseState.REOPENED,
    }
)
WORKABLE_STATES = OPEN_STATES - {CaseState.WAITING}
FINISHED_STATES = frozenset(CaseState) - OPEN_STATES
# a case from elsewhere may be in one of these: the others hang on a date, an answer, a contractor
# or another case, which do not come with it
IMPORTED_STATES = frozenset(CaseState) - {
    CaseState.SCHEDULED,
    CaseState.WAITING,
    CaseState.CONTRACTOR,
    CaseState.MERGED,
}


class Outcome(StrEnum):
    DONE = "done"
    DONE_FOR_NOW = "done-for-now"
    PARTLY = "partly"
    NOT_FOUND = "not-found"
    NOT_CITYS = "not-citys"
    PRIVATE_LAND = "private-land"
    IN_PROGRAMME = "in-programme"
    REFUSED = "refused"
    FORMAL = "formal"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> Any:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.DONE: _("zrobione"),
    Outcome.DONE_FOR_NOW: _("zrobione doraźnie"),
    Outcome.PARTLY: _("zrobione częściowo"),
    Outcome.NOT_FOUND: _("nie znaleziono na miejscu"),
    Outcome.NOT_CITYS: _("nie należy do miasta"),
    Outcome.PRIVATE_LAND: _("teren prywatny"),
    Outcome.IN_PROGRAMME: _("w programie na kolejny rok"),
    Outcome.REFUSED: _("odmowa z uzasadnieniem"),
    Outcome.FORMAL: _("prowadzona jako sprawa formalna"),
    Outcome.DUPLICATE: _("powtórzenie innego zgłoszenia"),
}
FIXED = frozenset({Outcome.DONE, Outcome.DONE_FOR_NOW, Outcome.PARTLY})


class TextKind(StrEnum):
    DESCRIPTION = "description"  # what the reporter wrote
    PLACE = "place"  # where, in the reporter's words
    ANSWERS = "answers"  # answers to the category's questions, as JSON
    ANSWER = "answer"  # the city to the reporter
    QUESTION = "question"  # the city asks the reporter
    REPLY = "reply"  # the reporter replies or adds
    CLOSING = "closing"  # what was done
    DISAGREEMENT = "disagreement"  # the reporter says it was not
    NOTE = "note"  # between staff
    REASON = "reason"  # why it was forwarded, handed back, re-qualified
    JOINED = "joined"  # what somebody else wrote who reported the same


# what the reporter reads on the case page
TEXTS_FOR_REPORTER = frozenset(TextKind) - {TextKind.NOTE, TextKind.JOINED}
# may be shown to everybody after a person looked at them; a note or a reason never
PUBLISHABLE = frozenset({TextKind.DESCRIPTION, TextKind.ANSWER, TextKind.CLOSING})
TEXTS_BY_REPORTER = frozenset(
    {
        TextKind.DESCRIPTION,
        TextKind.PLACE,
        TextKind.ANSWERS,
        TextKind.REPLY,
        TextKind.DISAGREEMENT,
    }
)


class WaitingOn(StrEnum):
    """Who holds the case now: the third clock."""

    UNIT = "unit"
    CENTRE = "centre"
    REPORTER = "reporter"
    CONTRACTOR = "contractor"
    NOBODY = "nobody"


class PhotoKind(StrEnum):
    REPORT = "report"
    ADDED = "added"
    EVIDENCE = "evidence"
    JOINED = "joined"  # of somebody else who reported the same


class TaskState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    HANDED_BACK = "handed-back"
    CANCELLED = "cancelled"


class Tie(StrEnum):
    """How a case has to do with another."""

    RELATES = "relates"
    FOLLOWS = "follows"  # comes of the other
    SPLIT = "split"  # was a part of the other's report
    RETURNS = "returns"  # the other was closed, and the same is there again

    @property
    def label(self) -> Any:
        return TIE_LABELS[self][0]

    @property
    def backwards(self) -> Any:
        """The same said of the other one."""
        return TIE_LABELS[self][1]


TIE_LABELS = {
    Tie.RELATES: (_("wiąże się z"), _("wiąże się z")),
    Tie.FOLLOWS: (_("wynika z"), _("wynikła z niej")),
    Tie.SPLIT: (_("wydzielona z"), _("wydzielono z niej")),
    Tie.RETURNS: (_("wraca po"), _("wróciła jako")),
}


class Cause(StrEnum):
    """Why the same comes back at the same place."""

    MAKESHIFT = "makeshift"
    WORN_OUT = "worn-out"
    DESIGN = "design"
    PEOPLE = "people"
    TRAFFIC = "traffic"
    NATURE = "nature"
    OTHERS = "others"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Any:
        return CAUSE_LABELS[self]


CAUSE_LABELS = {
    Cause.MAKESHIFT: _("naprawa tylko doraźna"),
    Cause.WORN_OUT: _("zużycie: trzeba wymienić"),
    Cause.DESIGN: _("wadliwe rozwiązanie albo wykonanie"),
    Cause.PEOPLE: _("ludzie: wandalizm, podrzucanie, parkowanie"),
    Cause.TRAFFIC: _("ruch większy, niż to miejsce znosi"),
    Cause.NATURE: _("woda, mróz, drzewa, zwierzęta"),
    Cause.OTHERS: _("leży po stronie kogoś innego"),
    Cause.UNKNOWN: _("nie wiadomo"),
}


class Colour(StrEnum):
    """Of labels; the names of the design system."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"

    @property
    def label(self) -> Any:
        return COLOUR_LABELS[self]


COLOUR_LABELS = {
    Colour.NEUTRAL: _("szara"),
    Colour.INFO: _("niebieska"),
    Colour.SUCCESS: _("zielona"),
    Colour.WARNING: _("żółta"),
    Colour.DANGER: _("czerwona"),
}


class FileKind(StrEnum):
    """What a document is, as its content says and not its name."""

    PDF = "pdf"
    WORD = "word"
    SHEET = "sheet"
    TEXT = "text"
    PICTURE = "picture"
    MAIL = "mail"
    DRAWING = "drawing"


class Closing(StrEnum):
    """How a case came to its end."""

    CONFIRMED = "confirmed"
    SILENCE = "silence"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    OUTRIGHT = "outright"
    IMPORTED = "imported"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where: degrees WGS84 when known, an address line, and the reporter's own words."""

    lat: float | None = None
    lon: float | None = None
    address: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What somebody who reports the same says themselves: nothing of it replaces the first."""

    text: str = ""
    language: str = ""
    spot: Spot = field(default_factory=Spot)
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class History:
    """How far a case had come in the system that it comes from."""

    state: CaseState
    outcome: Outcome | None
    closed_at: datetime | None
    updated_at: datetime
    agency: str = ""


class Promised(Protocol):
    """As much of a case as its promise is made of."""

    @property
    def category_id(self) -> int: ...
    @property
    def unit_id(self) -> int: ...
    @property
    def safe_due_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class MachineSaid:
    """What the machine made of the words, the likeliest first; `model_id` None: no model yet."""

    suggested: tuple[tuple[str, float], ...]
    automatic: bool
    asked: bool
    model_id: int | None


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """All that is known when a case is opened. `category` is a code of the directory."""

    category: str
    channel: str
    text: str = ""
    language: str = "pl"
    kind: str = ""  # CaseKind; empty: the category's
    spot: Spot = field(default_factory=Spot)
    answers: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[UUID, ...] = ()
    person_id: int | None = None
    danger: str = ""  # code of a danger the text speaks of
    urgent: bool = False  # P1 whatever the category says
    private: bool = False  # never public
    needs_triage: bool = False
    partner_id: int | None = None
    conversation_id: int | None = None
    source: str = ""
    source_id: str = ""
    history: History | None = None
    number: str = ""  # drawn beforehand, for a sheet of paper; with it its token
    token: str = ""
    split_from: int | None = None  # the case whose report spoke of this too
    said: MachineSaid | None = None  # where nobody chose the category
    quiet: bool = False  # another letter tells of it

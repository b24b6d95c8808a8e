"""The words of conversations in writing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from kck.cases.terms import Spot
from kck.foundation.text import _

GRANT = "conversations.work"
LONGEST_TEXT = 20_000  # of one post; what is longer stays in the original
MOST_FILES = 30
UNDO_WITHIN = timedelta(minutes=10)


class ThreadState(StrEnum):
    """Whose turn it is."""

    OPEN = "open"  # ours
    WAITING = "waiting"  # theirs: we asked something
    SNOOZED = "snoozed"  # ours, later
    DONE = "done"
    ASIDE = "aside"  # spam and machines: nobody need answer

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    ThreadState.OPEN: _("do odpowiedzi"),
    ThreadState.WAITING: _("czeka na piszącego"),
    ThreadState.SNOOZED: _("odłożona na później"),
    ThreadState.DONE: _("załatwiona"),
    ThreadState.ASIDE: _("na boku"),
}
UNSETTLED = (ThreadState.OPEN, ThreadState.WAITING, ThreadState.SNOOZED)


class Way(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"  # only staff read it
    ASIDE = "aside"  # copies that went outside, with a trail


class Noise(StrEnum):
    """What a post is when it is not somebody's words to us."""

    NONE = ""
    VACATION = "vacation"
    AUTOMATIC = "automatic"
    LIST = "list"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    COURTESY = "courtesy"  # "dziękuję", and nothing else

    @property
    def label(self) -> Any:
        return NOISE_LABELS[self]


NOISE_LABELS = {
    Noise.NONE: "",
    Noise.VACATION: _("automatyczna odpowiedź o nieobecności"),
    Noise.AUTOMATIC: _("wiadomość automatu"),
    Noise.LIST: _("wiadomość listy albo reklama"),
    Noise.BOUNCE: _("zwrot: nie doszło"),
    Noise.RECEIPT: _("potwierdzenie odczytania"),
    Noise.COURTESY: _("podziękowanie"),
}


class Sending(StrEnum):
    """How far a post of ours has come."""

    NOT_OURS = ""
    HELD = "held"  # for some seconds it can be taken back
    SENT = "sent"  # handed to messaging, which knows the rest


class Ended(StrEnum):
    """What came of a thread."""

    NOT = ""
    ANSWERED = "answered"
    CASES = "cases"
    LINE_TWO = "line2"
    NOTHING = "nothing"  # thanks, empty, by mistake
    MERGED = "merged"

    @property
    def label(self) -> Any:
        return ENDED_LABELS[self]


ENDED_LABELS = {
    Ended.NOT: "",
    Ended.ANSWERED: _("udzielono odpowiedzi"),
    Ended.CASES: _("przyjęto sprawy"),
    Ended.LINE_TWO: _("przekazano na linię II"),
    Ended.NOTHING: _("nie wymagała odpowiedzi"),
    Ended.MERGED: _("połączono z inną rozmową"),
}


@dataclass(frozen=True, kw_only=True)
class ArrivedFile:
    """A file of a post. `file` is where it is kept; without it `refused` says why not."""

    name: str
    content_type: str
    size: int
    file: UUID | None = None
    inline: bool = False
    content_id: str = ""
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """One mail or text as its channel hands it over.

    `far_end_id`: the channel's own (a Message-ID); the same twice is one post. `tokens`: what
    stood behind a plus in the addresses it came to. `text` is what is new in it; `quoted` and
    `signature` are what was folded away.
    """

    channel: str
    box: str
    far_end_id: str
    sender: str
    sender_name: str = ""
    reply_to: str = ""  # where its writer wants the answer, if elsewhere
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    references: tuple[str, ...] = ()  # In-Reply-To and References, the nearest first
    subject: str = ""
    text: str = ""
    quoted: str = ""
    signature: str = ""
    html: UUID | None = None  # the sanitised page, kept as a file
    files: tuple[ArrivedFile, ...] = ()
    noise: Noise = Noise.NONE
    spam: bool = False
    dmarc: str = ""  # pass, fail, none; empty: our server did not say
    sent_at: datetime | None = None
    quiet: bool = False  # taken over from an old mailbox: nobody is told anything


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of it. `again`: it had arrived before, and nothing new was made."""

    thread_id: int
    post_id: int
    again: bool = False
    case_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One matter of a thread, to become a case. `files` are ids of `PostFile`s that are photos."""

    text: str
    category: str = ""
    kind: str = ""
    spot: Spot = field(default_factory=Spot)
    files: tuple[int, ...] = ()

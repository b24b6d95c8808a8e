"""What a channel must be able to do, and how it says that something did not work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable


class Said(Protocol):
    """Words without gaps."""

    @property
    def subject(self) -> str: ...

    @property
    def body(self) -> str: ...


class Wording(Protocol):
    """What many recipients are told, with gaps that each fills with values of their own.

    A channel that renders it once with marks in the gaps, and then only changes marks for values,
    is many times faster than one that renders it for each (see docs/decisions/0022).
    """

    @property
    def language(self) -> str: ...

    @property
    def list_id(self) -> str:
        """Which kind of the city's mailings it is (RFC 2919)."""

    def words(self, values: Mapping[str, str]) -> Said:
        """The words for one recipient. Gaps without a value are empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """One delivery as a channel gets it. Its `message_id` is the same at every attempt.

    With a `wording`, subject and text are empty: they are its words with these `values`.
    """

    message_id: str
    address: str
    language: str
    subject: str
    text: str
    thread: str  # what it is about: messages of one thread belong together
    leave_url: str
    at: datetime
    ref: int = 0  # ours, to know it by when it is answered
    wording: Wording | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class NotDelivered(Exception):
    """The far end refused. `for_good`: do not try again; `unknown`: it may have it after all;
    `gone`: for good, and nothing will ever arrive at this address."""

    def __init__(
        self, reason: str, *, for_good: bool = False, unknown: bool = False, gone: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good
        self.unknown = unknown
        self.gone = gone


class FarEndAway(Exception):
    """The far end as a whole cannot be used now: no fault of the delivery, so no attempt of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transport(Protocol):
    """One channel's way out. Made for one run of one sender, so it may keep a connection."""

    def not_ready(self) -> str:
        """Why nothing can be sent at all, or ""."""

    def send(self, message: Outgoing) -> str:
        """Hand the message over and return the far end's own id for it."""

    def close(self) -> None:
        """The run is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of one message of many: accepted, refused, or not begun with (`away` says why)."""

    ref: int
    far_end_id: str = ""
    refused: NotDelivered | None = None
    away: str = ""


@runtime_checkable
class ManyTransport(Protocol):
    """A way out that has many messages under way at once, and answers in any order."""

    def not_ready(self) -> str:
        """Why nothing can be sent at all, or ""."""

    def write(self, messages: Sequence[Outgoing]) -> None:
        """Make these ready. Nothing leaves yet.

        For those with a `wording` the database may not be asked: it is at work meanwhile.
        """

    def begin(self) -> None:
        """Start with those that are ready; `answers` tells of each of them, once."""

    def drop(self) -> None:
        """Those that are ready are not wanted any more."""

    def answers(self, wait: float, enough: int) -> list[Answer]:
        """What has come, as soon as there are `enough`, or after so many seconds."""

    def close(self) -> None:
        """The run is over."""


_makers: dict[str, Callable[[], Transport | ManyTransport]] = {}


def register_transport(channel: str, make: Callable[[], Transport | ManyTransport]) -> None:
    _makers[channel] = make


def transport_for(channel: str) -> Transport | ManyTransport | None:
    """A fresh one, or None when nobody serves the channel."""
    make = _makers.get(channel)
    return make() if make else None


_readers: dict[str, Callable[[], bool]] = {}


def register_reader(channel: str, is_read: Callable[[], bool]) -> None:
    """A channel says whether answers to what it sends come to anybody."""
    _readers[channel] = is_read


def answers_are_read(channel: str) -> bool:
    return channel in _readers and _readers[channel]()


_erasers: list[Callable[[Sequence[str]], None]] = []


def keeps_copies(erase: Callable[[Sequence[str]], None]) -> None:
    """A channel that keeps what it sent erases it too; it is told our ids of the messages."""
    _erasers.append(erase)


def erase_copies(own_ids: Sequence[str]) -> None:
    for erase in _erasers:
        erase(own_ids)

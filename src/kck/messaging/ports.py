"""What a channel must be able to do, and how it says that something did not work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One delivery as a channel gets it. Its `message_id` is the same at every attempt."""

    message_id: str
    address: str
    language: str
    subject: str
    text: str
    thread: str  # what it is about: messages of one thread belong together
    leave_url: str
    at: datetime


class NotDelivered(Exception):
    """The far end refused. `for_good`: do not try again; `unknown`: it may have it after all."""

    def __init__(self, reason: str, *, for_good: bool = False, unknown: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good
        self.unknown = unknown


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


_makers: dict[str, Callable[[], Transport]] = {}


def register_transport(channel: str, make: Callable[[], Transport]) -> None:
    _makers[channel] = make


def transport_for(channel: str) -> Transport | None:
    """A fresh one, or None when nobody serves the channel."""
    make = _makers.get(channel)
    return make() if make else None


_erasers: list[Callable[[Sequence[str]], None]] = []


def keeps_copies(erase: Callable[[Sequence[str]], None]) -> None:
    """A channel that keeps what it sent erases it too; it is told our ids of the messages."""
    _erasers.append(erase)


def erase_copies(own_ids: Sequence[str]) -> None:
    for erase in _erasers:
        erase(own_ids)

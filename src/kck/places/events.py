"""Facts about registers."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class RegisterChanged(Event):
    name = "places.register_changed"

    register: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class RegisterSourceAdded(Event):
    name = "places.register_source_added"

    source_id: int
    register: str


@dataclass(frozen=True, kw_only=True)
class RegisterSourceEnded(Event):
    name = "places.register_source_ended"

    source_id: int


@dataclass(frozen=True, kw_only=True)
class RegisterRunBegun(Event):
    name = "places.register_run_begun"

    run_id: int
    source_id: int


@dataclass(frozen=True, kw_only=True)
class RegisterRunEnded(Event):
    name = "places.register_run_ended"

    run_id: int
    source_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class RegisterRunUndone(Event):
    name = "places.register_run_undone"

    run_id: int
    source_id: int

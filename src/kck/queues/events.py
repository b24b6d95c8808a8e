"""Facts about views and runs: ids and numbers only."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ViewSaved(Event):
    name = "queues.view_saved"

    view_id: int
    shared_with: int | None = None


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(Event):
    name = "queues.view_removed"

    view_id: int


@dataclass(frozen=True, kw_only=True)
class RunBegun(Event):
    name = "queues.run_begun"

    run_id: int
    action: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class RunEnded(Event):
    name = "queues.run_ended"

    run_id: int
    done: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class RunTakenBack(Event):
    name = "queues.run_taken_back"

    run_id: int
    undone: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class ViewExported(Event):
    """Who took out how many rows of which view."""

    name = "queues.view_exported"

    view: str
    form: str
    rows: int

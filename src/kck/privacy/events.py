"""Facts about requests and retention: ids and counts, nobody's data."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class RequestEvent(Event):
    request_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RequestReceived(RequestEvent):
    name = "privacy.request_received"

    due_on: str


@dataclass(frozen=True, kw_only=True)
class IdentityChecked(RequestEvent):
    name = "privacy.identity_checked"


@dataclass(frozen=True, kw_only=True)
class RequestProlonged(RequestEvent):
    name = "privacy.request_prolonged"

    due_on: str


@dataclass(frozen=True, kw_only=True)
class DataGivenOut(RequestEvent):
    name = "privacy.data_given_out"


@dataclass(frozen=True, kw_only=True)
class DataErased(RequestEvent):
    name = "privacy.data_erased"

    rows: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class RequestEnded(RequestEvent):
    name = "privacy.request_ended"

    state: str
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class RetentionSwitched(Event):
    name = "privacy.retention_switched"

    on: bool


@dataclass(frozen=True, kw_only=True)
class RetentionClassConfirmed(Event):
    name = "privacy.retention_class_confirmed"

    code: str
    contact_years: int | None
    words_years: int | None


@dataclass(frozen=True, kw_only=True)
class CaseHeld(Event):
    name = "privacy.case_held"

    case_id: int


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Event):
    name = "privacy.hold_lifted"

    case_id: int


@dataclass(frozen=True, kw_only=True)
class RetentionDone(Event):
    name = "privacy.retention_done"

    run_id: int
    counts: dict[str, int]

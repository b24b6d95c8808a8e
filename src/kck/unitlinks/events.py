"""Facts of links and calls. Names and addresses are in rows of their own, never here."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class LinkIssued(Event):
    name = "unitlinks.link_issued"

    link_id: int
    unit_id: int
    kind: str
    case_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class LinkUsed(Event):
    """Opened, or something was done by it; `case_id` is None for the list itself."""

    name = "unitlinks.link_used"

    link_id: int
    unit_id: int
    case_id: int | None
    use: str


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Event):
    name = "unitlinks.link_revoked"

    link_id: int
    unit_id: int
    why: str
    case_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class UnitCalled(Event):
    """The centre called a unit about a case."""

    name = "unitlinks.unit_called"

    case_id: int
    unit_id: int
    call_id: int
    result: str

"""What happens on line II; nobody's words are in it."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class HandedToLineTwo(Event):
    name = "intake.handed_to_line_two"

    line_id: int
    conversation_id: int
    unit_id: int
    promised_at: str


@dataclass(frozen=True, kw_only=True)
class LineTwoTaken(Event):
    name = "intake.line_two_taken"

    line_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class LineTwoTried(Event):
    """Somebody called and nobody answered."""

    name = "intake.line_two_tried"

    line_id: int
    unit_id: int
    tries: int


@dataclass(frozen=True, kw_only=True)
class LineTwoAnswered(Event):
    """`unit_id` is 0 where line I answered what had come back to it."""

    name = "intake.line_two_answered"

    line_id: int
    unit_id: int
    how: str
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class LineTwoExtended(Event):
    name = "intake.line_two_extended"

    line_id: int
    unit_id: int
    promised_at: str


@dataclass(frozen=True, kw_only=True)
class LineTwoReturned(Event):
    """`undone`: the agent took it back within seconds, before anybody had it."""

    name = "intake.line_two_returned"

    line_id: int
    unit_id: int
    undone: bool


@dataclass(frozen=True, kw_only=True)
class LineTwoBecameCase(Event):
    name = "intake.line_two_became_case"

    line_id: int
    unit_id: int
    case_id: int


@dataclass(frozen=True, kw_only=True)
class LineTwoEscalated(Event):
    name = "intake.line_two_escalated"

    line_id: int
    unit_id: int
    told: int


@dataclass(frozen=True, kw_only=True)
class LineTwoOverdue(Event):
    name = "intake.line_two_overdue"

    line_id: int
    unit_id: int

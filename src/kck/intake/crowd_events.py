"""What happens to crowds: numbers and ids, no word of a person. What builds incidents listens."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class CrowdNoticed(Event):
    """More people than usual report one kind in one area; `again`: after somebody said no."""

    name = "intake.crowd_noticed"

    crowd_id: int
    category: str
    people: int
    case_ids: list[int]
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class CrowdGrew(Event):
    name = "intake.crowd_grew"

    crowd_id: int
    people: int
    case_ids: list[int]  # all of them


@dataclass(frozen=True, kw_only=True)
class CrowdDismissed(Event):
    """A person said that it is nothing. Why, stands in the row."""

    name = "intake.crowd_dismissed"

    crowd_id: int
    people: int


@dataclass(frozen=True, kw_only=True)
class CrowdEnded(Event):
    """Nobody has reported any more for hours."""

    name = "intake.crowd_ended"

    crowd_id: int
    people: int

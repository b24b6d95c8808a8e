"""Facts about deliveries and letters: ids only."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class DeliveryTaken(Event):
    name = "edoreczenia.delivery_taken"

    delivery_id: int
    case_id: int
    files: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class LetterMoved(Event):
    name = "edoreczenia.letter_moved"

    letter_id: str
    case_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PutAsideSettled(Event):
    """Somebody has dealt with what could not be used; how, the row says."""

    name = "edoreczenia.put_aside_settled"

    aside_id: int

"""Facts about what triage has learnt."""

from dataclasses import dataclass
from typing import ClassVar

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ModelPublished(Event):
    """From now on texts are understood with this model."""

    name: ClassVar[str] = "triage.model_published"

    model_id: int
    sha256: str
    lessons: int
    top1: float


@dataclass(frozen=True, kw_only=True)
class ModelWithdrawn(Event):
    """The model was taken back; the one before is in use again, or none."""

    name: ClassVar[str] = "triage.model_withdrawn"

    model_id: int
    instead_id: int | None


@dataclass(frozen=True, kw_only=True)
class SentencesTaught(Event):
    """Somebody of the staff wrote examples of what people write about a category."""

    name: ClassVar[str] = "triage.sentences_taught"

    category: str
    sentences: int


@dataclass(frozen=True, kw_only=True)
class SentenceRemoved(Event):
    """An example teaches no more."""

    name: ClassVar[str] = "triage.sentence_removed"

    sentence_id: int


@dataclass(frozen=True, kw_only=True)
class SentenceRestored(Event):
    """An example that was removed teaches again."""

    name: ClassVar[str] = "triage.sentence_restored"

    sentence_id: int


@dataclass(frozen=True, kw_only=True)
class LearningAsked(Event):
    """An administrator wants a new model now."""

    name: ClassVar[str] = "triage.learning_asked"

    run_id: int


@dataclass(frozen=True, kw_only=True)
class LearningEnded(Event):
    """What came of it: `state` is done, refused or failed."""

    name: ClassVar[str] = "triage.learning_ended"

    run_id: int
    state: str
    model_id: int | None

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

"""What a page of the desk shows of learning: models, the last run, sentences of people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from kck.foundation.models import RecordedEvent
from kck.triage.events import ModelPublished
from kck.triage.model.lessons import Lesson
from kck.triage.models import TrainedModel
from kck.triage.policy import LOST_AFTER
from kck.triage.teaching_models import LearningRun, Sentence
from kck.triage.teaching_terms import Model, Run, RunState, Taught


def models() -> list[Model]:
    """The newest first."""
    used = TrainedModel.objects.standing().values_list("pk", flat=True).first()
    rows = list(TrainedModel.objects.defer("content").order_by("-pk"))
    asked = _askers({row.pk for row in rows})
    return [_model(row, used=row.pk == used, by=asked.get(row.pk, "")) for row in rows]


def _model(row: TrainedModel, *, used: bool, by: str) -> Model:
    card = row.card
    return Model(
        id=row.pk,
        made_at=row.made_at,
        in_use=used,
        withdrawn_at=row.withdrawn_at,
        by=by,
        lessons=card.get("lessons", 0),
        of_people=card.get("of_people", 0),
        by_category=card.get("by_category", {}),
        figures=card.get("evaluation", {}),
        confusions=tuple(
            (right, taken, count) for right, taken, count in card.get("confusions", [])
        ),
    )


def _askers(model_ids: set[int]) -> dict[int, str]:
    """Who pressed the button, else who published."""
    events = RecordedEvent.objects.filter(
        name=ModelPublished.name, payload__model_id__in=sorted(model_ids)
    )
    found = {event.payload["model_id"]: event.actor for event in events}
    runs = LearningRun.objects.filter(model_id__in=model_ids)
    return found | {pk: by for pk, by in runs.values_list("model_id", "asked_by") if pk}


def last_run(at: datetime) -> Run | None:
    """One that was lost, because its worker died, has failed."""
    row = LearningRun.objects.order_by("-pk").first()
    if row is None:
        return None
    run = Run(
        id=row.pk,
        state=RunState(row.state),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        ended_at=row.ended_at,
    )
    if run.unfinished and row.asked_at < at - LOST_AFTER:
        return replace(run, state=RunState.FAILED)
    return run


def sentences(category: str = "", *, removed: bool = False) -> list[Taught]:
    """Of one category or all, the newest first; or those taken back that can be restored."""
    rows = Sentence.objects.filter(removed_at__isnull=not removed)
    if category:
        rows = rows.filter(category=category)
    return [
        Taught(
            id=row.pk,
            category=row.category,
            language=row.language,
            text=row.text,
            author=row.author,
            at=row.at,
            removed_at=row.removed_at,
        )
        for row in rows.order_by("-pk")[:1000]
    ]


def lessons_of_staff(at: datetime) -> Iterator[Lesson]:
    """Sentences that staff wrote, for the next training."""
    rows = Sentence.objects.filter(removed_at=None, at__lte=at)
    for category, language, text in rows.values_list("category", "language", "text"):
        yield Lesson(category=category, language=language, text=text)

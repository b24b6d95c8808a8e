"""People teach the machine: sentences of their own, and "learn now"."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from procrastinate.contrib.django import app

from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, defer, record
from kck.foundation.text import _, clean, fold
from kck.foundation.verdict import require
from kck.triage import policy
from kck.triage.events import (
    LearningAsked,
    LearningEnded,
    SentenceRemoved,
    SentenceRestored,
    SentencesTaught,
)
from kck.triage.models import TrainedModel
from kck.triage.personal import spot
from kck.triage.teaching_models import LearningRun, Sentence
from kck.triage.teaching_terms import AT_ONCE, LONGEST, UNFINISHED, RunState

JOB = "kck.triage.jobs.learn_now"
RESTORABLE_FOR = timedelta(days=30)
_SHORTEST = 3


class WrongSentence(ValueError):
    """What was written cannot be a lesson, and why."""


@command
def teach(
    category: str, language: str, texts: Sequence[str], *, at: datetime, by: Actor
) -> list[Sentence]:
    """Keep sentences for the next training. All of them, or none and why."""
    require(policy.may_teach(by))
    if category not in snapshot(at).all_categories.codes_in_force(snapshot(at).day):
        raise WrongSentence(str(_("Tej kategorii już nie ma.")))
    known = {fold(text) for text in _standing(category).values_list("text", flat=True)}
    wanted: dict[str, str] = {}
    for text in filter(None, map(clean, texts)):
        _check(text)
        if fold(text) not in known:
            wanted.setdefault(fold(text), text)
    if not wanted:
        raise WrongSentence(str(_("Napisz choć jedno nowe zdanie.")))
    if len(wanted) > AT_ONCE:
        raise WrongSentence(str(_("Najwyżej %(most)s zdań naraz.")) % {"most": AT_ONCE})
    rows = Sentence.objects.bulk_create(
        Sentence(category=category, language=language, text=text, author=str(by), at=at)
        for text in wanted.values()
    )
    record(SentencesTaught(category=category, sentences=len(rows)), by=by, at=at)
    return rows


def _standing(category: str) -> QuerySet[Sentence]:
    return Sentence.objects.filter(category=category, removed_at=None)


def _check(text: str) -> None:
    words = {"text": f"{text[:60]}…" if len(text) > 60 else text}
    if len(text) > LONGEST:
        raise WrongSentence(str(_("Zdanie ma ponad 400 znaków: „%(text)s”.")) % words)
    if len(text) < _SHORTEST:
        raise WrongSentence(str(_("To za krótkie, żeby czegoś nauczyć: „%(text)s”.")) % words)
    if spot(text):
        raise WrongSentence(
            str(_("Wygląda na dane osobowe, wymyśl zdanie bez nich: „%(text)s”.")) % words
        )


@command
def remove_sentence(sentence_id: int, *, at: datetime, by: Actor) -> bool:
    """It teaches no more. Can be restored for a month; then it is gone."""
    require(policy.may_teach(by))
    Sentence.objects.filter(removed_at__lt=at - RESTORABLE_FOR).delete()
    removed = Sentence.objects.filter(pk=sentence_id, removed_at=None).update(removed_at=at)
    if removed:
        record(SentenceRemoved(sentence_id=sentence_id), by=by, at=at)
    return bool(removed)


@command
def restore_sentence(sentence_id: int, *, at: datetime, by: Actor) -> bool:
    require(policy.may_teach(by))
    away = Sentence.objects.filter(pk=sentence_id, removed_at__isnull=False)
    restored = away.update(removed_at=None)
    if restored:
        record(SentenceRestored(sentence_id=sentence_id), by=by, at=at)
    return bool(restored)


@command
def ask_to_learn(*, at: datetime, by: Actor) -> LearningRun:
    """A worker trains as soon as it can. Asked twice, it is done once."""
    require(policy.may_publish(by))
    waiting = LearningRun.objects.select_for_update().filter(
        state__in=UNFINISHED, asked_at__gt=at - policy.LOST_AFTER
    )
    if run := waiting.first():
        return run
    run = LearningRun.objects.create(asked_at=at, asked_by=str(by))
    defer(app.tasks[JOB], run_id=run.pk)
    record(LearningAsked(run_id=run.pk), by=by, at=at)
    return run


@command
def begin_learning(run_id: int, *, at: datetime, by: Actor) -> int | None:
    """Gives the number of the newest model there was."""
    require(policy.may_publish(by))
    LearningRun.objects.filter(pk=run_id).update(state=RunState.RUNNING, began_at=at)
    return TrainedModel.objects.order_by("-pk").values_list("pk", flat=True).first()


@command
def end_learning(
    run_id: int, *, before: int | None, refused: bool, at: datetime, by: Actor
) -> RunState:
    """A model that was not there before says that it went well."""
    require(policy.may_publish(by))
    newest = TrainedModel.objects.order_by("-pk").values_list("pk", flat=True).first()
    made = newest if newest != before else None
    state = RunState.REFUSED if refused else RunState.DONE if made else RunState.FAILED
    LearningRun.objects.filter(pk=run_id).update(state=state, ended_at=at, model_id=made)
    record(LearningEnded(run_id=run_id, state=str(state), model_id=made), by=by, at=at)
    return state

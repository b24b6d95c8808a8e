"""A model from everything that teaches, judged by the city's fixed messages."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.triage.evaluation import Answer, answers, confusions, figures, read_messages
from kck.triage.model.bundle import Bundle
from kck.triage.model.lessons import (
    Lesson,
    lessons_of_catalogue,
    lessons_of_people,
    lessons_of_sentences,
    without_doubles,
)
from kck.triage.models import Material, TrainedModel
from kck.triage.queries import engine_for
from kck.triage.reader import Knowledge, Reading
from kck.triage.words import words_of

EXAMPLES, TUNING, EVALUATION = "examples/", "tuning.csv", "evaluation.csv"
DANGERS = ("danger_examples.csv", "danger_lookalikes.csv", "dangers/")
LEAST = 2  # categories; with fewer there is nothing to tell apart


class NothingToLearn(ValueError):
    """There are no lessons: load a city with a folder `triage/`, or write examples."""


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """A model that nobody uses yet, and its card."""

    bundle: Bundle
    card: dict[str, Any]


def learn(at: datetime, progress: Any = lambda _what, _share: None) -> Learnt:
    """Train on what is known at that moment: a minute or two and some 600 MB.

    `progress(what, share)` hears of each step.
    """
    # scikit-learn is loaded only here: a serving process has no need of it
    from kck.triage.model.danger_training import danger_lessons, train_danger
    from kck.triage.model.training import Judged, train

    began = time.monotonic()
    city, materials = snapshot(at), dict(Material.objects.values_list("name", "content"))
    lessons, people = lessons_now(at)
    if len({lesson.category for lesson in lessons if lesson.weight > 0}) < LEAST:
        raise NothingToLearn(NothingToLearn.__doc__)
    tuning = [one for one in read_messages(materials.get(TUNING, "text\n")) if len(one.codes) == 1]
    units = {category.code: category.unit for category in city.categories()}
    categories = train(
        lessons,
        [Judged(text=one.text, right=one.right) for one in tuning],
        units=units,
        progress=progress,
    )
    engine = engine_for(city)
    progress("danger", 0.0)
    dangers = train_danger(
        danger_lessons(
            lessons,
            written=_of_danger(materials),
            dangers=city.dangers(),
            categories={category.code: category for category in city.categories()},
            rules=lambda text: bool(engine.dangers.find(words_of(text), "pl").situations),
        )
    )
    bundle = Bundle(categories=categories, dangers=dangers)
    progress("judge", 0.0)
    judged = judge(bundle, materials.get(EVALUATION, ""), at)
    return Learnt(bundle=bundle, card=_card(lessons, people, judged, materials, began))


def is_news(at: datetime) -> bool:
    """Whether a model of today would be made of other lessons than the one in use."""
    used = TrainedModel.objects.standing().defer("content").first()
    return used is None or used.card.get("lessons_sha256") != _name_of(lessons_now(at)[0])


def judge(bundle: Bundle | None, content: str, at: datetime) -> list[Answer]:
    """What a model says of the messages of a table."""
    known = known_with(bundle, at)
    messages = read_messages(content) if content else []
    return list(
        answers(
            messages, lambda text, _how: Reading(known, text, language=None).triage(), known.city
        )
    )


def known_with(bundle: Bundle | None, at: datetime) -> Knowledge:
    """What texts would be read with if this were the published model."""
    city = snapshot(at)
    return Knowledge(city=city, engine=engine_for(city), bundle=bundle, at=at)


def lessons_now(at: datetime) -> tuple[list[Lesson], int]:
    """All of them, and how many are of people."""
    city, materials = snapshot(at), dict(Material.objects.values_list("name", "content"))
    people = _in_force(lessons_of_people(at), city)
    return without_doubles([*_taught(city, materials), *people]), len(people)


def _name_of(lessons: list[Lesson]) -> str:
    told = json.dumps([[one.category, one.text, round(one.weight, 1)] for one in lessons])
    return hashlib.sha256(told.encode()).hexdigest()


def _taught(city: Snapshot, materials: Mapping[str, str]) -> list[Lesson]:
    """By the catalogue and by the sentences of the categories that are in force."""
    sentences = (
        lesson
        for name, content in sorted(materials.items())
        if name.startswith(EXAMPLES)
        for lesson in lessons_of_sentences(content)
    )
    return [*lessons_of_catalogue(city), *_in_force(sentences, city)]


def _of_danger(materials: Mapping[str, str]) -> list[str]:
    """Files written for danger alone."""
    return [content for name, content in sorted(materials.items()) if name.startswith(DANGERS)]


def _in_force(lessons: Any, city: Snapshot) -> list[Lesson]:
    codes = city.all_categories.codes_in_force(city.day)
    return [lesson for lesson in lessons if lesson.category in codes]


def _card(
    lessons: list[Lesson],
    people: int,
    judged: list[Answer],
    materials: Mapping[str, str],
    began: float,
) -> dict[str, Any]:
    return {
        "lessons": len(lessons),
        "of_people": people,
        "by_category": dict(Counter(lesson.category for lesson in lessons)),
        "lessons_sha256": _name_of(lessons),
        "judged_by": hashlib.sha256(materials.get(EVALUATION, "").encode()).hexdigest(),
        "evaluation": figures(judged) if judged else {},
        "confusions": confusions(judged),
        "seconds": round(time.monotonic() - began),
    }

"""The model that hears danger, made of sentences. Only here is scikit-learn needed.

One machine tells danger from everything else, a second one which of the situations it is. Both
share one set of arrays, so that answering costs one look at the weights. Reproducible: the same
sentences give the same weights.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from random import Random
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from kck.directory.info import CategoryInfo, DangerInfo
from kck.directory.terms import Priority
from kck.triage.model.danger import ANY, DangerModel
from kck.triage.model.features import features_of, with_concepts
from kck.triage.model.lessons import Lesson
from kck.triage.model.machines import columns_of, matrix_of, rarity_of, rows_of
from kck.triage.model.weights import Weights
from kck.triage.words import words_of

CALM = ""  # the situation of a text that tells of none
_NONE = "none"  # how files say so
# what a sentence weighs: those written for this model are few, and meant
_WRITTEN, _URGENT, _OTHER = 3.0, 0.3, 1.0
_SOFTNESS_ANY, _SOFTNESS_WHICH = 10.0, 0.3  # C of each machine, chosen on `tuning.csv`
# what people write around what they have to say; it tells nothing
_AROUND = (
    "Dzień dobry, piszę do Państwa, bo mam sprawę.",
    "Mieszkam tu od wielu lat.",
    "Proszę o kontakt.",
    "Z góry dziękuję za pomoc.",
    "Pozdrawiam, Anna",
    "Dzwoniący prosi o numer sprawy.",
    "Wiadomość jest poufna i przeznaczona dla adresata.",
    "Hello, I am not sure whom to ask.",
    "Thank you in advance.",
    "Доброго дня, не знаю, куди звернутися.",
    "Дякую за відповідь.",
)
_JOINTS = (". ", ". ", "\n", " ")
_WRAPPED_CALM = 8000  # calm sentences that are learned with others around them
_WRAPPED_WEIGHT = 0.7
_LEAST_WORDS = 4  # of a sentence that stands around another

Rules = Callable[[str], bool]  # whether the phrases of the city's list find a danger


@dataclass(frozen=True, kw_only=True, order=True)
class DangerLesson:
    """A sentence and the situation it tells of, `CALM` when it only sounds like one."""

    situation: str
    text: str
    weight: float


def danger_lessons(
    lessons: Iterable[Lesson],
    *,
    written: Iterable[str],
    dangers: Sequence[DangerInfo],
    categories: Mapping[str, CategoryInfo],
    rules: Rules,
) -> list[DangerLesson]:
    """Of what is taught about categories, and of the files written for danger.

    A category that only names a number is danger in every sentence. One that has milder cases too
    ("buildings-danger") teaches nothing here, nor does an urgent one where the phrases hear danger.
    """
    situations = {danger.category: danger.code for danger in reversed(dangers) if danger.category}
    found = [lesson for content in written for lesson in _of_file(content)]
    for lesson in lessons:
        category = categories.get(lesson.category)
        if category is None or lesson.weight <= 0:
            continue
        situation = situations.get(category.code, CALM)
        if situation and not category.is_redirect:
            continue
        urgent = not situation and category.priority == Priority.P1
        if urgent and rules(lesson.text):
            continue
        weight = _URGENT if urgent else _OTHER
        found.append(DangerLesson(situation=situation, text=lesson.text, weight=weight))
    return sorted(set(found))


def _of_file(content: str) -> list[DangerLesson]:
    """One of `dangers/`, `danger_examples.csv`, or `danger_lookalikes.csv`: without situations."""
    return [
        DangerLesson(situation=_situation(row), text=row["text"], weight=_WRITTEN)
        for row in csv.DictReader(StringIO(content))
    ]


def _situation(row: Mapping[str, str]) -> str:
    told = row.get("situation", _NONE)
    return CALM if told == _NONE else told


def wrapped(lessons: Sequence[DangerLesson]) -> list[DangerLesson]:
    """With them the same sentences among others: a mail has a greeting, a story, a signature.

    Every danger and every look-alike once, and as many calm ones that those others tell nothing.
    """
    draw = Random(len(lessons))  # noqa: S311 (no secret)
    calm = [one for one in lessons if not one.situation and len(one.text.split()) >= _LEAST_WORDS]
    meant = [one for one in lessons if one.situation or one.weight == _WRITTEN]
    drawn = [draw.choice(calm) for _each in range(_WRAPPED_CALM)] if calm else []
    return sorted({*lessons, *(_wrapped(one, calm, draw) for one in (*meant, *drawn))})


def _wrapped(lesson: DangerLesson, calm: Sequence[DangerLesson], draw: Random) -> DangerLesson:
    other = " ".join(draw.sample(_AROUND, 2))
    if calm and draw.random() < 0.5:
        other = draw.choice(calm).text
    pair = [other, lesson.text] if draw.random() < 0.5 else [lesson.text, other]
    text = draw.choice(_JOINTS).join(pair)
    return replace(lesson, text=text, weight=lesson.weight * _WRAPPED_WEIGHT)


def train_danger(lessons: Sequence[DangerLesson]) -> DangerModel:
    """A quarter of a minute on one core."""
    lessons = wrapped(lessons)
    texts = [words_of(lesson.text) for lesson in lessons]
    features = [with_concepts(features_of(words), words) for words in texts]
    rarity = rarity_of(features, sorts=3)
    matrix = matrix_of(features, rarity)
    which = np.array([lesson.situation for lesson in lessons])
    dangerous = which != CALM
    shares = np.array([lesson.weight for lesson in lessons])
    heard = LogisticRegression(C=_SOFTNESS_ANY, solver="liblinear", random_state=0)
    heard.fit(matrix, dangerous, sample_weight=shares)
    told = LinearSVC(C=_SOFTNESS_WHICH, random_state=0)
    told.fit(matrix[np.flatnonzero(dangerous)], which[dangerous])
    return DangerModel(_weights(heard, told, rarity))


def _weights(heard: LogisticRegression, told: LinearSVC, rarity: Any) -> Weights:
    rows, row_of = rows_of(rarity)
    columns, bias = columns_of(told)
    return Weights(
        classes=(ANY, *map(str, told.classes_)),
        rarity=rarity,
        row_of=row_of,
        weights=np.vstack([heard.coef_, columns])[:, rows].T.astype(np.float16),
        bias=np.concatenate([heard.intercept_, bias]).astype(np.float32),
        sharpness=1.0,
        doubt=0.0,
        sure_from={},
    )

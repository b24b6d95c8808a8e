"""A model made of lessons. Only here is scikit-learn needed; answering needs numpy alone.

Reproducible: the same lessons give the same weights, whatever order they come in.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.svm import LinearSVC

from kck.triage.model.calibration import Predicted, calibrated, thresholds
from kck.triage.model.features import features_of
from kck.triage.model.lessons import Lesson
from kck.triage.model.machines import (
    Machine,
    Matrix,
    columns_of,
    matrix_of,
    rarity_of,
    rows_of,
)
from kck.triage.model.weights import Weights
from kck.triage.words import words_of

SOFTNESS = 0.3  # C of the linear machine; larger fits the lessons more closely
HELD_OUT = 5  # every fifth lesson is kept back while probabilities are calibrated
AGAINST = ""  # the class of texts that are known not to be what was first taken for granted
_SENTENCE = 3  # spaces
_MANY, _SEEN_IN = 5_000, 3  # of many lessons, only features that stand in three of them

Progress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A text that is not trained on, with what is right for it."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _School:
    """All lessons as one matrix, in the order of their labels."""

    matrix: Matrix
    labels: list[str]
    shares: "np.ndarray[Any, np.dtype[np.float64]]"
    kept: "np.ndarray[Any, np.dtype[np.bool_]]"  # taught to the trial as well
    rarity: "np.ndarray[Any, np.dtype[np.float32]]"


def train(
    lessons: Sequence[Lesson],
    judged: Sequence[Judged],
    *,
    units: Mapping[str, str],
    progress: Progress = lambda _what, _share: None,
) -> Weights:
    """Weights of the lessons, calibrated on `judged` and on lessons held back.

    `lessons` as `without_doubles` gives them; `units` says by category who is responsible.
    """
    school = _school(lessons, progress)
    progress("fit", 0.0)
    trial, machine = _fit_both(school)
    progress("calibrate", 0.0)
    predicted = _predicted(trial, school, judged)
    calibration = calibrated(predicted)
    place = [at for at, code in enumerate(machine.classes_) if code != AGAINST]
    rows, row_of = rows_of(school.rarity)
    columns, bias = columns_of(machine)
    return Weights(
        classes=tuple(str(machine.classes_[at]) for at in place),
        rarity=school.rarity,
        row_of=row_of,
        weights=columns[np.ix_(place, rows)].T.astype(np.float16, order="C"),
        bias=bias[place].astype(np.float32),
        sharpness=calibration.sharpness,
        doubt=calibration.doubt,
        sure_from=thresholds(predicted, calibration, units),
    )


def _school(lessons: Sequence[Lesson], progress: Progress) -> _School:
    features = []
    for place, lesson in enumerate(lessons):
        features.append(features_of(words_of(lesson.text)))
        if place % 500 == 0:
            progress("read", place / len(lessons))
    rarity = rarity_of(features, _SEEN_IN if len(lessons) > _MANY else 1)
    return _School(
        matrix=matrix_of(features, rarity),
        labels=[lesson.category if lesson.weight > 0 else AGAINST for lesson in lessons],
        shares=np.array([abs(lesson.weight) for lesson in lessons]),
        kept=np.array([not _held_back(lesson) for lesson in lessons]),
        rarity=rarity,
    )


def _held_back(lesson: Lesson) -> bool:
    """Sentences only: a single word of a catalogue may well be said in two categories."""
    is_sentence = lesson.weight > 0 and lesson.text.count(" ") >= _SENTENCE
    return is_sentence and crc32(lesson.text.encode()) % HELD_OUT == 0


def _fit_both(school: _School) -> tuple[Machine, Machine]:
    """The trial that does not know what was held back, and the one that knows all; side by side."""
    labels = np.array(school.labels)
    tasks = [
        (school.matrix[chosen], labels[chosen], school.shares[chosen])
        for chosen in (school.kept, np.ones(len(labels), bool))
    ]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        trial, machine = pool.map(_fit, *zip(*tasks, strict=True))
    return trial, machine


def _fit(matrix: Matrix, labels: Any, shares: Any) -> Machine:
    machine = LinearSVC(C=SOFTNESS, random_state=0)
    machine.fit(matrix, labels, sample_weight=shares)
    return machine


def _predicted(trial: Machine, school: _School, judged: Sequence[Judged]) -> list[Predicted]:
    """What the trial says of texts it has not seen: those of other writers, then its own."""
    back = np.flatnonzero(~school.kept)
    others = [features_of(words_of(one.text)) for one in judged]
    found = []
    if others:
        matrix = matrix_of(others, school.rarity)
        found.append(_told(trial, matrix, [one.right for one in judged]))
    if len(back):
        own = [frozenset({school.labels[at]}) for at in back]
        found.append(_told(trial, school.matrix[back], own))
    return found


def _told(trial: Machine, matrix: Matrix, right: Sequence[frozenset[str]]) -> Predicted:
    columns, bias = columns_of(trial)
    codes = tuple(str(code) for code in trial.classes_)
    return Predicted(classes=codes, scores=matrix @ columns.T + bias, right=right)

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
from scipy import sparse
from sklearn.svm import LinearSVC

from kck.triage.model.calibration import Predicted, calibrated, thresholds
from kck.triage.model.features import BUCKETS, Features, features_of
from kck.triage.model.lessons import Lesson
from kck.triage.model.weights import Weights, weighted
from kck.triage.words import words_of

SOFTNESS = 0.3  # C of the linear machine; larger fits the lessons more closely
HELD_OUT = 5  # every fifth lesson is kept back while probabilities are calibrated
AGAINST = ""  # the class of texts that are known not to be what was first taken for granted
_SENTENCE = 3  # spaces
_MANY, _SEEN_IN = 5_000, 3  # of many lessons, only features that stand in three of them

Progress = Callable[[str, float], None]
Matrix = Any  # scipy publishes no types
Machine = Any  # neither does scikit-learn


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
    rows = np.flatnonzero(school.rarity)
    row_of = np.full(2 * BUCKETS, -1, np.int32)
    row_of[rows] = np.arange(len(rows))
    return Weights(
        classes=tuple(str(machine.classes_[at]) for at in place),
        rarity=school.rarity,
        row_of=row_of,
        weights=machine.coef_[np.ix_(place, rows)].T.astype(np.float16, order="C"),
        bias=machine.intercept_[place].astype(np.float32),
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
    rarity = _rarity(features, _SEEN_IN if len(lessons) > _MANY else 1)
    return _School(
        matrix=_matrix(features, rarity),
        labels=[lesson.category if lesson.weight > 0 else AGAINST for lesson in lessons],
        shares=np.array([abs(lesson.weight) for lesson in lessons]),
        kept=np.array([not _held_back(lesson) for lesson in lessons]),
        rarity=rarity,
    )


def _held_back(lesson: Lesson) -> bool:
    """Sentences only: a single word of a catalogue may well be said in two categories."""
    is_sentence = lesson.weight > 0 and lesson.text.count(" ") >= _SENTENCE
    return is_sentence and crc32(lesson.text.encode()) % HELD_OUT == 0


def _rarity(features: Sequence[Features], seen_in: int) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """How little a feature is said; 0 for one that is too rare to learn from."""
    counts = np.bincount(np.concatenate([one.at for one in features]), minlength=2 * BUCKETS)
    rarity = np.log((1 + len(features)) / (1 + counts)) + 1
    return np.where(counts >= seen_in, rarity, 0).astype(np.float32)


def _matrix(features: Sequence[Features], rarity: Any) -> Matrix:
    known = [one.at[rarity[one.at] > 0] for one in features]
    values = [weighted(one, rarity) for one in features]
    ends = np.cumsum([0, *(len(one) for one in known)])
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(known), ends), shape=(len(features), 2 * BUCKETS)
    )


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
    """What the trial says of texts it has not seen: first those of other writers, then its own."""
    back = np.flatnonzero(~school.kept)
    own = [frozenset({school.labels[at]}) for at in back]
    pairs = [(school.matrix[back], own)]
    if judged:
        others = [features_of(words_of(one.text)) for one in judged]
        pairs.insert(0, (_matrix(others, school.rarity), [one.right for one in judged]))
    codes = tuple(str(code) for code in trial.classes_)
    return [
        Predicted(classes=codes, scores=trial.decision_function(matrix), right=right)
        for matrix, right in pairs
    ]

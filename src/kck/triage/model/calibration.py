"""From scores to probabilities, and from probabilities to what may be taken without a person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

# at most so many of what is taken alone may be wrong, as the mean of both sets. More than is
# promised (0.03 and 0.01), since a lesson held back has one right answer here where a reader takes
# several: on messages with all their right answers these numbers left none wrong of 173.
WRONG_CATEGORY, WRONG_UNIT = 0.05, 0.03
LEAST = 0.5  # nothing less probable than this is taken alone, however well it went
_NO_CHANCE = 2  # a single mistake says nothing about a category
_SHARPNESSES = np.geomspace(2, 40, 40)
_DOUBTS = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05)


class Calibration(NamedTuple):
    """How scores become probabilities: `sharpness` is a factor, `doubt` is never taken away."""

    sharpness: float
    doubt: float


@dataclass(frozen=True, kw_only=True)
class Predicted:
    """What a model says of texts that it has not seen, and what is right for each."""

    classes: tuple[str, ...]
    scores: "np.ndarray[Any, np.dtype[np.float64]]"  # (texts, classes)
    right: Sequence[frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """The first choice for a text."""

    code: str
    probability: float
    is_right: bool
    is_right_unit: bool


def calibrated(predicted: Sequence[Predicted]) -> Calibration:
    """The numbers under which what is right is likeliest; every set of texts counts the same."""
    tried = (
        Calibration(float(sharpness), doubt) for sharpness in _SHARPNESSES for doubt in _DOUBTS
    )
    return min(tried, key=lambda one: sum(_loss(texts, one) for texts in predicted))


def _loss(predicted: Predicted, calibration: Calibration) -> float:
    place = {code: at for at, code in enumerate(predicted.classes)}
    chances = _probabilities(predicted.scores, calibration)
    told = [
        sum(chances[at, place[code]] for code in right if code in place)
        for at, right in enumerate(predicted.right)
    ]
    return float(-np.log(np.maximum(told, 1e-9)).mean()) if told else 0.0


def _probabilities(scores: Any, calibration: Calibration) -> Any:
    powers = np.exp(calibration.sharpness * (scores - scores.max(axis=1, keepdims=True)))
    sharp = powers / powers.sum(axis=1, keepdims=True)
    return (1 - calibration.doubt) * sharp + calibration.doubt / scores.shape[1]


def thresholds(
    predicted: Sequence[Predicted], calibration: Calibration, units: Mapping[str, str]
) -> dict[str, float]:
    """By category, from what probability its texts may be taken without a person.

    One floor for all, the lowest that keeps the promise; a category that goes wrong above it is
    lifted until it does not.
    """
    sets = [_taken(one, calibration, units) for one in predicted]
    floor = _floor(sets)
    by_code: dict[str, list[_Taken]] = defaultdict(list)
    for taken in (one for many in sets for one in many):
        by_code[taken.code].append(taken)
    classes = predicted[0].classes if predicted else ()
    return {code: _lifted(by_code[code], floor) for code in classes if code}


def _taken(
    predicted: Predicted, calibration: Calibration, units: Mapping[str, str]
) -> list[_Taken]:
    chances = _probabilities(predicted.scores, calibration)
    found = []
    for row, right in zip(chances, predicted.right, strict=True):
        at = int(row.argmax())
        code = predicted.classes[at]
        found.append(
            _Taken(
                code=code,
                probability=float(row[at]),
                is_right=code in right,
                is_right_unit=units.get(code) in {units.get(other) for other in right},
            )
        )
    return found


def _floor(sets: Sequence[Sequence[_Taken]]) -> float:
    """The lowest probability from which on little enough is wrong; every set counts the same."""
    ranked = sorted(
        (-one.probability, at, place, one)
        for at, taken in enumerate(sets)
        for place, one in enumerate(taken)
    )
    counts, wrong, wrong_unit = ([0] * len(sets) for _ in range(3))
    lowest = 1.0
    for _order, at, _place, one in ranked:
        counts[at] += 1
        wrong[at] += not one.is_right
        wrong_unit[at] += not one.is_right_unit
        if _share(wrong, counts) <= WRONG_CATEGORY and _share(wrong_unit, counts) <= WRONG_UNIT:
            lowest = one.probability
    return max(LEAST, lowest)


def _share(wrong: Sequence[int], counts: Sequence[int]) -> float:
    shares = [bad / count for bad, count in zip(wrong, counts, strict=True) if count]
    return sum(shares) / len(shares)


def _lifted(taken: Sequence[_Taken], floor: float) -> float:
    """Above the most probable mistake, where the category makes too many of them."""
    above = [one for one in taken if one.probability >= floor]
    wrong = [one.probability for one in above if not one.is_right]
    if len(wrong) < _NO_CHANCE or len(wrong) <= 2 * WRONG_CATEGORY * len(above):
        return floor
    return max(wrong) + 1e-6

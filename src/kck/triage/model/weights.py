"""A trained model as arrays: what a text has in common with each category, in plain numpy.

Written once, then mapped into memory by every process; a process reads only the rows it needs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from kck.triage.model.features import BUCKETS, Features, Values, features_of_word
from kck.triage.words import Word

ARRAYS = ("rarity", "row_of", "weights", "bias")
FACTS = "facts.json"
_NO_ROW = -1
_NEVER = 1.1  # no probability is as high


@dataclass(frozen=True, kw_only=True)
class Weights:
    """`weights` has a row for each feature that training saw, a column for each class."""

    classes: tuple[str, ...]
    rarity: Values  # (sorts * BUCKETS,), 0 where the feature is unknown
    row_of: "np.ndarray[Any, np.dtype[np.int32]]"  # as long, -1 where it is unknown
    weights: "np.ndarray[Any, np.dtype[np.float16]]"  # (rows, classes)
    bias: Values  # (classes,)
    sharpness: float  # what scores are multiplied with before they become probabilities
    doubt: float  # how often the surest is wrong all the same; shared by all classes
    sure_from: Mapping[str, float]  # by class: as probable as this, and it may be taken alone

    def scores(self, features: Features) -> Values:
        """One number a class."""
        known = features.at[self.row_of[features.at] != _NO_ROW]
        if not len(known):
            return np.zeros(len(self.classes), np.float32)
        rows = self.weights[self.row_of[known]].astype(np.float32)
        return np.asarray(weighted(features, self.rarity) @ rows + self.bias, np.float32)

    def probabilities(self, scores: Values) -> Values:
        """Calibrated on texts that were not trained on; they add up to one."""
        powers = np.exp(self.sharpness * (scores - scores.max()))
        sharp = powers / powers.sum()
        return np.asarray((1 - self.doubt) * sharp + self.doubt / len(sharp), np.float32)

    def knows_any(self, features: Features) -> bool:
        return bool((self.row_of[features.at] != _NO_ROW).any())

    def sure(self, code: str) -> float:
        return self.sure_from.get(code, _NEVER)

    def strengths(self, words: Sequence[Word], codes: Sequence[str]) -> Values:
        """How much each word speaks for each class: a row a word, a column a class."""
        own = [features_of_word(word.plain) for word in words]
        at = np.concatenate(own) if own else np.empty(0, np.int64)
        rows = self.row_of[at]
        columns = [self._place[code] for code in codes]
        weights = self.weights[rows][:, columns].astype(np.float32)
        weights *= np.where(rows == _NO_ROW, 0, self.rarity[at])[:, None]
        ends = np.cumsum([0, *map(len, own)])[:-1]
        return np.asarray(np.add.reduceat(weights, ends) if len(ends) else weights, np.float32)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.classes)}

    def save(self, folder: Path) -> None:
        """Files of one folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        facts = {
            "classes": self.classes,
            "sharpness": self.sharpness,
            "doubt": self.doubt,
            "sure_from": dict(self.sure_from),
        }
        (folder / FACTS).write_text(json.dumps(facts, sort_keys=True), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Mapped, not read: pages of it come when they are needed."""
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(
                np.ndarray
            )
            for name in ARRAYS
        }
        return cls(
            classes=tuple(facts["classes"]),
            sharpness=facts["sharpness"],
            doubt=facts["doubt"],
            sure_from=facts["sure_from"],
            **arrays,
        )


def weighted(features: Features, rarity: Values) -> Values:
    """Of the known features: each sort is a vector of length one, side by side."""
    known = rarity[features.at]
    values = features.counts * known
    ends = np.searchsorted(features.at, np.arange(BUCKETS, len(rarity), BUCKETS))
    for block in np.split(values, ends):
        length = float(np.sqrt(block @ block))
        if length:
            block /= length
    return np.asarray(values[known > 0], np.float32)

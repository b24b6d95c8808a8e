"""Danger heard by what a text has in common with many sentences, beside the phrases of the list.

It hears what is told indirectly, and it takes back what the phrases hear in a text that is nothing
of the kind ("pomysł bomba").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from kck.triage.model.features import BUCKETS, Features, with_concepts
from kck.triage.model.weights import Weights
from kck.triage.words import Word

ANY = "*"  # the class that says whether there is any danger at all
_MOST_WORDS = 4
_LONGEST_REASON = 60  # words of a text among which reasons are looked for


@dataclass(frozen=True, slots=True)
class Heard:
    """How probable any danger is, and which situation it would be."""

    probability: float
    situations: tuple[str, ...]  # all of them, the likeliest first


class DangerModel:
    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._situations = np.array(weights.classes[1:])
        # models of before there were concepts know two sorts of features
        self._hears_concepts = len(weights.rarity) > 2 * BUCKETS

    def heard(self, features: Features, words: Sequence[Word]) -> Heard:
        if self._hears_concepts:
            features = with_concepts(features, words)
        if not self.weights.knows_any(features):
            return Heard(0.0, tuple(self._situations.tolist()))
        scores = self.weights.scores(features)
        order = np.argsort(-scores[1:], kind="stable")
        probability = 1 / (1 + np.exp(-float(scores[0])))
        return Heard(float(probability), tuple(self._situations[order].tolist()))

    def because(self, words: list[Word]) -> tuple[str, ...]:
        """The words that say danger most, in the order of the text."""
        said = [*{word.plain: word for word in words[:_LONGEST_REASON]}.values()]
        strengths = self.weights.strengths(said, [ANY])
        strong = list(zip(strengths[:, 0].tolist() if said else [], said, strict=True))
        best = sorted((one for one in strong if one[0] > 0), key=lambda one: -one[0])
        chosen = sorted(best[:_MOST_WORDS], key=lambda one: one[1].span)
        return tuple(word.raw for _strength, word in chosen)

    def save(self, folder: Path) -> None:
        self.weights.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(Weights.load(folder))

"""Categories ranked by the trained model; those it was not taught yet, by the words of the city."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kck.triage.engine import Engine, Scored
from kck.triage.model.features import Features, Values
from kck.triage.model.weights import Weights
from kck.triage.words import Word

# a piece of a text says clearly what it is about: so much for its first category, so much more than
# for the second, and the whole text knows of that category too. Chosen on `tuning.csv`.
CLEAR_FROM, CLEAR_AHEAD = -0.5, 0.3
CLEAR_AMONG, CLEAR_BELOW = 5, 0.9
_MOST_WORDS = 3
_TELLING = 1.0
_READ = 120  # words of a text among which reasons are looked for


@dataclass(frozen=True)
class ModelRanking:
    weights: Weights
    engine: Engine  # for categories younger than the model

    def scores(self, features: Features) -> Values:
        return self.weights.scores(features)

    def ranked(
        self,
        scores: Values,
        words: Sequence[Word],
        language: str,
        allowed: frozenset[str],
        most: int,
    ) -> list[Scored]:
        """The most probable of the allowed; none where nothing of the text is known."""
        if not scores.any():
            return []
        chances = self.weights.probabilities(scores)
        likely = (
            (self.weights.classes[at], at) for at in np.argsort(-scores, kind="stable").tolist()
        )
        found = [
            Scored(code, float(scores[at]), float(chances[at]), language)
            for code, at in islice((one for one in likely if one[0] in allowed), most)
        ]
        return self._with_young(found, words, language, allowed, most)

    def _with_young(
        self,
        found: list[Scored],
        words: Sequence[Word],
        language: str,
        allowed: frozenset[str],
        most: int,
    ) -> list[Scored]:
        young = allowed.difference(self.weights.classes)
        if not young:
            return found
        own = self.engine.ranked([*words], language, allowed, most)
        joined = [*found, *(one for one in own if one.code in young)]
        return sorted(joined, key=lambda one: -one.probability)[:most]

    def clear_code(self, features: Features, whole: Values) -> str:
        """What a piece is clearly about, by itself and within the whole; "" when it is not."""
        scores = self.weights.scores(features)
        first, second = np.argsort(-scores)[:2] if len(scores) > 1 else (0, 0)
        if scores[first] < CLEAR_FROM or scores[first] - scores[second] < CLEAR_AHEAD:
            return ""
        in_whole = whole[first]
        if in_whole < whole.max() - CLEAR_BELOW or (whole > in_whole).sum() >= CLEAR_AMONG:
            return ""
        return self.weights.classes[first]

    def because(self, codes: Sequence[str], words: Sequence[Word]) -> dict[str, tuple[str, ...]]:
        """For each category the words of the text that speak most for it, the strongest first."""
        known = [code for code in codes if code in self.weights.classes]
        said = {word.plain: word for word in words[:_READ] if not word.plain.isdigit()}
        if not known or not said:
            return {}
        strengths = self.weights.strengths([*said.values()], known)
        raw = [word.raw for word in said.values()]
        order = np.argsort(-strengths, axis=0, kind="stable")[:_MOST_WORDS]
        return {
            code: tuple(raw[at] for at in order[:, place] if strengths[at, place] > _TELLING)
            for place, code in enumerate(known)
        }

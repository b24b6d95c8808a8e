"""Categories ranked by the trained model; those it was not taught yet, by the words of the city."""

from collections.abc import Sequence
from dataclasses import dataclass

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
_TELLING = 0.02
_READ = 120  # words of a text among which reasons are looked for


@dataclass(frozen=True)
class ModelRanking:
    weights: Weights
    engine: Engine  # for categories younger than the model

    def scores(self, features: Features) -> Values:
        return self.weights.scores(features)

    def ranked(
        self,
        features: Features,
        words: Sequence[Word],
        language: str,
        allowed: frozenset[str],
        most: int,
    ) -> list[Scored]:
        """The most probable of the allowed; none where nothing of the text is known."""
        if not self.weights.knows_any(features):
            return []
        scores = self.weights.scores(features)
        chances = self.weights.probabilities(scores)
        found = [
            Scored(code, float(scores[at]), float(chances[at]), language)
            for at in np.argsort(-scores, kind="stable").tolist()
            if (code := self.weights.classes[at]) in allowed
        ][:most]
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

    def because(self, code: str, words: Sequence[Word]) -> tuple[str, ...]:
        """The words of the text that speak most for a category, the strongest first."""
        if code not in self.weights.classes:
            return ()
        said = {word.plain: word for word in words[:_READ] if not word.plain.isdigit()}
        strength = {word.raw: self.weights.strength(word, code) for word in said.values()}
        strong = sorted(strength, key=lambda raw: -strength[raw])
        return tuple(raw for raw in strong[:_MOST_WORDS] if strength[raw] > _TELLING)

"""Danger by two signals: the phrases of the city's list, and what many sentences have taught."""

from collections.abc import Collection
from typing import NamedTuple

from kck.triage.danger import Findings, Situation
from kck.triage.model.danger import DangerModel
from kck.triage.model.features import Features, features_of
from kck.triage.quoting import sentences
from kck.triage.words import Word


class Needed(NamedTuple):
    """From which probability on it is danger."""

    alone: float  # though no phrase was found
    with_phrase: float  # a phrase was found; less is nothing but a look-alike
    though_denied: float  # a phrase was found, and taken back by the words around it


# chosen on messages that taught nothing: the lowest at which no more than 2 of 100 of `tuning.csv`
# are shown a number in vain, with none of its dangers missed (decision 0021). A sentence by itself
# lacks what the others say: more is asked of it.
OF_WHOLE = Needed(alone=0.60, with_phrase=0.40, though_denied=0.80)
OF_SENTENCE = Needed(alone=0.90, with_phrase=0.50, though_denied=0.95)

_MANY_WORDS, _OF_MANY_WORDS = 3, 0.3


def hear(
    model: DangerModel,
    findings: Findings,
    text: str,
    words: list[Word],
    features: Features,
    in_force: Collection[str],
) -> list[Situation]:
    """Situations of a text, the likeliest first: by all of it, else by one of its sentences.

    What a phrase names counts unless the text is nothing like a danger; what no phrase names
    counts when the text is much like one.
    """
    spoken = [one for one in findings.situations if one.code in in_force]
    if findings.squeezed:
        return spoken
    found = _hear(model, findings, spoken, words, features, in_force, OF_WHOLE)
    if found:
        return found
    for part in sentences(text, words):
        found = _hear(model, findings, spoken, part, features_of(part), in_force, OF_SENTENCE)
        if found:
            return found
    return []


def _share_needed(spoken: Situation) -> float:
    """Nobody says so many words of the list by chance."""
    return _OF_MANY_WORDS if len(spoken.words) >= _MANY_WORDS else 1.0


def _hear(
    model: DangerModel,
    findings: Findings,
    spoken: list[Situation],
    words: list[Word],
    features: Features,
    in_force: Collection[str],
    needed: Needed,
) -> list[Situation]:
    heard = model.heard(features, words)
    if spoken and heard.probability >= needed.with_phrase * _share_needed(spoken[0]):
        return spoken
    likeliest = next((code for code in heard.situations if code in in_force), "")
    denied = likeliest in findings.dismissed
    if likeliest and heard.probability >= (needed.though_denied if denied else needed.alone):
        return [Situation(likeliest, model.because(words)), *spoken]
    return []

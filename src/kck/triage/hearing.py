"""Danger by two signals: the phrases of the city's list, and what many sentences have taught."""

from collections.abc import Collection

from kck.triage.danger import Findings, Situation
from kck.triage.model.danger import (
    ALONE_FROM,
    THOUGH_DENIED_FROM,
    WITH_PHRASE_FROM,
    DangerModel,
)
from kck.triage.model.features import Features
from kck.triage.words import Word


def hear(
    model: DangerModel,
    findings: Findings,
    features: Features,
    words: list[Word],
    in_force: Collection[str],
) -> list[Situation]:
    """Situations of a text, the likeliest first.

    What a phrase names counts unless the sentence is nothing like a danger; what no phrase names
    counts when the sentence is much like one.
    """
    heard = model.heard(features)
    spoken = [one for one in findings.situations if one.code in in_force]
    if spoken and heard.probability >= WITH_PHRASE_FROM:
        return spoken
    likeliest = next((code for code in heard.situations if code in in_force), "")
    if not likeliest or heard.probability < _needed(likeliest, findings):
        return []
    return [Situation(likeliest, model.because(words)), *spoken]


def _needed(code: str, findings: Findings) -> float:
    """More, where the phrases have found it and the words around took it back."""
    return THOUGH_DENIED_FROM if code in findings.dismissed else ALONE_FROM

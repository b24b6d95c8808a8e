"""When triage is sure, and how urgent a text is."""

from collections.abc import Sequence

from kck.directory.info import CategoryInfo
from kck.directory.terms import CaseKind, Priority, Publicity
from kck.triage.terms import Urgency
from kck.triage.words import Word, word_set

# on the 276 messages of the tests: half of them sure, 1 in 100 of those wrong
SURE_FROM = 0.75
SURE_AHEAD = 0.35
# so like a danger that its number is shown though no phrase of the list was found
DANGER_SCORE_FROM, DANGER_AHEAD_TIMES = 0.5, 1.5
DANGER_FROM, DANGER_FROM_ONE_WORD = 0.1, 0.2
GROUP_SURE_FROM = 0.75
TELLING_WORDS = 3  # with letters; who writes less is asked
# those with a legal clock of their own wait for a person, however clear they look
NEVER_SURE = frozenset(
    {
        CaseKind.COMPLAINT,
        CaseKind.MOTION,
        CaseKind.PETITION,
        CaseKind.PUBLIC_INFORMATION,
        CaseKind.DAMAGE_CLAIM,
        CaseKind.RODO_REQUEST,
        CaseKind.INTERPELACJA,
    }
)
_URGENT_WORDS = word_set(
    """
    pilne pilnie natychmiast natychmiastowa niebezpiecznie niebezpieczne niebezpieczny groźne grozi
    zagraża zagrożenie zagrożeniem wypadek urgent urgently dangerous immediately asap emergency
    терміново негайно небезпечно небезпечна загрожує
    """
)


def is_sure(probability: float, needed: float, category: CategoryInfo, kind: CaseKind) -> bool:
    """Whether the first category may be taken without a person: as probable as it needs."""
    return probability >= needed and not is_delicate(category, kind)


def is_sure_by_words(probabilities: list[float], category: CategoryInfo, kind: CaseKind) -> bool:
    """The same while there is no model: clear, and well ahead of the second."""
    second = probabilities[1] if len(probabilities) > 1 else 0.0
    return (
        probabilities[0] >= SURE_FROM
        and probabilities[0] - second >= SURE_AHEAD
        and not is_delicate(category, kind)
    )


def is_delicate(category: CategoryInfo, kind: CaseKind) -> bool:
    """Left to a person however clear it looks."""
    return (
        category.is_redirect
        or category.public == Publicity.NO
        or kind in NEVER_SURE
        or category.case_kind in NEVER_SURE
    )


def tells_enough(words: Sequence[Word]) -> bool:
    """Whether there is more than a word or two, or numbers."""
    return sum(not word.plain.isdigit() for word in words) >= TELLING_WORDS


def is_like_a_danger(score: float, probabilities: list[float], words: int) -> bool:
    """Recall before precision: much less than being sure, and more than the next best."""
    needed = DANGER_FROM if words > 1 else DANGER_FROM_ONE_WORD
    if not probabilities or score < DANGER_SCORE_FROM or probabilities[0] < needed:
        return False
    return len(probabilities) == 1 or probabilities[0] >= DANGER_AHEAD_TIMES * probabilities[1]


def urgency_of(words: list[Word], category: CategoryInfo | None, *, danger: bool) -> Urgency:
    """A danger, else what the likely category or the writer calls urgent."""
    if danger:
        return Urgency.DANGER
    if category is not None and category.priority == Priority.P1:
        return Urgency.URGENT
    if any(word.plain in _URGENT_WORDS for word in words[:400]):
        return Urgency.URGENT
    return Urgency.NORMAL

"""Situations of the city's danger list in a text: recall before precision.

An entry of the list ("czuć gaz") matches when all its words stand close together, in any order and
form, one of them mistyped at most. A match is dropped where it shares a word with a look-alike of
the same situation ("gaz pieprzowy"), is denied ("nie ma pożaru") or is over ("rok temu był pożar").
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kck.directory.info import DangerInfo
from kck.triage.context import is_about_now
from kck.triage.lexicon import Hit, Known, Lexicon
from kck.triage.words import Word, words_of

# a word this long may be several; a phrase of several words, run together, is no part of another
_SQUEEZED_FROM, _JOINED_FROM, _MOST_SQUEEZED = 18, 7, 200
_TAKEN_BACK = ("niema", "niebyl", "bylo", "noth", "wasnot", "nemae", "небуло", "немає")


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation that the text tells of, and the words that say so, as they were written."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Situations found, and those that were named but are not happening."""

    situations: tuple[Situation, ...]
    dismissed: frozenset[str]
    squeezed: bool = False  # found in words written without spaces, of which a model knows nothing


class DangerList:
    """The city's list, ready for looking into texts; `known` are words that are no mistakes."""

    def __init__(self, dangers: Iterable[DangerInfo], known: Known) -> None:
        dangers = tuple(dangers)
        self._order = {danger.code: place for place, danger in enumerate(dangers)}
        self._said = Lexicon(_phrases({one.code: one.words for one in dangers}), known)
        self._run_together = [
            (code, joined)
            for code, _language, text in _phrases({one.code: one.words for one in dangers})
            if len(parts := words_of(text)) > 1
            and len(joined := "".join(part.plain for part in parts)) >= _JOINED_FROM
        ]
        self._lookalikes = Lexicon(
            _phrases({one.code: one.lookalikes for one in dangers}), known, strict=True
        )

    def find(self, words: list[Word], language: str) -> Findings:
        """The situations of a text, the one with the most words for it first."""
        hits = self._said.find(words, language)
        excused = _positions(self._lookalikes.find(words, language))
        spoken: dict[str, set[int]] = defaultdict(set)
        for hit in hits:
            if excused[hit.code].isdisjoint(hit.at) and is_about_now(words, hit.at):
                spoken[hit.code].update(hit.at)
        ranked = sorted(spoken, key=lambda code: (-len(spoken[code]), self._order[code]))
        found = tuple(
            Situation(code, tuple(dict.fromkeys(words[at].raw for at in sorted(spoken[code]))))
            for code in ranked
        )
        named = {*excused, *(hit.code for hit in hits)}
        if not found and (found := self._squeezed_in(words)):
            return Findings(found, frozenset(), squeezed=True)
        return Findings(found, frozenset(named - set(spoken)))

    def _squeezed_in(self, words: list[Word]) -> tuple[Situation, ...]:
        """Phrases written without spaces ("czućgaznaklatce"), exactly and in their order."""
        for word in words[:_MOST_SQUEEZED]:
            if len(word.plain) < _SQUEEZED_FROM or any(one in word.plain for one in _TAKEN_BACK):
                continue
            for code, phrase in self._run_together:
                if phrase in word.plain:
                    return (Situation(code, (word.raw,)),)
        return ()


def _phrases(
    texts: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Iterable[tuple[str, str, str]]:
    for code, by_language in texts.items():
        for language, phrases in by_language.items():
            for phrase in phrases:
                yield code, language, phrase


def _positions(hits: list[Hit]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for hit in hits:
        found[hit.code].update(hit.at)
    return found

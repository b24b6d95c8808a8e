"""Why something did not work, kept as a word with its facts and said in each reader's language.

    AWAY = reason("open311.away", _("nie można połączyć się z systemem jednostki (%(error)s)"))
    row.reason, row.why = columns(AWAY(error="ConnectError"))   # text and JSON columns
    kept(row.why, row.reason)                                   # a Reason again, or None

The text is Polish: it is for rows from before the JSON, and for words that a later version drops.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

LONGEST = 300
_words: dict[str, Any] = {}


@dataclass(frozen=True)
class Reason:
    """`facts` are plain JSON, or reasons themselves. `str()` says it in the active language."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, **facts: Any) -> "Reason":
        return Reason(self.code, {**self.facts, **facts})

    def __str__(self) -> str:
        words = str(_words.get(self.code, self.code))
        try:
            return words % self.facts
        except (KeyError, TypeError, ValueError):  # kept by another version, with other facts
            return words

    def stored(self) -> dict[str, Any]:
        facts = {
            name: value.stored() if isinstance(value, Reason) else value
            for name, value in self.facts.items()
        }
        return {"code": self.code, "facts": facts}


def reason(code: str, words: Any) -> Reason:
    """Give a code its words (lazy, with `%(fact)s`). The code is kept for years: it never changes.

    A percent sign that stands for itself is doubled.
    """
    assert _words.setdefault(code, words) is words, code  # noqa: S101 (two of the same code)
    return Reason(code)


_TEXT = reason("text", "%(text)s")


def of_text(text: str) -> Reason:
    """What somebody else said, in their own words."""
    return _TEXT(text=text)


def columns(why: Reason | None, longest: int = LONGEST) -> tuple[str, dict[str, Any] | None]:
    """The text and the JSON to keep."""
    if why is None:
        return "", None
    with override("pl"):
        return str(why)[:longest], why.stored()


def in_language(why: Reason, language: str) -> str:
    with override(language):
        return str(why)


def kept(stored: Mapping[str, Any] | None, text: str = "") -> Reason | None:
    """What was kept, as far as its code is still known, else the text."""
    if stored and stored["code"] in _words:
        return Reason(stored["code"], {n: _fact(one) for n, one in stored["facts"].items()})
    return of_text(text) if text else None


def _fact(value: Any) -> Any:
    is_reason = isinstance(value, dict) and value.keys() == {"code", "facts"}
    return kept(value, value["code"]) if is_reason else value

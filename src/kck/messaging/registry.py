"""Which texts there are: each module registers its own, in its `texts.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kck.messaging.rules import fill, problems
from kck.messaging.terms import FRAME, MAILING_FRAME, STAFF_FRAME, Words

LANGUAGES = ("pl", "en", "uk")
SHORT_CHANNELS = frozenset({"sms"})  # short words, and no frame around them
LONGEST_SHORT = 300  # of the words themselves, without what fills their gaps


class BadText(ValueError):
    """A module registered a text that could not be sent."""


@dataclass(frozen=True, kw_only=True)
class MessageText:
    """What may be said on one occasion: its gaps with samples, and the words that ship."""

    key: str
    about: Any  # when it is sent, for the editor
    variables: Mapping[str, str]  # name -> sample, for the preview
    defaults: Mapping[str, Words]  # language -> words
    must: frozenset[str] = frozenset()  # gaps an edition may not leave out
    subject: bool = True
    frame: str = FRAME
    why: Mapping[str, str] = field(default_factory=dict)  # language -> why you get this
    short: Mapping[str, str] = field(default_factory=dict)  # language -> words for a phone
    short_must: frozenset[str] = frozenset()

    @property
    def is_frame(self) -> bool:
        return self.key in {FRAME, STAFF_FRAME, MAILING_FRAME}

    def default(self, language: str) -> Words:
        return self.defaults.get(language) or self.defaults["pl"]


_texts: dict[str, MessageText] = {}


def register(text: MessageText) -> None:
    """Offer a text. Refused at start when its words do not fit its variables."""
    for language in LANGUAGES:
        if language not in text.defaults:
            raise BadText(f"{text.key} has no words in {language}")
        found = problems(
            text.defaults[language], text.variables, must=text.must, subject=text.subject
        )
        if language in text.why:
            found += problems(Words(body=text.why[language]), text.variables, subject=False)
        if text.short:
            found += _of_short(text, language)
        if found:
            raise BadText(f"{text.key} ({language}): {' '.join(found)}")
    _texts[text.key] = text


def _of_short(text: MessageText, language: str) -> list[str]:
    """An occasion has short words in every language, or in none."""
    said = text.short.get(language, "")
    found = problems(Words(body=said), text.variables, must=text.short_must, subject=False)
    plain = fill(said, dict.fromkeys(text.variables, ""))
    return found + ([f"short: {len(plain)} letters"] if len(plain) > LONGEST_SHORT else [])


def message_text(key: str) -> MessageText:
    return _texts[key]


def message_texts() -> tuple[MessageText, ...]:
    """All of them, by key."""
    return tuple(_texts[key] for key in sorted(_texts))

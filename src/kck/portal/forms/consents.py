"""The city's consent texts, and which version of each somebody saw."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import get_language

from kck.directory.snapshot import Snapshot

PREFIX = "consent-"


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    purpose: str
    title: str
    body: str
    version: str

    @property
    def field(self) -> str:
        return f"{PREFIX}{self.purpose}"


def consent_texts(city: Snapshot) -> list[ConsentText]:
    """All `consent-*` texts of the city, in the reader's language."""
    language = (get_language() or "pl")[:2]
    keys = sorted({key for key, _language in city.texts if key.startswith(PREFIX)})
    found = [text for key in keys if (text := city.text(key, language))]
    return [
        ConsentText(
            purpose=text.key.removeprefix(PREFIX),
            title=text.title,
            body=text.body,
            version=version_of(text.title, text.body, text.language),
        )
        for text in found
    ]


def version_of(title: str, body: str, language: str) -> str:
    shown = f"{title}\n{body}"
    return f"{language}:{sha256(shown.encode()).hexdigest()[:16]}"

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


def purposes(city: Snapshot) -> list[str]:
    """What the city asks consent for."""
    return sorted(
        {key.removeprefix(PREFIX) for key, _language in city.texts if key.startswith(PREFIX)}
    )


def consent_texts(city: Snapshot) -> list[ConsentText]:
    """All `consent-*` texts of the city, in the reader's language."""
    language = (get_language() or "pl")[:2]
    found = [text for one in purposes(city) if (text := city.text(f"{PREFIX}{one}", language))]
    return [
        ConsentText(
            purpose=text.key.removeprefix(PREFIX),
            title=text.title,
            body=text.body,
            version=version_of(text.title, text.body, text.language),
        )
        for text in found
    ]


def is_version(purpose: str, version: str, city: Snapshot) -> bool:
    """Whether this is what the text says today, in whatever language it was read."""
    texts = (text for (key, _language), text in city.texts.items() if key == f"{PREFIX}{purpose}")
    return any(version_of(text.title, text.body, text.language) == version for text in texts)


def version_of(title: str, body: str, language: str) -> str:
    shown = f"{title}\n{body}"
    return f"{language}:{sha256(shown.encode()).hexdigest()[:16]}"

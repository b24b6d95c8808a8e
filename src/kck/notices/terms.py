"""The words of notices, and a notice as others see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from kck.foundation.text import _, localized


class NoticeKind(TextChoices):
    """How a notice looks and sounds; the gravest come first."""

    DANGER = "danger", _("niebezpieczeństwo")
    WARNING = "warning", _("ostrzeżenie")
    INFO = "info", _("informacja")


@dataclass(frozen=True, kw_only=True)
class NoticeInfo:
    """A notice in force; no districts means the whole city, no `until` means for now."""

    code: str
    kind: NoticeKind
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    districts: tuple[str, ...]
    since: datetime
    until: datetime | None

    @property
    def title(self) -> str:
        """In the active language."""
        return localized(self.titles)

    @property
    def text(self) -> str:
        """In the active language; plain text, may be empty."""
        return localized(self.texts)

    def title_in(self, language: str) -> str:
        return localized(self.titles, language)

    def text_in(self, language: str) -> str:
        return localized(self.texts, language)

"""What a notice must be, whoever writes it."""

from collections.abc import Mapping
from datetime import datetime

from kck.foundation.text import _, clean
from kck.notices.terms import NoticeKind

LONGEST_TITLE = 120
LONGEST_TEXT = 600  # it is also read aloud


class WrongNotice(ValueError):
    """A notice nobody should publish; the message is for the editor."""


def cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    """Without control characters, one paragraph, and without languages that say nothing."""
    plain = {language: " ".join(clean(text).split()) for language, text in texts.items()}
    return {language: text for language, text in plain.items() if text}


def must_be_sound(
    kind: str,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    valid_from: datetime,
    valid_to: datetime | None,
) -> None:
    """Raise WrongNotice with the first thing that is wrong."""
    if kind not in NoticeKind.values:
        raise WrongNotice(_("Nie ma takiego rodzaju komunikatu."))
    if not titles.get("pl"):
        raise WrongNotice(_("Komunikat potrzebuje tytułu po polsku."))
    if any(len(title) > LONGEST_TITLE for title in titles.values()):
        raise WrongNotice(_("Tytuł może mieć najwyżej 120 znaków."))
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        raise WrongNotice(_("Tekst może mieć najwyżej 600 znaków."))
    if valid_to is not None and valid_to <= valid_from:
        raise WrongNotice(_("Koniec komunikatu musi być po jego początku."))

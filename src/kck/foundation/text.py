"""Words that people read: translation, folding, Polish order, names in several languages."""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

__all__ = ["_", "clean", "fold", "has_controls", "localized", "ngettext", "polish_sort_key"]

_FOLD = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "ı": "i"})
_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_ORDER = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET)}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # not \n and \t
# bidirectional overrides, zero-width and other invisible characters hide what a text says
_INVISIBLE = dict.fromkeys((*range(8234, 8239), *range(8294, 8298), 8203, 8206, 8207, 65279))


def localized(names: Mapping[str, str], language: str | None = None) -> str:
    """The name in the asked or active language, else in Polish, else whatever there is."""
    wanted = language or (get_language() or "pl")[:2]
    return names.get(wanted) or names.get("pl") or next(iter(names.values()), "")


def fold(text: str) -> str:
    """Lower case without diacritics, for comparing: "Łąkowa" becomes "lakowa"."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def polish_sort_key(text: str) -> str:
    """A key under which plain comparison gives the Polish order (no ICU needed)."""
    return "".join(_ORDER.get(letter) or f"  {letter}" for letter in text.lower())


def clean(text: str) -> str:
    """What a stranger typed, without control and direction-changing characters; NFC; stripped."""
    if text.isprintable():  # most texts: none of what is taken out below is printable
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", kept)).strip()


def has_controls(text: str) -> bool:
    """Whether there are characters that nobody types and no program means: NUL, escape, delete."""
    return bool(_CONTROLS.search(text.replace("\r", "\n")))

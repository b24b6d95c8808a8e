"""The words of ready texts, drafts and held replies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _


class Purpose(StrEnum):
    """What a ready text is for; the names are those of the desk's actions."""

    ANSWER = "answer"
    ASK = "ask"
    DONE = "done"
    CLOSE = "close"
    HAND_BACK = "hand_back"
    FORWARD = "forward"
    NOTE = "note"

    @property
    def label(self) -> Any:
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    Purpose.ANSWER: _("odpowiedź"),
    Purpose.ASK: _("pytanie"),
    Purpose.DONE: _("wykonane"),
    Purpose.CLOSE: _("załatwione od razu"),
    Purpose.HAND_BACK: _("powód oddania"),
    Purpose.FORWARD: _("powód przekazania"),
    Purpose.NOTE: _("notatka"),
}

# what may stand in a ready text, with a sample for the editor
VARIABLES: Mapping[str, str] = {
    "number": "26-004512-7",
    "category": "Dziura / ubytek w jezdni",
    "place": "ul. Długa 12",
    "unit": "Zarząd Dróg Miasta Krakowa",
    "my_unit": "Zarząd Dróg Miasta Krakowa",
    "promise": "naprawimy do 12 grudnia",
    "scheduled": "7 grudnia",
    "today": "2 grudnia 2026",
    "city": "Kraków",
    "phone": "12 616 55 55",
    "site": "https://kontakt.example",
}
# the words among them, as they stand in texts of other languages
_TRANSLATED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "category": "Pothole",
        "promise": "we will repair it by 12 December",
        "scheduled": "7 December",
        "today": "2 December 2026",
    },
    "uk": {
        "category": "Яма на проїжджій частині",
        "promise": "відремонтуємо до 12 грудня",
        "scheduled": "7 грудня",
        "today": "2 грудня 2026",
        "city": "Краків",
    },
}


def samples_in(language: str) -> Mapping[str, str]:
    return {**VARIABLES, **_TRANSLATED.get(language, {})}


VARIABLE_LABELS: Mapping[str, Any] = {
    "number": _("numer sprawy"),
    "category": _("kategoria"),
    "place": _("adres miejsca, jeśli jest"),
    "unit": _("jednostka, która ma sprawę"),
    "my_unit": _("jednostka osoby, która pisze"),
    "promise": _("co i na kiedy obiecano, jeśli obiecano"),
    "scheduled": _("dzień zaplanowanych prac, jeśli jest"),
    "today": _("dzisiejsza data"),
    "city": _("nazwa miasta"),
    "phone": _("telefon centrum kontaktu"),
    "site": _("adres strony centrum kontaktu"),
}
LANGUAGES = ("pl", "en", "uk")
TYPING_FOR = timedelta(seconds=12)  # real time; an open form saves more often than that
DRAFT_KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Where a ready text fits; an empty collection limits nothing. All are codes."""

    purposes: Collection[str] = ()
    units: Collection[str] = ()
    groups: Collection[str] = ()
    categories: Collection[str] = ()
    states: Collection[str] = ()
    outcomes: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Where a text is wanted: of the case, and of the person who writes."""

    purpose: str
    units: frozenset[str]  # the writer's, and the one that has the case
    group: str
    category: str
    state: str
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadyText:
    """One edition."""

    id: int
    code: str
    names: Mapping[str, str]
    bodies: Mapping[str, str]
    limits: Limits
    valid_from: date
    valid_to: date | None
    author: str
    made_at: datetime

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

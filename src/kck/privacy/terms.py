"""The words of requests and of retention."""

from enum import StrEnum
from typing import Any

from kck.foundation.text import _


class RequestKind(StrEnum):
    """Rights of chapter III of the regulation that need somebody to do something."""

    ACCESS = "access"
    ERASURE = "erasure"
    RECTIFICATION = "rectification"
    OBJECTION = "objection"

    @property
    def label(self) -> Any:
        return KIND_LABELS[self]


KIND_LABELS = {
    RequestKind.ACCESS: _("wgląd i kopia danych (art. 15)"),
    RequestKind.ERASURE: _("usunięcie danych (art. 17)"),
    RequestKind.RECTIFICATION: _("sprostowanie danych (art. 16)"),
    RequestKind.OBJECTION: _("sprzeciw albo ograniczenie (art. 18 i 21)"),
}


class RequestState(StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    RequestState.OPEN: _("do załatwienia"),
    RequestState.DONE: _("załatwione"),
    RequestState.REFUSED: _("odmowa"),
}


class Step(StrEnum):
    """First who it was is forgotten, later what they wrote."""

    CONTACT = "contact"
    WORDS = "words"

    @property
    def label(self) -> Any:
        return STEP_LABELS[self]


STEP_LABELS = {
    Step.CONTACT: _("kontakt"),
    Step.WORDS: _("treść i zdjęcia"),
}

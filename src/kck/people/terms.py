"""Ways to reach somebody, and what they need so that we understand each other."""

from enum import StrEnum
from typing import Any

from kck.foundation.text import _


class PointKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"
    TELEGRAM = "telegram"
    SIGNAL = "signal"
    OTHER = "other"

    @property
    def label(self) -> Any:
        return POINT_LABELS[self]


POINT_LABELS = {
    PointKind.PHONE: _("telefon"),
    PointKind.EMAIL: _("e-mail"),
    PointKind.WHATSAPP: "WhatsApp",
    PointKind.MESSENGER: "Messenger",
    PointKind.TELEGRAM: "Telegram",
    PointKind.SIGNAL: "Signal",
    PointKind.OTHER: _("inny"),
}
# what is dialled is kept as a telephone number, so that it is found in any form
DIALLED = frozenset({PointKind.PHONE, PointKind.WHATSAPP, PointKind.SIGNAL})


class Need(StrEnum):
    SMS = "sms"
    SIGN = "sign"
    EASY = "easy"
    LARGE = "large"
    ALOUD = "aloud"
    SLOWLY = "slowly"
    STEP_FREE = "step-free"

    @property
    def label(self) -> Any:
        return NEED_LABELS[self]


NEED_LABELS = {
    Need.SMS: _("nie słyszy: pisać SMS"),
    Need.SIGN: _("nie słyszy: tłumacz języka migowego przez wideo"),
    Need.EASY: _("tekst łatwy do czytania"),
    Need.LARGE: _("duży druk"),
    Need.ALOUD: _("nie widzi: czytać na głos, nie przysyłać skanów"),
    Need.SLOWLY: _("mówić wolno i prosto"),
    Need.STEP_FREE: _("spotkanie bez schodów"),
}


class DoubleReason(StrEnum):
    """Why two records may be one person."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"

    @property
    def label(self) -> Any:
        return DOUBLE_LABELS[self]


DOUBLE_LABELS = {
    DoubleReason.PHONE: _("ten sam telefon"),
    DoubleReason.EMAIL: _("ten sam e-mail"),
    DoubleReason.NAME: _("to samo imię i nazwisko, ten sam adres"),
}

"""The words of links and calls."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kck.foundation.text import _

TOKEN_BYTES = 24
TOKEN_LENGTH = 32  # of its text
LIST_DAYS = 7  # a morning's list is old news soon
LONGEST_NAME = 80
LINK_GRANTS = frozenset({"cases.view", "cases.work"})


class LinkKind(StrEnum):
    CASE = "case"
    LIST = "list"
    TASK = "task"  # a part of a case, of another unit or of a contractor


class LinkState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def label(self) -> Any:
        return LINK_STATE_LABELS[self]


LINK_STATE_LABELS = {
    LinkState.OPEN: _("działa"),
    LinkState.EXPIRED: _("wygasł"),
    LinkState.REVOKED: _("unieważniony"),
}


class Letter(StrEnum):
    """What became of the mail that carries the link."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Revoking(StrEnum):
    """Why a link was taken back."""

    CENTRE = "centre"
    LEAD = "lead"  # the unit that gave the task
    NOT_ME = "not-me"  # the receiver says that it came to the wrong address
    REPLACED = "replaced"  # a newer one went to the same address

    @property
    def label(self) -> Any:
        return REVOKING_LABELS[self]


REVOKING_LABELS = {
    Revoking.CENTRE: _("unieważniło centrum"),
    Revoking.LEAD: _("unieważniła jednostka prowadząca"),
    Revoking.NOT_ME: _("odbiorca: to nie do mnie"),
    Revoking.REPLACED: _("zastąpił go nowszy"),
}


class Use(StrEnum):
    """What was done by a link."""

    OPENED = "opened"
    TAKEN = "taken"
    ASKED = "asked"
    NOTED = "noted"
    PHOTO = "photo"
    DONE = "done"
    HANDED_BACK = "handed-back"
    NOT_ME = "not-me"
    RENEWED = "renewed"

    @property
    def label(self) -> Any:
        return USE_LABELS[self]


USE_LABELS = {
    Use.OPENED: _("otwarto"),
    Use.TAKEN: _("przyjęto"),
    Use.ASKED: _("zapytano zgłaszającego"),
    Use.NOTED: _("dopisano notatkę"),
    Use.PHOTO: _("dodano zdjęcia"),
    Use.DONE: _("zakończono"),
    Use.HANDED_BACK: _("oddano"),
    Use.NOT_ME: _("odbiorca: to nie do mnie"),
    Use.RENEWED: _("poproszono o nowy odnośnik"),
}


class CallResult(StrEnum):
    """What came of calling a unit's dispatcher."""

    TOLD = "told"
    ACCEPTED = "accepted"
    NOT_REACHED = "not-reached"

    @property
    def label(self) -> Any:
        return CALL_LABELS[self]


CALL_LABELS = {
    CallResult.TOLD: _("przekazano"),
    CallResult.ACCEPTED: _("przyjęli sprawę"),
    CallResult.NOT_REACHED: _("nikt nie odebrał"),
}


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A new link. Its token is here and in the mail; `about` is where messaging keeps that."""

    id: int
    token: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link as it was found by its token, with what it is good for now."""

    id: int
    kind: LinkKind
    state: LinkState
    unit_id: int
    mail: str
    day: date | None
    issued_at: datetime
    case_ids: tuple[int, ...]
    task_id: int | None = None

"""Facts of formal matters and of what was promised for later."""

from dataclasses import dataclass

from kck.cases.events import CaseMoved


@dataclass(frozen=True, kw_only=True)
class CaseProlonged(CaseMoved):
    """It will take longer than the law's term (KPA art. 36); reason and instruction are sealed."""

    name = "cases.case_prolonged"

    was_due_at: str
    legal_due_at: str


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(CaseMoved):
    """It ended in a programme; on this day it comes back."""

    name = "cases.commitment_made"

    commitment_id: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class CommitmentCameBack(CaseMoved):
    """Its day is there: the unit has to say what became of it."""

    name = "cases.commitment_came_back"

    commitment_id: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class CommitmentSettled(CaseMoved):
    """`result`: kept, broken, or reopened."""

    name = "cases.commitment_settled"

    commitment_id: int
    result: str


@dataclass(frozen=True, kw_only=True)
class ComplainedNamed(CaseMoved):
    """Of whom the complaint is, and to which unit it goes for that reason."""

    name = "cases.complained_named"

    of: str
    unit_id: int | None
    staff_id: int | None
    to_unit_id: int
    moved: bool


@dataclass(frozen=True, kw_only=True)
class AuthorAsked(CaseMoved):
    """The author was asked, once, for the name and address without which nothing is examined."""

    name = "cases.author_asked"

    returns_at: str


@dataclass(frozen=True, kw_only=True)
class LeftUnexamined(CaseMoved):
    """A complaint without name and address; the fault in it goes on as a report."""

    name = "cases.left_unexamined"

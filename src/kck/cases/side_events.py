"""Facts beside the case's own course: its tasks, labels, ties, files, and being split.

All of them are matters of the house; of a split the reporter hears in one letter.
"""

from dataclasses import dataclass

from kck.cases.events import CaseMoved


@dataclass(frozen=True, kw_only=True)
class TaskFact(CaseMoved):
    """Something happened to a task; `contractor`: an outside firm has it for that unit."""

    task_id: int
    unit_id: int
    contractor: bool


@dataclass(frozen=True, kw_only=True)
class TaskGiven(TaskFact):
    name = "cases.task_given"


@dataclass(frozen=True, kw_only=True)
class TaskTaken(TaskFact):
    name = "cases.task_taken"


@dataclass(frozen=True, kw_only=True)
class TaskAsked(TaskFact):
    """Who has the task asks the unit of the case."""

    name = "cases.task_asked"


@dataclass(frozen=True, kw_only=True)
class TaskPhotographed(TaskFact):
    name = "cases.task_photographed"


@dataclass(frozen=True, kw_only=True)
class TaskDone(TaskFact):
    name = "cases.task_done"


@dataclass(frozen=True, kw_only=True)
class TaskHandedBack(TaskFact):
    name = "cases.task_handed_back"


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(TaskFact):
    name = "cases.task_cancelled"


@dataclass(frozen=True, kw_only=True)
class CaseLabelled(CaseMoved):
    name = "cases.case_labelled"

    label_id: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class CaseTied(CaseMoved):
    name = "cases.case_tied"

    other_id: int
    tie: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class FileAdded(CaseMoved):
    name = "cases.file_added"

    file_id: int


@dataclass(frozen=True, kw_only=True)
class FileErased(CaseMoved):
    name = "cases.file_erased"

    file_id: int


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseMoved):
    """The same was closed here before; `times` with this one."""

    name = "cases.case_returned"

    earlier_ids: list[int]
    times: int


@dataclass(frozen=True, kw_only=True)
class CauseSaid(CaseMoved):
    name = "cases.cause_said"

    cause: str


@dataclass(frozen=True, kw_only=True)
class CaseSplit(CaseMoved):
    """Its report spoke of several matters: the others are cases of their own now."""

    name = "cases.case_split"

    into_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class SplitUndone(CaseMoved):
    """Said of the case that was split, and of each that came of it."""

    name = "cases.split_undone"

    into_ids: list[int]

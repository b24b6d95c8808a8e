"""Facts beside the case's own course: its tasks, labels, ties, files, and being split.

All of them are matters of the house; of a split the reporter hears in one letter.
"""

from dataclasses import dataclass

from kck.cases.events import CaseMoved
from kck.foundation.outbox import Event


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


@dataclass(frozen=True, kw_only=True)
class LabelFact(Event):
    """Something happened to a label itself, whatever cases have it."""

    label_id: int


@dataclass(frozen=True, kw_only=True)
class LabelChanged(LabelFact):
    name = "cases.label_changed"

    was: str
    now: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class LabelRetired(LabelFact):
    """`on`: it is offered no more; else it is again."""

    name = "cases.label_retired"

    on: bool


@dataclass(frozen=True, kw_only=True)
class LabelMerged(LabelFact):
    """`moved` are the cases that got the other one for it, `both` those that had it already."""

    name = "cases.label_merged"

    into_id: int
    was: str
    now: str
    moved: list[int]
    both: list[int]


@dataclass(frozen=True, kw_only=True)
class LabelMergeUndone(LabelFact):
    name = "cases.label_merge_undone"

    into_id: int


@dataclass(frozen=True, kw_only=True)
class ContractorKept(Event):
    """A firm of a unit's list was written down or changed; `changed` names the fields."""

    name = "cases.contractor_kept"

    contractor_id: int
    unit_id: int
    changed: list[str]

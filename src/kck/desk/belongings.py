"""What hangs on a case, as its page shows it: tasks, labels, files, other cases."""

from collections.abc import Collection, Sequence
from typing import Any

from kck.cases.queries.belongings import files_of, labels_of, ties_of
from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.tasks import TaskRow
from kck.cases.terms import CaseState
from kck.desk.sides import VERBS, TaskVerb
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.intake.commands.split import seconds_to_undo


def belongings_of(
    case: DeskCase, actor: Actor, tasks: Sequence[TaskRow], happened: Collection[str]
) -> dict[str, Any]:
    """For the page of the case and its live parts.

    `happened` names what its history tells of: what never was put there is not asked for.
    """
    mine = next((row for row in tasks if "ask" in row.may and "task" not in case.may), None)
    return {
        "tasks": [(row, [] if row == mine else _verbs(row)) for row in tasks],
        "my_task": (mine, [(verb, _KEYS[verb.name]) for verb in _verbs(mine)]) if mine else None,
        "tasks_open": sum(row.running and not row.own for row in tasks),
        "labels": labels_of([case.id]).get(case.id, []) if "case_labelled" in happened else [],
        "documents": files_of(case.id) if "file_added" in happened else [],
        "ties": ties_of(actor, case.id),
        "undo_split": _seconds_to_undo(case) if "case_split" in happened else 0,
        "flagged": case.times >= 3 and case.state != CaseState.MERGED,
    }


def _seconds_to_undo(case: DeskCase) -> int:
    return seconds_to_undo(case.id, at=clock.now()) if "split" in case.may else 0


# the case's own are not there for whoever has only a task in it
_KEYS = {"take": "a", "done": "d", "ask": "q", "photo": "o", "back": "b", "cancel": "x"}


def _verbs(row: TaskRow) -> list[TaskVerb]:
    return [verb for name, verb in VERBS.items() if name in row.may]

"""What a far end says of a part of a case goes to the unit that has the case, to nobody else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kck.cases import commands as cases
from kck.cases.models import Task
from kck.cases.queries.tasks import RUNNING
from kck.channels.open311_out.terms import DONE, FarChange
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.text import _

_FINISHED = _("Jednostka zakończyła zadanie w swoim systemie.")
_NOT_OURS = _("Jednostka odpowiada, że zadanie nie należy do niej.")


def is_beside(task_id: int) -> bool:
    return Task.objects.filter(pk=task_id, beside=True).exists()


def tell_task(
    task_id: int, verb: str, change: FarChange, photos: Sequence[UUID], *, at: datetime, by: Actor
) -> None:
    """Done twice is done once; what is over stays over, and its words are a note."""
    task = Task.objects.get(pk=task_id)
    if task.state not in RUNNING:
        _note(task, change.words, at)
    elif verb.startswith(DONE):
        words = change.words if len(change.words) >= 5 else str(_FINISHED)
        cases.finish_task(task_id, words=words, files=photos, at=at, by=by)
    elif verb == "hand-back":
        words = change.words if len(change.words) >= 5 else str(_NOT_OURS)
        cases.hand_back_task(task_id, words=words, at=at, by=by)
    elif verb == "ask" and len(change.words) >= 5:
        cases.ask_about_task(task_id, words=change.words, at=at, by=by)
    else:
        cases.take_task(task_id, at=at, by=by)
        _note(task, change.words, at)


def _note(task: Task, words: str, at: datetime) -> None:
    if len(words) > 1:
        cases.add_note(task.case_id, text=words, at=at, by=PLATFORM)

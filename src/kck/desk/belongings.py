"""What hangs on a case, as its page shows it: tasks, labels, files, other cases."""

from typing import Any

from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.tasks import tasks_of
from kck.foundation import clock
from kck.foundation.actor import Actor


def belongings_of(case: DeskCase, actor: Actor) -> dict[str, Any]:
    """For the page of the case and its live parts."""
    return {"tasks": tasks_of(case.id, actor, at=clock.now())}

"""Views that look for one person go with that person; words of runs are emptied by a job."""

from datetime import datetime

from kck.foundation.actor import Actor
from kck.foundation.privacy import Holder, register
from kck.queues.commands.runs import empty_old
from kck.queues.models import SavedView


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    return SavedView.objects.filter(person_id=person_id).delete()[0]


register(
    Holder(
        name="queues",
        export=lambda person_id: {},
        forget=_forget,
        holds=lambda person_id: "",
        expire=lambda at, preview: empty_old(preview=preview),
    )
)

"""A view that left the house is noted."""

from datetime import datetime

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.queues.events import ViewExported


@command
def note_export(view: str, form: str, *, rows: int, by: Actor, at: datetime) -> None:
    record(ViewExported(view=view, form=form, rows=rows), by=by, at=at)

"""What is counted for one person on every page of the desk, in one statement."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kck.accounts.models import StaffNotice
from kck.foundation.actor import Actor
from kck.queues.queries.saved import counted
from kck.queues.terms import SavedInfo

UNREAD = "unread"


def personal(
    saved: Iterable[SavedInfo], actor: Actor, *, at: datetime
) -> "dict[str, QuerySet[Any, Any]]":
    """One's saved views, and what one was told and has not read."""
    unread = StaffNotice.objects.filter(staff_id=actor.id or 0, read_at=None)
    return {**counted(saved, actor, at=at), UNREAD: unread}

"""Who has a thread open just now."""

from kck.conversations import policy
from kck.conversations.models import Thread, ThreadPresence
from kck.conversations.queries.thread import HERE_FOR
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import announce, command
from kck.foundation.verdict import require
from kck.replies.commands import here_topic


@command
def be_here(thread_id: int, *, by: Actor) -> None:
    """Say that one has it open. Pages of colleagues hear only of those who have just come."""
    thread = Thread.objects.get(pk=thread_id)
    require(policy.may_work(by, thread))
    now = clock.real_now()
    rows = ThreadPresence.objects.filter(thread=thread)
    if rows.filter(staff_id=by.staff_id or 0, seen_at__gte=now - HERE_FOR).update(seen_at=now):
        return
    rows.filter(seen_at__lt=now - HERE_FOR).delete()
    ThreadPresence.objects.update_or_create(
        thread=thread, staff_id=by.staff_id or 0, defaults={"seen_at": now}
    )
    announce(here_topic(thread.stream))


@command
def leave_thread(thread_id: int, *, by: Actor) -> None:
    """The page was closed."""
    rows = ThreadPresence.objects.filter(thread_id=thread_id, staff_id=by.staff_id or 0)
    if rows.delete()[0]:
        announce(here_topic(f"thread:{thread_id}"))

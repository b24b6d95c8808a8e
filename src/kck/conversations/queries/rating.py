"""What a writer said of our answer."""

from kck.conversations.models import Thread


def stars_given(thread_id: int) -> int | None:
    """0: none yet; None: there is nothing (any more) to say it of."""
    thread = Thread.objects.filter(pk=thread_id, erased_at=None).first()
    if thread is None or thread.last_out_at is None:
        return None
    return thread.satisfied or 0

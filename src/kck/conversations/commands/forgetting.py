"""Words, addresses and files of conversations are erased; that they took place stays."""

from collections.abc import Iterable
from datetime import datetime

from kck.conversations.models import PostFile, Thread
from kck.conversations.terms import Sending
from kck.files.commands import erase as erase_file
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.replies.commands import drop_about


@command
def erase_threads(threads: Iterable[Thread], *, at: datetime, by: Actor, ground: str) -> int:
    """How many; twice changes nothing."""
    ids = [thread.pk for thread in threads]
    for one in PostFile.objects.filter(post__thread_id__in=ids).select_related("file"):
        if one.file is not None:
            erase_file(one.file, at=at, by=by, ground=ground)
    PostFile.objects.filter(post__thread_id__in=ids).update(name="", content_id="")
    for thread in Thread.objects.filter(pk__in=ids):
        drop_about(thread.stream)
        for post in thread.posts.select_related("html"):
            if post.html is not None:
                erase_file(post.html, at=at, by=by, ground=ground)
        thread.posts.filter(sending=Sending.HELD).update(sending=Sending.NOT_OURS, due_at=None)
        thread.posts.update(
            text="", quoted="", signature="", sender="", sender_name="", to=[], cc=[], subject="",
            fields={}, erased_at=at,
        )  # fmt: skip
    return Thread.objects.filter(pk__in=ids).update(
        subject="", address="", name="", person=None, erased_at=at
    )

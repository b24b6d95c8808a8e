"""Files that were held back when their mail was read, and may be offered now."""

from collections.abc import Sequence
from datetime import datetime

from kck.conversations import policy
from kck.conversations.commands.steps import lock, note
from kck.conversations.events import PostChecked
from kck.conversations.models import Post, PostFile
from kck.conversations.terms import ArrivedFile
from kck.files.models import StoredFile
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.verdict import require


@command
def files_checked(
    post_id: int, files: Sequence[ArrivedFile], *, at: datetime, by: Actor = PLATFORM
) -> int:
    """How many of the post's files are offered now; `files` are all of the mail, in its order."""
    require(policy.may_take_in(by))
    post = Post.objects.get(pk=post_id)
    thread = lock(post.thread_id)
    if post.erased_at is not None:
        return 0
    rows = list(PostFile.objects.filter(post=post).order_by("pk"))
    offered = 0
    for row, found in zip(rows, files, strict=False):
        if row.file_id is None and row.refused and row.size == found.size:
            row.file = StoredFile.objects.get(public_id=found.file) if found.file else None
            row.refused = found.refused[:200]
            row.save()
            offered += bool(found.file)
    note(thread, PostChecked, by=by, at=at, post_id=post.pk, offered=offered)
    return offered

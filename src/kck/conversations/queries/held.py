"""What somebody of the staff has written and can still take back."""

from dataclasses import dataclass

from kck.conversations.models import Post
from kck.conversations.terms import Sending, Way
from kck.foundation import clock


@dataclass(frozen=True, kw_only=True)
class HeldPost:
    id: int
    thread_id: int
    to: str  # all recipients, spelled out
    forwarded: bool
    seconds: int


def held_posts_of(staff_id: int) -> list[HeldPost]:
    """The one that leaves first comes first."""
    now = clock.real_now()
    rows = Post.objects.filter(sending=Sending.HELD, author=f"staff:{staff_id}", due_at__gt=now)
    return [
        HeldPost(
            id=row.pk,
            thread_id=row.thread_id,
            to=", ".join([*row.to, *row.cc]),
            forwarded=row.way == Way.ASIDE,
            seconds=round((row.due_at - now).total_seconds()) if row.due_at else 0,
        )
        for row in rows.order_by("due_at")
    ]

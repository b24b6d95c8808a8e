"""What a channel must know to send an answer so that it stands in the writer's own thread."""

from dataclasses import dataclass
from uuid import UUID

from kck.conversations.models import Box, Post, Thread
from kck.conversations.terms import Way
from kck.directory.queries import snapshot
from kck.foundation import clock

_MOST_REFERENCES = 20


@dataclass(frozen=True, kw_only=True)
class SentFile:
    name: str
    content_type: str
    file: UUID


@dataclass(frozen=True, kw_only=True)
class SentAnswer:
    """An answer that somebody wrote, with the ids of what it answers, the oldest first."""

    answers: str
    references: tuple[str, ...]
    cc: tuple[str, ...]
    files: tuple[SentFile, ...]


def answer_of(own_id: str) -> SentAnswer | None:
    """None when no person of ours wrote it: a letter that the system sends."""
    post = Post.objects.filter(own_id=own_id).exclude(own_id="").first()
    if post is None:
        return None
    ids = [
        one
        for one in Post.objects.filter(thread_id=post.thread_id, way=Way.IN, pk__lt=post.pk)
        .exclude(far_end_id="").order_by("-pk").values_list("far_end_id", flat=True)
        [:_MOST_REFERENCES]
        if one.startswith("<")
    ]  # fmt: skip
    return SentAnswer(
        answers=ids[0] if ids and post.way == Way.OUT else "",
        references=tuple(reversed(ids)) if post.way == Way.OUT else (),
        cc=tuple(post.cc),
        files=tuple(
            SentFile(name=one.name, content_type=one.content_type, file=one.file.public_id)
            for one in post.files.select_related("file")
            if one.file is not None
        ),
    )


def box_of(about: str, channel: str) -> str:
    """The address to which answers about it come; "" when the channel has no box."""
    what, _colon, number = about.partition(":")
    if what == "thread" and number.isdigit():
        thread = Thread.objects.filter(pk=int(number), channel=channel).select_related("box")
        found = thread.first()
        return found.box.address if found else ""
    today = clock.today()
    boxes = Box.objects.filter(channel=channel, valid_from__lte=today)
    rows = list(boxes.exclude(valid_to__lte=today).order_by("code"))
    centre = snapshot().centre.code
    own = [row for row in rows if row.unit == centre] or rows
    return own[0].address if own else ""

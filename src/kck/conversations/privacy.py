"""What conversations hold of a person: their words and ours, addresses, files."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kck.conversations.commands.forgetting import erase_threads
from kck.conversations.models import Thread
from kck.conversations.terms import UNSETTLED
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.privacy import Holder, register

KEPT_FOR = timedelta(days=3 * 365)  # of a talk without a case; cases keep their own words


def _export(person_id: int) -> Mapping[str, Any]:
    rows = Thread.objects.filter(person_id=person_id, erased_at=None).order_by("opened_at")
    return {
        "threads": [
            {
                "channel": row.channel,
                "subject": row.subject,
                "address": row.address,
                "opened_at": row.opened_at.isoformat(),
                "posts": [
                    {
                        "way": post.way,
                        "at": post.at.isoformat(),
                        "text": post.text,
                        "files": [one.name for one in post.files.all()],
                    }
                    for post in row.posts.exclude(way="note").prefetch_related("files")
                ],
            }
            for row in rows
        ]
    }


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    rows = Thread.objects.filter(person_id=person_id, erased_at=None)
    return erase_threads(rows, at=at, by=by, ground="art. 17 RODO")


def _expire(at: datetime, preview: bool) -> int:
    old = Thread.objects.filter(erased_at=None, last_in_at__lt=at - KEPT_FOR)
    old = old.exclude(state__in=UNSETTLED)
    if preview:
        return old.count()
    return erase_threads(old[:1000], at=at, by=PLATFORM, ground="retention")


register(
    Holder(
        name="conversations", export=_export, forget=_forget, holds=lambda person_id: "",
        expire=_expire,
    )
)  # fmt: skip

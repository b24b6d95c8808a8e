"""Raw mails go with the conversation whose words they hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kck.channels.email.inbound_models import ReceivedMail
from kck.conversations.models import Thread
from kck.files.commands import erase
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.privacy import Holder, register


def _of(threads: QuerySet[Thread]) -> QuerySet[ReceivedMail]:
    found = ReceivedMail.objects.filter(erased_at=None, thread_id__in=threads.values("pk"))
    return found.select_related("raw")


def _erase(rows: QuerySet[ReceivedMail], at: datetime, by: Actor, ground: str) -> int:
    ids = []
    for row in rows:
        if row.raw is not None:
            erase(row.raw, at=at, by=by, ground=ground)
        ids.append(row.pk)
    return ReceivedMail.objects.filter(pk__in=ids).update(erased_at=at, recipients=[])


def _export(person_id: int) -> Mapping[str, Any]:
    """Their words are in the conversations; here is only that the mails lie as they came."""
    return {"raw_mails": _of(Thread.objects.filter(person_id=person_id)).count()}


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    """Of threads that were forgotten a moment ago too, in whatever order modules are asked."""
    threads = Thread.objects.filter(Q(person_id=person_id) | Q(erased_at__isnull=False))
    return _erase(_of(threads), at, by, "art. 17 RODO")


def _expire(at: datetime, preview: bool) -> int:
    rows = _of(Thread.objects.filter(erased_at__isnull=False))
    return rows.count() if preview else _erase(rows[:1000], at, PLATFORM, "retention")


register(
    Holder(
        name="received mail", export=_export, forget=_forget, holds=lambda person_id: "",
        expire=_expire,
    )
)  # fmt: skip

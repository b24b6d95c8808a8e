"""A mail is safe first and read later: whoever hands it over is answered after the commit."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.channels.email.inbound_events import MailKept, MailRead
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.inbound_terms import (
    KEPT_FOR,
    MOST_BYTES,
    Kept,
    ReadingState,
    TooLarge,
)
from kck.conversations.models import Box
from kck.conversations.terms import GRANT
from kck.files.attachments import store_attachment
from kck.files.commands import erase as erase_file
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import YES, Verdict, no, require

READER_JOB = "kck.channels.email.jobs.read_received"
READER_LOCK = "email.read_received"


@command
def keep(
    raw: bytes,
    *,
    box: str,
    source: str,
    recipients: Sequence[str] = (),
    quiet: bool = False,
    received_at: datetime | None = None,
    reader_after: timedelta = timedelta(0),
    at: datetime,
    by: Actor = PLATFORM,
) -> Kept:
    """Keep the bytes; a job reads them. The same bytes in the same box are one mail.

    `reader_after`: the caller reads it himself, and only when he has not by then a job does.
    """
    require(_may_keep(by))
    if len(raw) > MOST_BYTES:
        raise TooLarge(len(raw))
    kept_in = Box.objects.get(code=box)
    sha256 = hashlib.sha256(raw).hexdigest()
    known = ReceivedMail.objects.filter(box=kept_in, sha256=sha256).first()
    if known is not None:
        return Kept(mail_id=known.pk, again=True)
    row, fresh = ReceivedMail.objects.get_or_create(
        box=kept_in,
        sha256=sha256,
        defaults={
            "source": source,
            "size": len(raw),
            "raw": store_attachment(raw, "message/rfc822", at=at),
            "recipients": [clean(one)[:320] for one in recipients[:100]],
            "quiet": quiet,
            "next_try_at": clock.real_now() + reader_after,
            "at": received_at or at,
        },
    )
    if fresh:
        fact = MailKept(mail_id=row.pk, box=box, source=source, size=len(raw))
        record(fact, by=by, at=at)
        if not reader_after:
            transaction.on_commit(wake, robust=True)
    return Kept(mail_id=row.pk, again=not fresh)


@command
def keep_note(name: str, *, box: str, source: str, size: int, problem: str, at: datetime) -> bool:
    """Say once that a mail could not be fetched; `name` is where it lies. Whether it was news."""
    _row, fresh = ReceivedMail.objects.get_or_create(
        box=Box.objects.get(code=box),
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        defaults={
            "source": source, "size": size, "state": ReadingState.UNREADABLE,
            "problem": problem[:200], "at": at,
        },
    )  # fmt: skip
    return bool(fresh)


def _may_keep(by: Actor) -> Verdict:
    return YES if by.kind == "platform" else no(_("Pocztę przyjmuje tylko system."))


def wake() -> None:
    """Have a reader look, unless one is about to; the clock does so every minute anyway."""
    with suppress(AlreadyEnqueued):
        app.configure_task(READER_JOB, queueing_lock=READER_LOCK).defer(timestamp=0)


@command
def read_again(mail_id: int, *, at: datetime, by: Actor) -> None:
    """Somebody thinks that it can be read now."""
    row = ReceivedMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    require(_may_settle(by))
    if row.state in (ReadingState.UNREADABLE, ReadingState.SETTLED):
        row.state, row.tries, row.next_try_at = ReadingState.WAITING, 0, clock.real_now()
        row.save()
        record(MailRead(mail_id=row.pk, state=row.state), by=by, at=at)
        transaction.on_commit(wake, robust=True)


@command
def settle(mail_id: int, *, at: datetime, by: Actor) -> None:
    """Somebody has looked at an unreadable mail and done what it asks."""
    row = ReceivedMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    require(_may_settle(by))
    if row.state == ReadingState.UNREADABLE:
        row.state, row.settled_by, row.read_at = ReadingState.SETTLED, by.staff_id, at
        row.save()
        record(MailRead(mail_id=row.pk, state=row.state), by=by, at=at)


def _may_settle(by: Actor) -> Verdict:
    return YES if GRANT in by.grants else no(_("Nieczytelną pocztę ogląda centrum."))


@command
def forget_raw(*, at: datetime) -> int:
    """Raw mails that were read long ago go; what they said stays in the conversation."""
    old = ReceivedMail.objects.filter(erased_at=None, read_at__lt=at - KEPT_FOR)
    old = old.exclude(state__in=[ReadingState.WAITING, ReadingState.UNREADABLE])
    rows = list(old.select_related("raw")[:500])
    for row in rows:
        if row.raw is not None:
            erase_file(row.raw, at=at, by=PLATFORM, ground="retention")
    ids = [row.pk for row in rows]
    return ReceivedMail.objects.filter(pk__in=ids).update(erased_at=at, recipients=[])

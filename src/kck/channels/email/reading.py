"""Kept mails are read one by one, each in a transaction of its own: a bad one stops no other."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kck.channels.email.inbound_events import MailRead
from kck.channels.email.inbound_files import files_of
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.inbound_terms import TRIES, ReadingState
from kck.channels.email.parsing.reading import parse
from kck.channels.email.parsing.terms import ParsedMail
from kck.channels.email.reports import note_reports
from kck.channels.email.understanding import as_arrived, is_from_the_box, is_our_own
from kck.conversations.commands import adopt_answer, arrive
from kck.conversations.terms import Taken
from kck.files.queries import open_stored
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command, record

_log = logging.getLogger(__name__)
_AT_ONCE = 200
# a reader that is killed by what it reads counts too, so a try is counted before it begins
_AGAIN_IN = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=5))
_KILLED = "its reader was killed by it"


def read_due() -> int:
    """Read what waits, for a while; how many were looked at."""
    looked = 0
    while looked < _AT_ONCE and (mail_id := _claim()) is not None:
        looked += 1
        try_one(mail_id)
    return looked


def try_one(mail_id: int) -> None:
    """Read it; whatever is in it, nobody who reads others is stopped."""
    try:
        read_one(mail_id, at=clock.now())
    except Exception as problem:
        _log.error("mail %s could not be read: %s", mail_id, type(problem).__name__)
        give_up(mail_id, type(problem).__name__, at=clock.now())


def _claim() -> int | None:
    """The next one, which no other reader takes for a while."""
    with transaction.atomic():
        due = ReceivedMail.objects.filter(next_try_at__lte=clock.real_now())
        row = due.order_by("next_try_at", "pk").select_for_update(skip_locked=True).first()
        if row is not None and row.tries < TRIES:
            row.next_try_at = clock.real_now() + _AGAIN_IN[row.tries]
            row.tries += 1
            row.save(update_fields=["next_try_at", "tries"])
            return row.pk
    if row is not None:
        give_up(row.pk, _KILLED, at=clock.now())
        return _claim()
    return None


@command
def read_one(mail_id: int, *, at: datetime) -> None:
    """Into its conversation; nothing when another reader has it."""
    rows = ReceivedMail.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("raw", "box").filter(pk=mail_id, next_try_at__isnull=False).first()
    if row is None:
        return
    mail = parse(bytes_of(row), authserv_id=settings.ENV.mail_authserv_id)
    row.next_try_at, row.read_at, row.state = None, at, ReadingState.IGNORED
    if not (is_our_own(mail, row) or note_reports(mail, at=at)):
        taken = _take_in(mail, row, at)
        row.state, row.thread_id, row.post_id = ReadingState.READ, taken.thread_id, taken.post_id
    row.problem = ""
    row.save()
    fact = MailRead(mail_id=row.pk, state=row.state, thread_id=row.thread_id or 0)
    record(fact, by=PLATFORM, at=at)


def _take_in(mail: ParsedMail, row: ReceivedMail, at: datetime) -> Taken:
    files = files_of(mail.attachments, at=at)
    row.unchecked = files.unchecked
    arrived = as_arrived(mail, row, files, at=at)
    if not row.quiet:
        return arrive(arrived, at=at)
    return (adopt_answer if is_from_the_box(mail, row) else arrive)(arrived, at=row.at)


def bytes_of(row: ReceivedMail) -> bytes:
    """As it came over the wire."""
    opened = open_stored(row.raw) if row.raw else None
    if opened is None:
        raise FileNotFoundError("the raw mail is gone")
    with opened.content as source:
        data: bytes = source.read()
    return data


def give_up(mail_id: int, problem: str, *, at: datetime) -> None:
    """It is tried again when its time comes; after the last time staff are shown it."""
    with transaction.atomic():
        row = ReceivedMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
        row.problem = problem[:200]
        if row.tries >= TRIES:
            row.state, row.next_try_at = ReadingState.UNREADABLE, None
        row.save()
    if row.state == ReadingState.UNREADABLE:
        _log.error("mail %s is left to people: /desk/mail/unreadable/", row.pk)
        _tell(row.pk, at)


@command
def _tell(mail_id: int, at: datetime) -> None:
    fact = MailRead(mail_id=mail_id, state=ReadingState.UNREADABLE)
    record(fact, by=PLATFORM, at=at, topics=["mail:unreadable"])


__all__ = ["bytes_of", "give_up", "read_due", "read_one", "try_one"]

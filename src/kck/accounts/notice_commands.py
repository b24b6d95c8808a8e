"""To tell somebody of the staff something, and to have read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kck.accounts.absence_queries import substitutes_of
from kck.accounts.events import StaffNotified
from kck.accounts.models import Staff, StaffNotice
from kck.accounts.notice_queries import topic_of
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import announce, command, record
from kck.foundation.reasons import Reason, reason
from kck.foundation.text import _

INSTEAD = reason("accounts.instead", _("za: %(name)s – %(why)s"))


@command
def notify(
    staff_ids: Iterable[int], *, kind: str, subject: str, why: Reason, at: datetime, by: Actor
) -> int:
    """Tell these people; how many. Nobody is told what they have done themselves.

    Who looks after the work of somebody who is away is told in their place too. The facts of
    `why` name no resident: a notice may be mailed.
    """
    wanted = set(staff_ids) - {by.staff_id}
    told = set(Staff.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    words = dict.fromkeys(told, why)
    for substitute_id, absent in substitutes_of(wanted, clock.today()).items():
        if substitute_id not in told and substitute_id != by.staff_id:
            words[substitute_id] = INSTEAD(name=", ".join(name for _id, name in absent), why=why)
    if not words:
        return 0
    _keep(words, kind, subject, at)
    record(StaffNotified(staff_ids=sorted(words), kind=kind, subject=subject), by=by, at=at)
    announce(*map(topic_of, words))
    return len(words)


def _keep(words: Mapping[int, Reason], kind: str, subject: str, at: datetime) -> None:
    """An unread one about the same becomes this one, and is mailed again."""
    unread = StaffNotice.objects.filter(
        staff_id__in=list(words), kind=kind, subject=subject, read_at=None
    )
    knew = set(unread.values_list("staff_id", flat=True))
    for staff_id in sorted(knew):
        unread.filter(staff_id=staff_id).update(why=words[staff_id].stored(), at=at, mailed_at=None)
    StaffNotice.objects.bulk_create(
        [
            StaffNotice(staff_id=pk, kind=kind, subject=subject, why=words[pk].stored(), at=at)
            for pk in sorted(set(words) - knew)
        ],
        ignore_conflicts=True,  # somebody else told them at this moment
    )


@command
def read_notices(staff_id: int, *, subject: str = "", at: datetime) -> int:
    """All of them, or those about one thing; how many were unread."""
    unread = StaffNotice.objects.filter(staff_id=staff_id, read_at=None)
    count = (unread.filter(subject=subject) if subject else unread).update(read_at=at)
    if count:
        announce(topic_of(staff_id))
    return count


@command
def mark_mailed(notice_ids: Iterable[int], *, at: datetime) -> None:
    """They are in a letter now."""
    StaffNotice.objects.filter(pk__in=list(notice_ids)).update(mailed_at=at)

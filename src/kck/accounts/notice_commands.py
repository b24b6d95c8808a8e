"""To tell somebody of the staff something, and to have read it."""

from collections.abc import Iterable
from datetime import datetime

from kck.accounts.events import StaffNotified
from kck.accounts.models import Staff, StaffNotice
from kck.accounts.notice_queries import topic_of
from kck.foundation.actor import Actor
from kck.foundation.outbox import announce, command, record
from kck.foundation.reasons import Reason


@command
def notify(
    staff_ids: Iterable[int], *, kind: str, subject: str, why: Reason, at: datetime, by: Actor
) -> int:
    """Tell these people; how many. Nobody is told what they have done themselves.

    The facts of `why` name no resident: a notice may be mailed.
    """
    wanted = set(staff_ids) - {by.staff_id}
    told = set(Staff.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    if not told:
        return 0
    unread = StaffNotice.objects.filter(staff_id__in=told, kind=kind, subject=subject, read_at=None)
    knew = set(unread.values_list("staff_id", flat=True))
    unread.update(why=why.stored(), at=at)
    StaffNotice.objects.bulk_create(
        [
            StaffNotice(staff_id=pk, kind=kind, subject=subject, why=why.stored(), at=at)
            for pk in sorted(told - knew)
        ],
        ignore_conflicts=True,  # somebody else told them at this moment
    )
    record(StaffNotified(staff_ids=sorted(told), kind=kind, subject=subject), by=by, at=at)
    announce(*map(topic_of, told))
    return len(told)


@command
def read_notices(staff_id: int, *, subject: str = "", at: datetime) -> int:
    """All of them, or those about one thing; how many were unread."""
    unread = StaffNotice.objects.filter(staff_id=staff_id, read_at=None)
    count = (unread.filter(subject=subject) if subject else unread).update(read_at=at)
    if count:
        announce(topic_of(staff_id))
    return count

"""Once a day, in the morning, to whoever wants it so."""

from datetime import datetime

from kck.accounts.notice_queries import waiting_for_daily
from kck.accounts.staff_queries import address_of
from kck.directory.queries import snapshot
from kck.staffmail.letters import mail_notices

HOUR = 8
_STILL_HOURS = 2


def is_due(at: datetime) -> bool:
    """For two hours from eight on; what comes later waits for the next morning."""
    hour = at.astimezone(snapshot(at).city.zone).hour
    return HOUR <= hour < HOUR + _STILL_HOURS


def mail_the_day(*, at: datetime) -> int:
    """How many people were written to. Only what was there at eight: later is tomorrow's."""
    local = at.astimezone(snapshot(at).city.zone)
    eight = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    found = [address_of(staff_id) for staff_id in waiting_for_daily(until=eight)]
    return sum(bool(mail_notices(to, at=at, until=eight)) for to in found if to is not None)

"""What staff hear of by mail, once it has happened."""

from kck.accounts.events import NewDeviceUsed, StaffNotified
from kck.accounts.staff_queries import address_of, device_of
from kck.accounts.terms import NoticeMail
from kck.foundation import clock
from kck.foundation.outbox import reacts_to
from kck.staffmail.letters import mail_notices, tell_of_device


@reacts_to(NewDeviceUsed)
def tell_of_new_device(event: NewDeviceUsed) -> None:
    to, device = address_of(event.staff_id), device_of(event.device_id)
    if to is not None and device is not None:
        tell_of_device(to, device, at=clock.now())


@reacts_to(StaffNotified)
def mail_at_once(event: StaffNotified) -> None:
    """To those who have chosen so; a second run finds nothing that is not mailed."""
    for staff_id in event.staff_ids:
        to = address_of(staff_id)
        if to is not None and to.notice_mail == NoticeMail.AT_ONCE:
            mail_notices(to, at=clock.now())

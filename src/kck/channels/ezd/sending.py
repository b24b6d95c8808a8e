"""Sending what is due: claim one, make its bytes, hand them over outside any transaction, mark it.

A process that dies in between leaves a claimed row whose lease runs out; it is sent again under the
same identifier, which the far end knows already. One package that fails never stops the next.
"""

import logging
import time
from datetime import timedelta

from kck.channels.ezd.commands import note, note_receipt
from kck.channels.ezd.events import PackageSent, PackageStuck
from kck.channels.ezd.gathering import gather
from kck.channels.ezd.metadata import sha256
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.package import as_zip
from kck.channels.ezd.terms import BACKOFF, LEASE, NotSent, PackageState, WrongReceipt
from kck.channels.ezd.transports import Parcel, RecordsSystem, Taken, records_system
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _

_NOT_MADE = reason("ezd.not-made", _("Paczki nie udało się przygotować: %(error)s"))

_log = logging.getLogger(__name__)


def send_due(system: RecordsSystem | None = None, *, seconds: float = 45.0) -> int:
    """Send for about so long, and say how many got through. Any number may run at once."""
    system, until, sent = system or records_system(), time.monotonic() + seconds, 0
    while time.monotonic() < until and (package := claim()):
        sent += _send(package, system)
    return sent


@command
def claim() -> RecordsPackage | None:
    """Take the next one so that nobody else does."""
    now = clock.real_now()
    due = RecordsPackage.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    package = due.select_related("case").first()
    if package is None:
        return None
    package.state, package.lease_until = PackageState.SENDING, now + LEASE
    package.attempts += 1
    package.save(update_fields=["state", "lease_until", "attempts"])
    return package


def _send(package: RecordsPackage, system: RecordsSystem) -> bool:
    try:
        data = as_zip(gather(package))
        taken = system.take(Parcel(package_id=package.package_id, data=data, sha256=sha256(data)))
    except NotSent as refused:
        _failed(package.pk, package.attempts, refused.why, for_good=refused.for_good)
        return False
    except Exception as error:  # whatever is wrong with this one, the next one must go
        _log.exception("package %s could not be made or sent", package.package_id)
        why = _NOT_MADE(error=type(error).__name__)
        _failed(package.pk, package.attempts, why, for_good=False)
        return False
    _done(package.pk, taken, size=len(data))
    return True


@command
def _done(package_pk: int, taken: Taken, *, size: int) -> None:
    package = RecordsPackage.objects.select_for_update(of=("self",)).get(pk=package_pk)
    if package.state == PackageState.RECEIVED:  # its receipt was faster
        return
    package.state, package.sent_at = PackageState.SENT, clock.now()
    package.sha256, package.size = taken.sha256, size
    package.next_at = package.lease_until = None
    package.reason, package.why = columns(None)
    package.save()
    fact = PackageSent(
        case_id=package.case_id,
        package_id=package.package_id,
        sha256=taken.sha256,
        size=size,
        way=taken.way,
    )
    note(package, fact, at=clock.now(), by=PLATFORM)
    if taken.number and taken.on:
        _at_once(package, taken)


def _at_once(package: RecordsPackage, taken: Taken) -> None:
    """A receipt within the answer; a wrong one does not undo that the package is there."""
    if taken.on is None:
        return
    try:
        note_receipt(package.case_id, number=taken.number, on=taken.on, at=clock.now(), by=PLATFORM)
    except WrongReceipt as wrong:
        said, why = columns(wrong.why)
        RecordsPackage.objects.filter(pk=package.pk).update(reason=said, why=why)


@command
def _failed(package_pk: int, attempts: int, why: Reason, *, for_good: bool) -> None:
    package = RecordsPackage.objects.select_for_update(of=("self",)).get(pk=package_pk)
    if package.state != PackageState.SENDING or package.attempts != attempts:
        return  # the lease ran out, and somebody else has it now
    wait = retry_after(attempts)
    (package.reason, package.why), package.lease_until = columns(why), None
    if for_good or wait is None:
        package.state, package.next_at = PackageState.STUCK, None
    else:
        package.state, package.next_at = PackageState.WAITING, clock.real_now() + wait
    package.save()
    if package.state == PackageState.STUCK:
        fact = PackageStuck(
            case_id=package.case_id, package_id=package.package_id, attempts=attempts
        )
        note(package, fact, at=clock.now(), by=PLATFORM)


def retry_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failures; None: a person must look."""
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None

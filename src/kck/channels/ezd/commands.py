"""Asking for a package, trying again, writing down a receipt."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.cases.models import Case
from kck.channels.ezd import configured, policy
from kck.channels.ezd.events import PackageAsked, PackageEvent, ReceiptNoted, StraySettled
from kck.channels.ezd.models import RecordsPackage, StrayReceipt
from kck.channels.ezd.settling import settle
from kck.channels.ezd.terms import (
    UNSENT,
    NotConfigured,
    NotFormal,
    PackageState,
    WrongReceipt,
)
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.audit import looked_at
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command, record
from kck.foundation.reasons import columns, reason
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

_NOT_ASKED = reason("ezd.not-asked", _("Tej sprawy nie wysłano do EZD."))
_HAS_NUMBER = reason("ezd.has-number", _("Ta paczka ma już numer %(number)s."))
_WRITE_NUMBER = reason(
    "ezd.write-number", _("Wpisz znak sprawy z EZD, na przykład OR-01.1510.12.2026.")
)
_NOT_OUT_YET = reason(
    "ezd.not-out-yet", _("Paczka jeszcze nie wyszła, więc nie może mieć potwierdzenia.")
)
_IN_FUTURE = reason("ezd.in-future", _("Data przyjęcia nie może być w przyszłości."))

SENDER_JOB = "kck.channels.ezd.jobs.send_packages"
SENDER_LOCK = "ezd.send_packages"
LONGEST_NUMBER = 120


@command
def send_to_records(case_id: int, *, at: datetime, by: Actor) -> RecordsPackage:
    """Let the case leave to the records system. Asking again is a retry of the same package."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    require(policy.may_send(by, case))
    if case.kind not in FORMAL_KINDS:
        raise NotFormal(str(_("Do EZD idą tylko sprawy formalne. Najpierw zmień rodzaj sprawy.")))
    if not configured.is_on():
        raise NotConfigured(str(_("Żaden system EZD nie jest skonfigurowany.")))
    package = RecordsPackage.objects.filter(case=case).first()
    if package is None:
        return _first(case, at=at, by=by)
    if package.state == PackageState.STUCK:
        _again(package, at=at, by=by)
    return package


def _first(case: Case, *, at: datetime, by: Actor) -> RecordsPackage:
    package = RecordsPackage.objects.create(
        case=case,
        package_id=f"kck-{snapshot(at).city.jurisdiction_id}-{case.number}",
        up_to_seq=RecordedEvent.objects.filter(stream=case.stream).count(),
        asked_at=at,
        asked_by=str(by),
        next_at=clock.real_now(),
    )
    looked_at(by, "records", case.stream, f"EZD {package.package_id}")
    note(package, PackageAsked(case_id=case.pk, package_id=package.package_id), at=at, by=by)
    transaction.on_commit(wake)
    return package


def _again(package: RecordsPackage, *, at: datetime, by: Actor) -> None:
    package.state, package.attempts = PackageState.WAITING, 0
    package.next_at, (package.reason, package.why) = clock.real_now(), columns(None)
    package.save()
    fact = PackageAsked(case_id=package.case_id, package_id=package.package_id, again=True)
    note(package, fact, at=at, by=by)
    transaction.on_commit(wake)


@command
def note_receipt(case_id: int, *, number: str, on: date, at: datetime, by: Actor) -> RecordsPackage:
    """The records system keeps the case under this number since that day. Twice changes nothing."""
    case = Case.objects.get(pk=case_id)
    require(policy.may_send(by, case))
    package = RecordsPackage.objects.select_for_update().filter(case_id=case_id).first()
    if package is None:
        raise WrongReceipt(_NOT_ASKED)
    number = _receipt_number(package, number, on)
    if (package.receipt_number, package.receipt_on) == (number, on):
        return package
    if package.receipt_number and by.kind == "platform":
        raise WrongReceipt(_HAS_NUMBER(number=package.receipt_number))
    package.receipt_number, package.receipt_on = number, on
    package.receipt_at, package.receipt_by = at, str(by)
    package.state, package.next_at, package.lease_until = PackageState.RECEIVED, None, None
    package.reason, package.why = columns(None)
    package.save()
    fact = ReceiptNoted(
        case_id=case.pk, package_id=package.package_id, number=number, on=on.isoformat()
    )
    note(package, fact, at=at, by=by)
    return package


def _receipt_number(package: RecordsPackage, number: str, on: date) -> str:
    """The office's sign of the case, as `DK-07.1510.12.2026`."""
    number = " ".join(clean(number).split())
    if not number or len(number) > LONGEST_NUMBER:
        raise WrongReceipt(_WRITE_NUMBER)
    if package.state in UNSENT and not package.attempts:
        raise WrongReceipt(_NOT_OUT_YET)
    if on > clock.today():
        raise WrongReceipt(_IN_FUTURE)
    return number


@command
def settle_stray(stray_id: int, *, how: str, at: datetime, by: Actor) -> None:
    """Somebody has dealt with it, and says how. Saying it again changes nothing."""
    require(policy.may_watch(by))
    if settle(StrayReceipt.objects.all(), stray_id, how=how, at=at, by=by):
        record(StraySettled(stray_id=stray_id), by=by, at=at)


def note(package: RecordsPackage, fact: PackageEvent, *, at: datetime, by: Actor) -> None:
    """Record it in the package's own chain, and tell the pages of the case."""
    record(
        fact, by=by, at=at, stream=f"records:{package.case_id}", topics=[f"case:{package.case_id}"]
    )


def wake() -> None:
    """Have a sender look, unless one is about to; the clock wakes one every minute anyway."""
    with suppress(AlreadyEnqueued):
        app.configure_task(SENDER_JOB, queueing_lock=SENDER_LOCK).defer(timestamp=0)

"""What screens ask about packages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kck.cases.models import Case
from kck.channels.ezd import configured, policy
from kck.channels.ezd.models import RecordsPackage, StrayReceipt
from kck.channels.ezd.settling import AsideRow, open_rows, settled_rows, who
from kck.channels.ezd.terms import PackageState
from kck.directory.terms import FORMAL_KINDS
from kck.foundation.actor import Actor
from kck.foundation.reasons import Reason, kept


@dataclass(frozen=True, kw_only=True)
class PackageRow:
    """One package as screens show it."""

    number: str  # of the case
    package_id: str
    state: PackageState
    asked_at: datetime
    asked_by: Any
    attempts: int
    next_at: datetime | None  # real time
    why: Reason | None
    sha256: str
    size: int
    sent_at: datetime | None
    receipt_number: str
    receipt_on: date | None
    receipt_by: Any


@dataclass(frozen=True, kw_only=True)
class Records:
    """How a formal case stands with the records system, and what may be done."""

    on: bool
    may_send: bool
    may_note: bool
    package: PackageRow | None


def records_of(case_id: int, actor: Actor) -> Records | None:
    """None for a case that is not formal."""
    case = Case.objects.get(pk=case_id)
    if case.kind not in FORMAL_KINDS:
        return None
    row = RecordsPackage.objects.filter(case=case).select_related("case").first()
    may, on = bool(policy.may_send(actor, case)), configured.is_on()
    return Records(
        on=on,
        may_send=may and on and (row is None or row.state == PackageState.STUCK),
        may_note=may and row is not None and bool(row.attempts),
        package=_row(row) if row else None,
    )


def unfinished(limit: int = 200) -> list[PackageRow]:
    """What waits, is stuck or has no receipt yet: the stuck first, then the oldest."""
    rows = RecordsPackage.objects.exclude(state=PackageState.RECEIVED).select_related("case")
    found = [_row(row) for row in rows.order_by("asked_at")[:limit]]
    return sorted(found, key=lambda row: row.state != PackageState.STUCK)


def stray_receipts() -> list[AsideRow]:
    """Files among the receipts that were put aside and that nobody has dealt with."""
    return open_rows(StrayReceipt.objects.all())


def settled_receipts() -> list[AsideRow]:
    return settled_rows(StrayReceipt.objects.all())


def _row(row: RecordsPackage) -> PackageRow:
    return PackageRow(
        number=row.case.number,
        package_id=row.package_id,
        state=PackageState(row.state),
        asked_at=row.asked_at,
        asked_by=who(row.asked_by),
        attempts=row.attempts,
        next_at=row.next_at,
        why=kept(row.why, row.reason),
        sha256=row.sha256,
        size=row.size,
        sent_at=row.sent_at,
        receipt_number=row.receipt_number,
        receipt_on=row.receipt_on,
        receipt_by=who(row.receipt_by),
    )

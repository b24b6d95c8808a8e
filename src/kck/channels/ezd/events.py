"""Facts about packages. Ids, codes and hashes; the receipt's number is the office's own sign."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class PackageEvent(Event):
    case_id: int
    package_id: str


@dataclass(frozen=True, kw_only=True)
class PackageAsked(PackageEvent):
    """Somebody, or the setting, wants the case in the records system."""

    name = "ezd.package_asked"

    again: bool = False


@dataclass(frozen=True, kw_only=True)
class PackageSent(PackageEvent):
    name = "ezd.package_sent"

    sha256: str
    size: int
    way: str


@dataclass(frozen=True, kw_only=True)
class PackageStuck(PackageEvent):
    name = "ezd.package_stuck"

    attempts: int


@dataclass(frozen=True, kw_only=True)
class ReceiptNoted(PackageEvent):
    name = "ezd.receipt_noted"

    number: str
    on: str


@dataclass(frozen=True, kw_only=True)
class StraySettled(Event):
    """Somebody has dealt with a receipt that belongs to no package; how, the row says."""

    name = "ezd.stray_settled"

    stray_id: int

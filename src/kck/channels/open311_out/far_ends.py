"""Which far ends there are, and how to reach them."""

from collections.abc import Iterable

from kck.channels.open311_out.keys import unlock
from kck.channels.open311_out.models import FarEnd
from kck.channels.open311_out.terms import FarAddress
from kck.directory.ways import WayInfo


def far_ends_of(units: Iterable[str]) -> dict[str, FarEnd]:
    """By the unit's code; those that nobody has met yet are made."""
    wanted = sorted(set(units))
    known = {row.unit: row for row in FarEnd.objects.filter(unit__in=wanted)}
    if missing := [code for code in wanted if code not in known]:
        FarEnd.objects.bulk_create([FarEnd(unit=code) for code in missing], ignore_conflicts=True)
        known = {row.unit: row for row in FarEnd.objects.filter(unit__in=wanted)}
    return known


def address_of(far_end: FarEnd, way: WayInfo) -> FarAddress:
    return FarAddress(
        unit=far_end.unit,
        endpoint=way.open311.endpoint,
        jurisdiction=way.open311.jurisdiction,
        key=unlock(far_end.locked_key),
    )

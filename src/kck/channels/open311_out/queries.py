"""What the back office asks about far ends."""

from dataclasses import dataclass
from datetime import datetime

from kck.channels.open311_out.models import FarEnd, FarUpdate
from kck.foundation.reasons import Reason, kept


@dataclass(frozen=True, kw_only=True)
class FarEndInfo:
    """As much of a far end as may be shown: not its key."""

    unit: str
    has_key: bool
    partner_id: int | None
    polled_at: datetime | None
    reason: Reason | None


def far_ends() -> dict[str, FarEndInfo]:
    """By the unit's code."""
    return {
        row.unit: FarEndInfo(
            unit=row.unit,
            has_key=bool(row.locked_key),
            partner_id=row.partner_id,
            polled_at=row.polled_at,
            reason=kept(row.why, row.reason),
        )
        for row in FarEnd.objects.all()
    }


def unknown_states(unit: str) -> list[str]:
    """Words that the unit's system has used and nobody knew what to do about."""
    rows = FarUpdate.objects.filter(far_end__unit=unit, verb="").exclude(state="")
    return sorted(set(rows.values_list("state", flat=True)))

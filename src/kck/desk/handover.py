"""How the case got to its unit, as the case page shows it."""

from dataclasses import dataclass
from typing import Any

from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.handover.queries import may_retry, sendings_of
from kck.handover.terms import SendingInfo


@dataclass(frozen=True, kw_only=True)
class Row:
    sending: SendingInfo
    unit: str
    way: Any
    label: Any
    may_retry: bool
    may_settle: bool


def rows_of(case_id: int, actor: Actor) -> list[Row]:
    """The newest first."""
    sendings = sendings_of(case_id)
    if not sendings:
        return []
    allowed, city = may_retry(actor, case_id), snapshot()
    return [
        Row(
            sending=one,
            unit=city.unit_by_id(one.unit_id).name(),
            way=one.way.label,
            label=one.label,
            may_retry=allowed and one.may_retry,
            may_settle=allowed and bool(one.trouble),
        )
        for one in reversed(sendings)
    ]

"""How the case got to its unit, as the case page shows it."""

from dataclasses import dataclass
from typing import Any

from kck.cases.queries.desk_case import DeskCase
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.handover import policy
from kck.handover.queries import sendings_of
from kck.handover.terms import SendingInfo


@dataclass(frozen=True, kw_only=True)
class Row:
    sending: SendingInfo
    unit: str
    way: Any
    label: Any
    may_retry: bool
    may_settle: bool


def rows_of(case: DeskCase, actor: Actor) -> list[Row]:
    """The newest first."""
    sendings = sendings_of(case.id)
    if not sendings:
        return []
    allowed, city = bool(policy.may_retry(actor, case.row)), snapshot()
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

"""What the centre watches: unopened, not sent, to be called. Whatever the unit's way of working."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.cases.models import Case
from kck.cases.queries.unopened import Unopened, count_unopened, unopened
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import Priority, WayOfWorking
from kck.handover.queries import stuck, unreached
from kck.handover.terms import SendingInfo, SendingState
from kck.unitlinks.queries.calls import CallRow, dispatcher_of, last_calls

MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A case that somebody of the centre should help along, and what is wrong with it."""

    case_id: int
    number: str
    category: CategoryInfo
    unit: UnitInfo
    way: WayOfWorking
    priority: Priority
    street: str
    since: datetime
    phone: str
    sending: SendingInfo | None
    call: CallRow | None
    reason: str = ""

    @property
    def tel(self) -> str:
        """What a `tel:` link dials: the first number of the unit's line."""
        first = self.phone.split(",")[0].split(";")[0]
        return "".join(sign for sign in first if sign.isdigit() or sign == "+")

    @property
    def urgent(self) -> bool:
        return self.priority == Priority.P1

    @property
    def may_send_again(self) -> bool:
        return (
            self.sending is not None
            and self.way == WayOfWorking.LINK
            and self.sending.state != SendingState.SENDING
        )


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The whole view; every case stands in one part only, the gravest."""

    urgent: tuple[Watched, ...]
    sendings: tuple[Watched, ...]
    calls: tuple[Watched, ...]
    unopened: tuple[Watched, ...]
    total_unopened: int

    @property
    def count(self) -> int:
        return len(self.urgent) + len(self.sendings) + len(self.calls) + len(self.unopened)

    @property
    def more_unopened(self) -> int:
        """How many are too many to be shown."""
        shown = len(self.urgent) + len(self.unopened)
        return max(self.total_unopened - MOST_SHOWN, 0) if shown >= MOST_SHOWN else 0


def watch(at: datetime) -> Watch:
    """What needs a person now."""
    late = unopened(at, limit=MOST_SHOWN)
    broken = stuck()[:MOST_SHOWN]
    to_call = _to_call(at)
    facts = _Facts(at, [*(row.case_id for row in late), *_ids(broken), *_ids(to_call)])
    urgent = [facts.unopened(row) for row in late if row.urgent]
    shown = {row.case_id for row in urgent}
    sendings = facts.of_sendings(broken, shown)
    calls = facts.of_sendings(to_call, shown)
    others = [row for row in late if not row.urgent and row.case_id not in shown]
    return Watch(
        urgent=tuple(urgent),
        sendings=tuple(sendings),
        calls=tuple(calls),
        unopened=tuple(facts.unopened(row) for row in others),
        total_unopened=count_unopened(at) if len(late) >= MOST_SHOWN else len(late),
    )


def _to_call(at: datetime) -> list[SendingInfo]:
    """Units of the telephone that nobody has been told of a case yet."""
    rows = [row for row in unreached(at) if row.way == WayOfWorking.PHONE]
    return rows[:MOST_SHOWN]


def _ids(rows: Iterable[SendingInfo]) -> list[int]:
    return [row.case_id for row in rows]


class _Facts:
    """What is said of each case, asked for all of them at once."""

    def __init__(self, at: datetime, case_ids: list[int]) -> None:
        self._at, self._city = at, snapshot(at)
        self._cases = {row.pk: row for row in Case.objects.filter(pk__in=case_ids)}
        self._calls = last_calls(case_ids)
        self._sendings = {row.case_id: row for row in unreached(at)}
        self._sendings |= {row.case_id: row for row in stuck()}

    def unopened(self, row: Unopened) -> Watched:
        return self._row(
            row.case_id, unit_id=row.unit.id, way=row.way, since=row.given_at,
            sending=self._sendings.get(row.case_id),
        )  # fmt: skip

    def of_sendings(self, rows: Iterable[SendingInfo], shown: set[int]) -> list[Watched]:
        """Each case once, P1 first; `shown` grows."""
        found = []
        for row in rows:
            if row.case_id in shown:
                continue
            shown.add(row.case_id)
            found.append(
                self._row(
                    row.case_id, unit_id=row.unit_id, way=row.way, since=row.made_at, sending=row,
                    reason=row.trouble or row.reason,
                )
            )  # fmt: skip
        return sorted(found, key=lambda one: (not one.urgent, one.since))

    def _row(self, case_id: int, *, unit_id: int, **facts: Any) -> Watched:
        case = self._cases[case_id]
        return Watched(
            case_id=case_id,
            number=case.number,
            category=self._city.category_by_id(case.category_id),
            unit=self._city.unit_by_id(unit_id, self._at),
            priority=Priority(case.priority),
            street=case.street,
            phone=dispatcher_of(unit_id, self._at),
            call=self._calls.get(case_id),
            **facts,
        )

"""What the centre watches: unopened, not sent, to be called. Whatever the unit's way of working."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.cases.models import Case, Task
from kck.cases.queries.unopened import Unopened, unopened, unopened_ids
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import Priority, WayOfWorking
from kck.foundation.reasons import Reason
from kck.handover.queries import latest_of, stuck, unreached
from kck.handover.terms import SendingInfo, SendingState
from kck.unitlinks.queries.calls import CallRow, dispatcher_of, last_calls
from kck.unitlinks.queries.links import good_links

MOST_SHOWN = 200
FRESH_SECONDS = 2.0


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
    links: int  # that still open it
    reason: Reason | None = None

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
    count: int

    @property
    def more(self) -> int:
        """How many are too many to be shown."""
        shown = len(self.urgent) + len(self.sendings) + len(self.calls) + len(self.unopened)
        return max(self.count - shown, 0)


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
        count=len(watched_ids(at)),
    )


def watched_ids(at: datetime) -> frozenset[int]:
    """Of all cases in the view, however many there are."""
    return frozenset({*unopened_ids(at), *_ids(stuck()), *_ids(_phone(at))})


def count_watched(at: datetime, *, still_good: float = FRESH_SECONDS) -> int:
    """For the navigation: counted every few seconds for a whole process."""
    with _Held.lock:
        now = time.monotonic()
        if now - _Held.counted_at > still_good:
            _Held.count, _Held.counted_at = len(watched_ids(at)), now
        return _Held.count


def forget_count() -> None:
    """Count anew at the next question; for tests."""
    _Held.counted_at = -FRESH_SECONDS


class _Held:
    lock = threading.Lock()
    count = 0
    counted_at = -FRESH_SECONDS


def _to_call(at: datetime) -> list[SendingInfo]:
    """Units of the telephone that nobody has been told of a case yet."""
    return _phone(at)[:MOST_SHOWN]


def _phone(at: datetime) -> list[SendingInfo]:
    """What somebody has taken for the unit at the desk needs no call any more."""
    rows = [row for row in unreached(at) if row.way == WayOfWorking.PHONE]
    waiting = Task.objects.filter(pk__in=[row.task_id for row in rows], taken_at=None)
    left = set(waiting.values_list("pk", flat=True))
    return [row for row in rows if row.task_id in left]


def _ids(rows: Iterable[SendingInfo]) -> list[int]:
    return [row.case_id for row in rows]


class _Facts:
    """What is said of each case, asked for all of them at once."""

    def __init__(self, at: datetime, case_ids: list[int]) -> None:
        self._at, self._city = at, snapshot(at)
        self._cases = {row.pk: row for row in Case.objects.filter(pk__in=case_ids)}
        self._calls, self._links = last_calls(case_ids), good_links(case_ids)
        self._sendings = latest_of(case_ids)

    def unopened(self, row: Unopened) -> Watched:
        sending = self._sendings.get(row.case_id)
        wrong = sending is not None and sending.wrong
        return self._row(
            row.case_id,
            unit_id=row.unit.id,
            way=row.way,
            since=row.given_at,
            sending=sending,
            reason=(sending.trouble or sending.reason) if sending and wrong else None,
        )

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
            links=self._links.get(case_id, 0),
            **facts,
        )

"""Handing many over at once, with no more than a window of them in doubt at any moment.

The window holds what is under way and what was answered but is not written down. A sender that is
killed leaves at most that many in doubt.
"""

import time
from collections import deque
from datetime import timedelta

from kck.foundation import clock
from kck.messaging.claiming import Claimed, Held, Result, announce, give_back
from kck.messaging.outgoing import Letters
from kck.messaging.ports import Answer, ManyTransport
from kck.messaging.results import (
    AWAY_FOR,
    HOLD_SECONDS,
    MARK_AFTER_SECONDS,
    forgotten,
    refused_as,
    settle,
)
from kck.messaging.terms import DeliveryState

MOST_AT_ONCE = 500
# of single messages all in doubt are sent again, so at most twenty; of mailings none is
WINDOW, GROUP = 20, 10
WINDOW_OF_MANY, GROUP_OF_MANY = 80, 20


def hand_over_many(transport: ManyTransport, claimed: Claimed, letters: Letters) -> tuple[int, str]:
    """How many of a batch were sent, and why the far end is away if it is."""
    return _Passage(transport, claimed, letters).run()


class _Passage:
    def __init__(self, transport: ManyTransport, claimed: Claimed, letters: Letters) -> None:
        self._transport, self._claimed, self._letters = transport, claimed, letters
        self._many = any(row.mailing_id is not None for row in claimed.rows)
        self._window, self._group = (
            (WINDOW_OF_MANY, GROUP_OF_MANY) if self._many else (WINDOW, GROUP)
        )
        self._rest = deque(row for row in claimed.rows if row.address)
        self._under_way: dict[int, Held] = {}
        self._accepted: list[tuple[Held, str]] = []  # with what the far end called it
        self._results = [forgotten(row) for row in claimed.rows if not row.address]
        self._returned: list[Held] = []
        self._away = ""
        self._sent = 0
        self._stopped = False
        self._marked_at = time.monotonic()
        self._stop_at = self._marked_at + HOLD_SECONDS

    def run(self) -> tuple[int, str]:
        while True:
            self._write_down()
            while self._may_begin():
                self._begin_group()
            if not self._under_way:
                break
            for answer in self._transport.answers(MARK_AFTER_SECONDS, self._enough()):
                self._take(answer)
        self._settle()
        now = clock.real_now()
        again = now + (AWAY_FOR if self._away else timedelta(0))
        give_back(dict.fromkeys([*self._returned, *self._rest], again), self._away)
        return self._sent, self._away

    @property
    def _room(self) -> int:
        """For more in doubt. What was accepted is written down together with the next group."""
        return self._window - len(self._under_way) - len(self._results)

    def _next_size(self) -> int:
        return min(self._group, len(self._rest))

    def _may_begin(self) -> bool:
        if not self._rest or self._away or self._stopped or time.monotonic() > self._stop_at:
            return False
        return self._room >= self._next_size()

    def _begin_group(self) -> None:
        group = [self._rest.popleft() for _ in range(self._next_size())]
        letters = [self._letters.of(row) for row in group]
        if self._many:
            announced = announce(self._claimed, group[-1], self._accepted)
            try:  # the database writes down while the mails are written
                self._transport.write(letters)
            finally:
                go_on = announced.wait()
        else:  # a channel may look up what belongs to a single one
            self._transport.write(letters)
            go_on = announce(self._claimed, group[-1], self._accepted).wait()
        self._sent += len(self._accepted)
        self._accepted, self._marked_at = [], time.monotonic()
        if go_on:
            self._under_way.update((row.pk, row) for row in group)
            self._transport.begin()
            return
        self._stopped = True
        self._transport.drop()
        self._rest.extendleft(reversed(group))

    def _enough(self) -> int:
        """Wait for so many that the next group may begin, or for all there are."""
        wanted = self._next_size() - self._room if self._rest else len(self._under_way)
        return max(min(wanted, len(self._under_way)), 1)

    def _take(self, answer: Answer) -> None:
        row = self._under_way.pop(answer.ref)
        if answer.away:
            self._away = answer.away
            self._returned.append(row)
        elif answer.refused is not None:
            self._results.append(refused_as(row, answer.refused))
        else:
            self._accepted.append((row, answer.far_end_id))

    def _write_down(self) -> None:
        late = time.monotonic() - self._marked_at > MARK_AFTER_SECONDS
        if late or len(self._results) >= self._group:
            self._settle()

    def _settle(self) -> None:
        sent = [
            Result(delivery=row, state=DeliveryState.SENT, far_end_id=far_end_id)
            for row, far_end_id in self._accepted
        ]
        self._sent += settle([*sent, *self._results])
        self._accepted, self._results, self._marked_at = [], [], time.monotonic()

"""No more a minute to one server, or to one domain, than it bears: counted for all senders."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kck.foundation import clock
from kck.foundation.bulk import run
from kck.foundation.limits import counting
from kck.messaging.claiming import Claimed, Held
from kck.messaging.terms import SendingRules

_WINDOW = 60


class Throttle:
    """Of one sender's turn at one channel. `per_minute`: what the way out itself takes."""

    def __init__(self, rules: SendingRules, per_minute: int = 0) -> None:
        self._per_minute, self._domains = per_minute, rules.domains

    def parted(self, claimed: Claimed) -> tuple[Claimed, Mapping[Held, datetime]]:
        """What may go now, and until when the rest waits."""
        limited = self._limited(claimed.rows)
        if not limited:
            return claimed, {}
        later: dict[Held, datetime] = {}
        asked = [
            counting(f"send:{name}", seconds=_WINDOW, amount=len(rows))
            for name, _limit, rows in limited
        ]
        for (_name, limit, rows), [[counted]] in zip(limited, run(asked), strict=True):
            before = counted - len(rows)
            for place, row in enumerate(rows):
                if windows := (before + place) // limit:
                    later[row] = max(_begin_of(windows), later.get(row, _begin_of(0)))
        go = tuple(row for row in claimed.rows if row not in later)
        return replace(claimed, rows=go), later

    def _limited(self, rows: Sequence[Held]) -> list[tuple[str, int, Sequence[Held]]]:
        found: list[tuple[str, int, Sequence[Held]]] = []
        if self._domains:
            by_domain: dict[str, list[Held]] = defaultdict(list)
            for row in rows:
                by_domain[row.address.rpartition("@")[2].lower()].append(row)
            found += [
                (domain, limit, by_domain[domain])
                for domain, limit in self._domains.items()
                if domain in by_domain
            ]
        if self._per_minute:
            found.append(("provider", self._per_minute, rows))
        return found


def _begin_of(windows: int) -> datetime:
    """Of the window that comes so many windows after this one."""
    now = clock.real_now()
    since = timedelta(seconds=now.timestamp() % _WINDOW)
    return now - since + timedelta(seconds=_WINDOW * windows)

"""How often a stranger may do something. Counted in PostgreSQL, so that all processes agree."""

import hashlib
import threading

from django.conf import settings

from kck.foundation import clock
from kck.foundation.bulk import Statement, run

_COUNT = """
INSERT INTO foundation_tally (key, "window", count) SELECT %s, %s, {amount} {only_if}
ON CONFLICT (key, "window") DO UPDATE SET count = foundation_tally.count + {amount}
RETURNING count
"""


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more; False once there were more than `limit` in this window of `seconds`.

    The key is hashed with the site's secret: addresses of people are not kept.
    """
    [[[count]]] = run([counting(key, seconds=seconds)])
    return bool(count <= limit)


def counting(
    key: str, *, seconds: int, only_if: Statement | None = None, amount: int = 1
) -> Statement:
    """What counts one more and gives how many there were: for who has other things to ask too.

    `only_if` is a question that must give a row, else nothing is counted and no row comes.
    """
    window = int(clock.real_now().timestamp()) // seconds
    hashed = hashlib.blake2b(
        f"{seconds}:{key}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    ).hexdigest()
    values = [hashed, window * seconds]
    if only_if is None:
        return Statement(_COUNT.format(only_if="", amount=amount), values)
    condition = f"WHERE EXISTS ({only_if.sql})"
    counted = _COUNT.format(only_if=condition, amount=amount)
    return Statement(counted, [*values, *only_if.values])


class Bundles:
    """Cheap calls, counted by the dozen: most cost no statement.

    A process takes `size` calls at once and spends them; the last few of a window may be lost.
    """

    def __init__(self, *, limit: int, seconds: int, size: int = 20) -> None:
        self._limit, self._seconds, self._size = limit, seconds, size
        self._left: dict[str, int] = {}
        self._window = 0
        self._lock = threading.Lock()

    def allow(self, key: str) -> bool:
        """The same promise as `allow`."""
        with self._lock:
            self._turn_over()
            left = self._left.get(key, 0)
            if left > 0:
                self._left[key] = left - 1
                return True
        return self._take_more(key)

    def _turn_over(self) -> None:
        window = int(clock.real_now().timestamp()) // self._seconds
        if window != self._window:
            self._window = window
            self._left.clear()

    def _take_more(self, key: str) -> bool:
        [[[count]]] = run([counting(key, seconds=self._seconds, amount=self._size)])
        granted = min(self._size, self._limit - (count - self._size))
        with self._lock:
            self._left[key] = self._left.get(key, 0) + max(granted - 1, 0)
        return bool(granted > 0)

    def forget(self) -> None:
        """For tests, whose counts are rolled back."""
        with self._lock:
            self._left.clear()

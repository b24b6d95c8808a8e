"""How often a stranger may do something. Counted in PostgreSQL, so that all processes agree."""

import hashlib

from django.conf import settings

from kck.foundation import clock
from kck.foundation.bulk import Statement, run

_COUNT = """
INSERT INTO foundation_tally (key, "window", count) SELECT %s, %s, 1 {only_if}
ON CONFLICT (key, "window") DO UPDATE SET count = foundation_tally.count + 1
RETURNING count
"""


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more; False once there were more than `limit` in this window of `seconds`.

    The key is hashed with the site's secret: addresses of people are not kept.
    """
    [[[count]]] = run([counting(key, seconds=seconds)])
    return bool(count <= limit)


def counting(key: str, *, seconds: int, only_if: Statement | None = None) -> Statement:
    """What counts one more and gives how many there were: for who has other things to ask too.

    `only_if` is a question that must give a row, else nothing is counted and no row comes.
    """
    window = int(clock.real_now().timestamp()) // seconds
    hashed = hashlib.blake2b(
        f"{seconds}:{key}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    ).hexdigest()
    values = [hashed, window * seconds]
    if only_if is None:
        return Statement(_COUNT.format(only_if=""), values)
    condition = f"WHERE EXISTS ({only_if.sql})"
    return Statement(_COUNT.format(only_if=condition), [*values, *only_if.values])

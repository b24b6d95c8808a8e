"""How often a stranger may do something. Counted in PostgreSQL, so that all processes agree."""

import hashlib

from django.conf import settings
from django.db import connection

from kck.foundation import clock

_COUNT = """
INSERT INTO foundation_tally (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = foundation_tally.count + 1
RETURNING count
"""


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more; False once there were more than `limit` in this window of `seconds`.

    The key is hashed with the site's secret: addresses of people are not kept.
    """
    window = int(clock.real_now().timestamp()) // seconds
    hashed = hashlib.blake2b(
        f"{seconds}:{key}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    ).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [hashed, window * seconds])
        row = cursor.fetchone()
    return row is not None and row[0] <= limit

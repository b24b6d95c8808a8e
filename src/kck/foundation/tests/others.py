"""Other databases on the same server, where other tests run at the same time."""

import time

from django.db import connection

# the horizon is that of the whole server: a transaction of another database holds it back too
_OLDER = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname <> current_database() AND backend_xid IS NOT NULL
   AND backend_xid::text::bigint < %s
"""
_NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint % (1::bigint << 32)"


def wait_for_others(patience: float = 60.0) -> None:
    """Until no transaction elsewhere is older than what was committed here so far."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        [now] = cursor.fetchone()
        deadline = time.monotonic() + patience
        while True:
            cursor.execute(_OLDER, [now])
            if cursor.fetchone() == (0,):
                return
            assert time.monotonic() < deadline, "a transaction of another database does not end"
            time.sleep(0.05)

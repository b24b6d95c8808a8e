"""How far a run has come, told to others past its own transaction."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from kck.places.importing.report import Progress

OFTEN = 2.0  # seconds
_TELL = "UPDATE places_registerrun SET read = %s WHERE id = %s"


@contextmanager
def telling(run_id: int) -> Iterator[Progress]:
    """By a connection of its own: what the import writes is seen by nobody before its end."""
    own = connection.copy()
    told_at = time.monotonic()

    def progress(rows: int, _part: float) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= OFTEN:
            with own.cursor() as cursor:
                cursor.execute(_TELL, [rows, run_id])
            told_at = time.monotonic()

    try:
        yield progress
    finally:
        own.close()

"""Changing registers: by hand, from a source on its day, and back again."""

from kck.places.commands.imports import (
    BATCH,
    import_addresses,
    import_areas,
    import_stops,
    import_streets,
)
from kck.places.commands.runs import run_source, undo
from kck.places.commands.sources import (
    FETCH_JOB,
    add_source,
    ask_for_run,
    end_source,
    next_fetch,
    start_due,
)

__all__ = [
    "BATCH",
    "FETCH_JOB",
    "add_source",
    "ask_for_run",
    "end_source",
    "import_addresses",
    "import_areas",
    "import_stops",
    "import_streets",
    "next_fetch",
    "run_source",
    "start_due",
    "undo",
]

"""Who should be told of a clock: every rule of the city over all open cases, with nothing to tell.

It runs every five minutes, beside everything else the worker does.
"""

import gc
import time

from benchmarks.figures import Figure, median
from benchmarks.ground import Ground
from benchmarks.many import database_of, use

FEW, MANY = 10_000, 1_000_000
RUNS = 9
MOST_MS = 1500  # with 20 000 open; half a second in a thousand is the worker's


def measure(ground: Ground) -> list[Figure]:
    took = {cases: _runs(database_of(cases, ground)) for cases in (FEW, MANY)}
    return [
        Figure(
            name="clocks: a run over 20 000 open cases",
            measured=median(took[MANY]),
            unit="ms",
            baseline=median(took[FEW]),
            against="over 200",
        ),
        Figure(
            name="clocks: the slowest of them", measured=max(took[MANY]), unit="ms", most=MOST_MS
        ),
    ]


def _runs(name: str) -> list[float]:
    """Milliseconds of each, after what is due at the moment has been told."""
    from kck.cases.commands.reminding import remind
    from kck.foundation import clock

    use(name)
    at = clock.now()
    while remind(at=at):
        pass
    gc.collect()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        remind(at=at)
        taken.append((time.perf_counter() - start) * 1000)
    return taken

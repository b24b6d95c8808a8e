"""The first page of a unit's queue and of the public list, with a million cases and with few.

Each page is asked for as a browser would, its counts computed anew; beside it the query alone.
"""

import gc
import time
from collections.abc import Callable, Mapping

from django.test import Client

from benchmarks.figures import Figure, median
from benchmarks.ground import Ground
from benchmarks.many import busiest_unit, database_of, use
from benchmarks.people import staff_of

FEW, MANY = 10_000, 1_000_000
ROUNDS, TIMES = 7, 15
MOST = 1.5
STAFF = "handler@bench.example.org"

Ask = Callable[[], object]


def measure(ground: Ground) -> list[Figure]:
    names = {cases: database_of(cases, ground) for cases in (FEW, MANY)}
    took: dict[str, dict[int, list[float]]] = {}
    for turn in range(ROUNDS + 1):
        for cases, name in names.items():
            use(name)
            for what, ask in _asked().items():
                times = _times(ask)
                if turn:  # the first round fills caches
                    took.setdefault(what, {}).setdefault(cases, []).extend(times)
    return [
        Figure(
            name=f"lists: {what}, {MANY:,} cases".replace(",000", " 000"),
            measured=median(both[MANY]),
            unit="ms",
            baseline=median(both[FEW]),
            against=f"with {FEW // 1000} 000",
            most=MOST,
        )
        for what, both in took.items()
    ]


def _asked() -> Mapping[str, Ask]:
    from kck.accounts.queries import actor_for
    from kck.accounts.terms import GRANTS
    from kck.cases.queries.counts import forget_counts
    from kck.cases.queries.desk import Filters, View, queue
    from kck.cases.queries.public import PublicFilter, public_page
    from kck.foundation import clock

    may = [grant for grant in GRANTS if grant.startswith("cases.") and grant != "cases.triage"]
    staff = staff_of(busiest_unit(), STAFF, may)
    actor = actor_for(staff)
    signed_in, stranger = Client(), Client()
    signed_in.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    def desk() -> None:
        forget_counts()
        _get(signed_in, "/desk/")

    return {
        "a unit's queue, page": desk,
        "a unit's queue, query": lambda: queue(actor, View.UNIT, Filters(), at=clock.now()),
        "public list, page": lambda: _get(stranger, "/cases/"),
        "public list, query": lambda: public_page(PublicFilter()),
        "public list of a district, query": lambda: public_page(PublicFilter(district="13")),
    }


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))


def _times(ask: Ask) -> list[float]:
    """Milliseconds; one to begin with is not counted."""
    ask()
    gc.collect()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return taken

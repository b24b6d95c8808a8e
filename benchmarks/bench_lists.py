"""First pages with a million cases in the table, beside the same with ten thousand."""

import time
from collections.abc import Callable

from benchmarks.crowd_of_cases import fill, one_case
from benchmarks.figures import Figure, median
from benchmarks.ground import Ground
from kck.cases.queries.desk import Filters, View, queue
from kck.cases.queries.public import PublicFilter, public_page
from kck.foundation import clock
from kck.foundation.actor import Actor

FEW, MANY, TIMES = 10_000, 1_000_000, 40
AGAINST = "with 10 000 cases"


def measure(ground: Ground) -> list[Figure]:
    case = one_case()
    staff = Actor(
        kind="staff",
        id=1,
        unit_ids=frozenset({case.unit_id}),
        unit_grants={case.unit_id: frozenset({"cases.view", "cases.work"})},
    )
    pages: dict[str, Callable[[], object]] = {
        "first page of a unit's queue": lambda: (
            queue(staff, View.UNIT, Filters(), at=clock.now()).rows
        ),
        "first page of the public list": lambda: public_page(PublicFilter()).rows,
        "first page of a district": lambda: public_page(PublicFilter(district="13")).rows,
    }
    fill(case, 0, FEW)
    few = {name: _median_ms(page) for name, page in pages.items()}
    began = time.monotonic()
    fill(case, FEW, MANY)
    filled = time.monotonic() - began
    return [
        *(
            Figure(
                name=f"{name}, 1 000 000 cases",
                measured=_median_ms(page),
                unit="ms",
                baseline=few[name],
                against=AGAINST,
                most=1.5,
            )
            for name, page in pages.items()
        ),
        Figure(name="  filling the table", measured=filled, unit="s"),
    ]


def _median_ms(page: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        page()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)

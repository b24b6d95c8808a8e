"""The first page of a unit's queue and of the public list, with a million cases and with few.

Each page is asked for as a browser would, its counts computed anew; beside it the query alone.
"""

import gc
import itertools
import time
from collections.abc import Callable, Mapping

from django.test import Client

from benchmarks.figures import Figure, median
from benchmarks.ground import Ground
from benchmarks.many import busiest_unit, database_of, use
from benchmarks.people import give_cases, staff_of
from benchmarks.worked import worked_cases

FEW, MANY = 10_000, 1_000_000
ROUNDS, TIMES = 7, 15
MOST = 1.5
# ms with a million cases: a view's first page, a case's page, twelve counts, words among open
# cases and among all
PAGE_MS, CASE_MS, COUNTS_MS, OPEN_WORDS_MS, ALL_WORDS_MS = 60, 80, 40, 80, 100
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
    return [*_compared(took), *_desk_figures(names[MANY])]


def _compared(took: Mapping[str, Mapping[int, list[float]]]) -> list[Figure]:
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


def _desk_figures(name: str) -> list[Figure]:
    """The desk's own limits, in ms: of sixty questions of each kind the slowest in twenty."""
    use(name)
    asked = _desk_asked()
    return [
        Figure(name=f"lists: {what}, p95", measured=_p95(_times(ask, 60)), unit="ms", most=most)
        for what, (ask, most) in asked.items()
    ]


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]


def _desk_asked() -> Mapping[str, tuple[Ask, float]]:
    from kck.accounts.queries import actor_for
    from kck.accounts.terms import GRANTS
    from kck.cases.queries.counts import counts_for, forget_counts
    from kck.cases.queries.desk import View, queue, views_of
    from kck.cases.queries.filters import read
    from kck.foundation import clock

    may = [grant for grant in GRANTS if grant.startswith("cases.")]
    staff = staff_of(busiest_unit(), "centre@bench.example.org", may, everywhere=True)
    give_cases(staff, 100)
    actor, signed_in = actor_for(staff), Client()
    numbers = itertools.cycle(worked_cases(40))
    signed_in.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    def page(query: str) -> Ask:
        return lambda: _get(signed_in, f"/desk/?{query}")

    def case_page() -> None:
        _get(signed_in, f"/desk/case/{next(numbers)}/")

    def words(text: str, scope: str = "") -> Ask:
        filters = read({"text": text, "scope": scope})
        return lambda: queue(actor, View.CITY, filters, at=clock.now())

    def counts() -> None:
        forget_counts()
        counts_for(actor, at=clock.now())

    views = [view for view in views_of(actor) if view not in {View.TRIAGE, View.NEARBY}]
    found: dict[str, tuple[Ask, float]] = {
        f"view {view}, first page": (page(f"view={view}"), PAGE_MS) for view in views
    }
    found |= {
        "the page of a case": (case_page, CASE_MS),
        "a view of all filters, first page": (
            page("view=city&group=roads&district=13&handler=none&within=late"), PAGE_MS,
        ),
        "counts of all views": (counts, COUNTS_MS),
        "a rare word among open cases": (words("slowo12"), OPEN_WORDS_MS),
        "a word of every open case": (words("galaz"), OPEN_WORDS_MS),
        "a rare word among all": (words("slowo4321", "all"), ALL_WORDS_MS),
        "a middling word among all": (words("slowo7 dluga", "all"), ALL_WORDS_MS),
        "a word of every case among all": (words("galaz", "all"), ALL_WORDS_MS),
    }  # fmt: skip
    return found


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


def _times(ask: Ask, count: int = TIMES) -> list[float]:
    """Milliseconds; one to begin with is not counted. What lives long is frozen as in `kck web`."""
    ask()
    gc.collect()
    gc.freeze()
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return taken

"""Lists of 100 published cases with a million of them, beside the same JSON made by PostgreSQL.

Eight clients at once, each asking for the whole city or for a district, as strangers from many
addresses do. The baseline is answered by the same web process.
"""

import itertools
import json
from collections.abc import Callable

from benchmarks.figures import Figure, median, percentile
from benchmarks.ground import Ground, environment, url_of, web
from benchmarks.load import Client, Run, asking
from benchmarks.many import database_of

CASES, ASKED = 1_000_000, 100
CLIENTS, SECONDS, ROUNDS = 8, 4.0, 5
MOST_MS, MOST_TIMES = 40, 2.0
OURS, BY_HAND = "/api/v1/cases", "/by-hand/cases"
_CALLS_OF_AN_ADDRESS = 100
_serial = itertools.count()


def measure(ground: Ground) -> list[Figure]:
    name = database_of(CASES, ground)
    env = environment(url_of(ground.server, name), ground.home, KCK_PROXIES="1")
    with web(env) as (port, _process):
        _compare(port)
        ours, by_hand = _rounds(port)
    return [
        Figure(
            name=f"api: list of {ASKED}, {CLIENTS} clients, 1 000 000 cases, p95",
            measured=median([percentile(run.waits, 95) for run in ours]),
            unit="ms",
            most=MOST_MS,
        ),
        Figure(
            name=f"api: list of {ASKED}, {CLIENTS} clients, p50",
            measured=median([percentile(run.waits, 50) for run in ours]),
            unit="ms",
            baseline=median([percentile(run.waits, 50) for run in by_hand]),
            against="the same JSON by json_agg",
            most=MOST_TIMES,
        ),
        Figure(
            name="api: lists a second",
            measured=median([run.rate for run in ours]),
            unit="/s",
            baseline=median([run.rate for run in by_hand]),
            against="the same JSON by json_agg",
        ),
    ]


def _rounds(port: int) -> tuple[list[Run], list[Run]]:
    """By turns, so that both meet the same neighbours; the first round fills caches."""
    ours, by_hand = list[Run](), list[Run]()
    for turn in range(ROUNDS + 1):
        for path, runs in ((OURS, ours), (BY_HAND, by_hand)):
            run = asking(CLIENTS, SECONDS if turn else 1, port, _reader(path))
            if turn:
                runs.append(run)
    return ours, by_hand


def _reader(path: str) -> Callable[[Client], bytes]:
    def read(client: Client) -> bytes:
        turn = next(_serial)
        stranger = turn // _CALLS_OF_AN_ADDRESS
        address = f"10.{stranger >> 16 & 255}.{stranger >> 8 & 255}.{stranger & 255}"
        return client.get(f"{path}?{_query(turn)}", address=address)

    return read


def _query(turn: int) -> str:
    """The whole city every other time, else one of its districts."""
    district = turn // 2 % 18 + 1
    return f"limit={ASKED}&district={district}" if turn % 2 else f"limit={ASKED}"


def _compare(port: int) -> None:
    """A baseline that makes something else would be none."""
    client = Client(port)
    for turn in range(4):
        ours = json.loads(client.get(f"{OURS}?{_query(turn)}"))["items"]
        by_hand = json.loads(client.get(f"{BY_HAND}?{_query(turn)}"))["items"]
        assert len(ours) == len(by_hand) == ASKED, (len(ours), len(by_hand))
        for own, other in zip(ours, by_hand, strict=True):
            assert own == other, (own, other)
    client.close()

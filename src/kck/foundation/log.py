"""Reading the log of events in order, each event once, none left out.

`id > last seen` would miss events: ids are drawn before the commit, so a transaction that takes
long makes visible what lies far behind. Here a reader goes from one horizon to the next: the
oldest transaction that still runs. Whatever lies below it is finished for good, so what lies
between two horizons is read once, by id. Events of one stream come in the order of the stream: who
writes the later one waited for the one who wrote the earlier one, so both were finished together
or in that order.

Each reader keeps its own `Position`. A long writing transaction, of any database on the server,
holds all readers back until it ends; they lose nothing.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import Q

from kck.foundation.models import RecordedEvent

_SERVER = """
SELECT control.system_identifier, pg_snapshot_xmin(here)::text::bigint,
       pg_snapshot_xmax(here)::text::bigint
FROM pg_control_system() AS control, pg_current_snapshot() AS here
"""


@dataclass(frozen=True, kw_only=True)
class Position:
    """How far a reader has come: transactions below `low`, and in [low, high) ids to `last_id`."""

    cluster: int = 0  # transactions count from the start in another server: after a restore
    low: int = 0
    high: int = 0  # 0: no window is open
    last_id: int = 0
    seen: int = 0  # the greatest id so far
    floor: int = 0  # what was seen before a restore


@dataclass(frozen=True, kw_only=True)
class Page:
    """The next events, and where to go on; `more`: there may be others at once."""

    events: list[RecordedEvent]
    position: Position
    more: bool


@dataclass(frozen=True, kw_only=True)
class _Server:
    cluster: int
    horizon: int  # transactions below are finished
    unborn: int  # transactions from here on have not begun


def end() -> Position:
    """Behind everything that is finished now."""
    server = _server()
    newest = RecordedEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Position(cluster=server.cluster, low=server.horizon, seen=newest or 0)


def read(after: Position, *, limit: int, names: Collection[str] = ()) -> Page:
    """At most `limit` events that came after the position; of these names only, if any is given."""
    server = _server()
    window = _window(after, server)
    found = RecordedEvent.objects.filter(
        _finished(window, server), id__gt=max(window.last_id, window.floor)
    )
    if names:
        found = found.filter(name__in=names)
    events = list(found.order_by("id")[:limit])
    return Page(events=events, position=_onward(window, events, limit), more=len(events) == limit)


def _server() -> _Server:
    with connection.cursor() as cursor:
        cursor.execute(_SERVER)
        cluster, horizon, unborn = cursor.fetchone()
    return _Server(cluster=cluster, horizon=horizon, unborn=unborn)


def _window(after: Position, server: _Server) -> Position:
    """The window that is open, or a new one up to today's horizon."""
    if after.cluster != server.cluster:
        return Position(
            cluster=server.cluster, high=server.horizon, seen=after.seen, floor=after.seen
        )
    return after if after.high else replace(after, high=server.horizon)


def _finished(window: Position, server: _Server) -> Q:
    within = Q(transaction__gte=window.low, transaction__lt=window.high)
    if window.low:
        return within
    # a number that this server has not come to yet was given by the one that was restored from
    return within | Q(transaction__gte=server.unborn)


def _onward(window: Position, events: list[RecordedEvent], limit: int) -> Position:
    seen = max(window.seen, events[-1].pk) if events else window.seen
    if len(events) == limit:
        return replace(window, last_id=events[-1].pk, seen=seen)
    return replace(window, low=window.high, high=0, last_id=0, seen=seen)


# whom to tell that there is something to read


_followers: list[tuple[frozenset[str], Callable[[], None]]] = []


def follow(names: Iterable[str], wake: Callable[[], None]) -> None:
    """Call this in the process that has committed such an event. It may be lost with the process,
    so a reader also looks by the clock.
    """
    _followers.append((frozenset(names), wake))


def tell(names: Collection[str]) -> None:
    """Wake those who follow such events, once they are committed."""
    for wanted, wake in _followers:
        if not wanted.isdisjoint(names):
            transaction.on_commit(wake, robust=True)

"""Why somebody opens a person's card: said once a session, written down at each look.

A card opens from a case of one's own queue, from what was found, or with a reason that is typed.
"""

from collections.abc import Iterable
from uuid import UUID

from kck.desk.doors import StaffRequest
from kck.foundation import clock

_KEY = "desk.people"
_MOST = 60
_FOR_SECONDS = 4 * 3600
SHORTEST_REASON = 5


def remember(request: StaffRequest, people: Iterable[UUID], reason: str) -> None:
    """These cards may be opened now, for this reason."""
    known: dict[str, list[object]] = request.session.get(_KEY, {})
    now = int(clock.real_now().timestamp())
    for public_id in people:
        known.pop(public_id.hex, None)
        known[public_id.hex] = [reason[:200], now]
    request.session[_KEY] = dict(list(known.items())[-_MOST:])


def reason_for(request: StaffRequest, public_id: UUID) -> str:
    """Empty when none was given, or too long ago."""
    reason, at = request.session.get(_KEY, {}).get(public_id.hex, ["", 0])
    fresh = clock.real_now().timestamp() - int(at) < _FOR_SECONDS
    return str(reason) if fresh else ""

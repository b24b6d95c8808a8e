"""Why somebody opens a person's card: said once a session, written down at each look.

A card opens from a case of one's own queue, from what was found, or with a reason that is typed.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from kck.cases.policy import shown_grant
from kck.desk.doors import StaffRequest
from kck.foundation import clock
from kck.foundation.actor import Actor

_SHOWN = "desk.shown"
_SHOWN_FOR_SECONDS = 3600
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


def uncover(request: StaffRequest, case_id: int) -> None:
    """What was asked for stays open to this person for an hour; then it is asked for anew."""
    fresh = {pk: at for pk, at in _uncovered(request).items() if pk != str(case_id)}
    fresh[str(case_id)] = int(clock.real_now().timestamp())
    request.session[_SHOWN] = dict(list(fresh.items())[-_MOST:])


def knowing(request: StaffRequest) -> Actor:
    """The same person, with the cases that they asked to see whole."""
    shown = frozenset(shown_grant(int(pk)) for pk in _uncovered(request))
    return replace(request.actor, grants=request.actor.grants | shown) if shown else request.actor


def _uncovered(request: StaffRequest) -> dict[str, int]:
    after = clock.real_now().timestamp() - _SHOWN_FOR_SECONDS
    kept: dict[str, int] = request.session.get(_SHOWN, {})
    return {pk: at for pk, at in kept.items() if at > after}

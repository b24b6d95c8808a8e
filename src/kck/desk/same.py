"""On the triage screen: cases that may be the same, one press to merge, one to take it back."""

from collections.abc import Iterable
from dataclasses import dataclass

from kck.cases.queries.likely import Likely, editions, likely_same, within
from kck.cases.queries.triage import Undecided
from kck.desk.doors import StaffRequest
from kck.foundation import clock

LAST = "desk.merged"
SHOWN_FOR = 60  # s; later it is done on the page of the case
_NOTHING = ("", "", 0.0)


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What was merged last, while it may be taken back here."""

    number: str
    into: str


def same_as(request: StaffRequest, case: Undecided, codes: Iterable[str]) -> list[Likely]:
    """Among the categories it may be; only what a machine thinks likely."""
    if case.lat is None or case.lon is None:
        return []
    kinds = within(editions([case.code, *codes], clock.now()))
    kinds = {pk: one for pk, one in kinds.items() if one.metres}
    found = likely_same(request.actor, case.id, (case.lat, case.lon), kinds, most=4)
    return [one for one in found if one.likely]


def remember(request: StaffRequest, number: str, into: str) -> None:
    request.session[LAST] = [number, into, clock.real_now().timestamp()]


def merged_last(request: StaffRequest) -> Merged | None:
    number, into, at = request.session.get(LAST, _NOTHING)
    fresh = clock.real_now().timestamp() - at < SHOWN_FOR
    return Merged(number=number, into=into) if number and fresh else None

"""What a way out must be able to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kck.directory.terms import WayOfWorking
from kck.directory.ways import WayInfo
from kck.foundation.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One sending as a transport gets it. `own_id` is the same at every attempt.

    `unsure`: an earlier attempt may have arrived, so look there before sending again. `before`:
    the number under which the same unit already had this case.
    """

    sending_id: int
    task_id: int
    case_id: int
    number: str
    unit_id: int
    way: WayInfo
    own_id: str
    attempts: int
    unsure: bool
    before: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one attempt.

    `arrived` with a `far_number`: the far end has accepted it, without one: it was handed over,
    perhaps with a `far_token` under which the number will be told later.
    `for_good`: do not try again. `unsure`: it may have arrived after all. `away`: the far end
    cannot be reached, which is no fault of this sending and no attempt of it. `later`: it is not
    yet its time (real time), which is no attempt either.
    """

    sending_id: int
    arrived: bool
    reason: Reason | None = None
    far_number: str = ""
    far_token: str = ""
    for_good: bool = False
    unsure: bool = False
    away: bool = False
    later: datetime | None = None


class Transport(Protocol):
    """Hands parcels over, several at a time, outside any transaction.

    One result for each parcel, in any order; one that is missing counts as not tried. Whatever is
    wrong with a parcel is a result; an exception makes the sender offer each parcel alone.
    """

    def send(self, parcels: Sequence[Parcel]) -> list[Result]: ...


_transports: dict[WayOfWorking, Transport] = {}


def register(way: WayOfWorking, transport: Transport) -> None:
    _transports[way] = transport


def transport_for(way: WayOfWorking) -> Transport | None:
    return _transports.get(way)


def served_ways() -> frozenset[WayOfWorking]:
    return frozenset(_transports)

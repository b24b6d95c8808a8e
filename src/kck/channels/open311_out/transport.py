"""New cases out: several far ends at once, a few at a time to each, none twice."""

import logging
import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2

from kck.channels.open311_out.client import NO_FEED, FarEndClient, http_client
from kck.channels.open311_out.contents import Content, contents_of, mark
from kck.channels.open311_out.far_ends import address_of, far_ends_of
from kck.channels.open311_out.loops import came_from
from kck.channels.open311_out.models import FarEnd
from kck.channels.open311_out.terms import Created, FarAddress, FarAway, FarRefuses, FarUnclear
from kck.foundation import clock
from kck.foundation.reasons import Reason, reason
from kck.foundation.text import _
from kck.handover.models import Sending
from kck.handover.ports import Parcel, Result
from kck.handover.sending import BROKEN

LANES = 4  # at once to one far end
MOST_FAR_ENDS = 8
LOOK_BACK = timedelta(days=30)
_NOT_SET_UP = reason("open311_out.not_set_up", _("nie podano adresu systemu jednostki"))
_OWN_NUMBER = reason(
    "open311_out.own_number",
    _("system jednostki odpowiedział naszym własnym numerem i nie zna takiej sprawy"),
)
_TAKEN_NUMBER = reason(
    "open311_out.taken_number", _("system jednostki podał numer innej sprawy: %(number)s")
)
_OURS_FROM_THERE = reason("open311_out.from_there", _("sprawa przyszła z tego systemu"))
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one far end gets in this round."""

    far: FarAddress
    parcels: tuple[Parcel, ...]
    contents: Mapping[int, Content]
    since: datetime


class Open311Transport:
    """`kck.handover` sends through this; nothing here changes a case."""

    def send(self, parcels: Sequence[Parcel]) -> list[Result]:
        far_ends = far_ends_of(parcel.way.code for parcel in parcels)
        returned = _loops(parcels, far_ends)
        going = [one for one in parcels if one.sending_id not in returned]
        loads = _loads(going, far_ends)
        results = [*returned.values(), *_not_set_up(going), *_all_at_once(loads)]
        return _believable(results, parcels)


def _loops(parcels: Sequence[Parcel], far_ends: Mapping[str, FarEnd]) -> dict[int, Result]:
    """What came from the far end itself is there already: it never goes back as new."""
    partners = {unit: far_end.partner_id for unit, far_end in far_ends.items()}
    asked = {one.case_id: partners[one.way.code] for one in parcels}
    theirs = came_from({case: partner for case, partner in asked.items() if partner})
    return {
        one.sending_id: Result(
            sending_id=one.sending_id,
            arrived=True,
            far_number=theirs[one.case_id],
            reason=_OURS_FROM_THERE,
        )
        for one in parcels
        if one.case_id in theirs
    }


def _loads(parcels: Iterable[Parcel], far_ends: Mapping[str, FarEnd]) -> list[Load]:
    of_unit: dict[str, list[Parcel]] = defaultdict(list)
    for one in parcels:
        if one.way.open311.endpoint:
            of_unit[one.way.code].append(one)
    since = clock.now() - LOOK_BACK
    return [
        Load(
            far=address_of(far_ends[unit], own[0].way),
            # those in doubt first: perhaps they only need to be found
            parcels=tuple(sorted(own, key=lambda one: not one.unsure)),
            contents=contents_of(own),
            since=since,
        )
        for unit, own in of_unit.items()
    ]


def _not_set_up(parcels: Iterable[Parcel]) -> list[Result]:
    return [
        Result(sending_id=one.sending_id, arrived=False, away=True, reason=_NOT_SET_UP)
        for one in parcels
        if not one.way.open311.endpoint
    ]


def _all_at_once(loads: Sequence[Load]) -> list[Result]:
    """Far ends beside one another: a slow one keeps nobody else waiting but the round's end."""
    if not loads:
        return []
    if len(loads) == 1:
        return _Run(loads[0]).results()
    with ThreadPoolExecutor(max_workers=MOST_FAR_ENDS) as pool:
        return [
            one for found in pool.map(lambda load: _Run(load).results(), loads) for one in found
        ]


class _Run:
    """One far end's round. The first silence ends it: the others would only wait as long."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._queue = deque(load.parcels)
        self._found: list[Result] = []
        self._stopped = threading.Event()
        self._why: Reason | None = None

    def results(self) -> list[Result]:
        with http_client() as http:
            lanes = min(LANES, len(self._queue))
            if lanes == 1:
                self._lane(http)
            else:
                threads = [threading.Thread(target=self._lane, args=[http]) for _n in range(lanes)]
                for one in threads:
                    one.start()
                for one in threads:
                    one.join()
        return [*self._found, *(self._left(one) for one in self._queue)]

    def _lane(self, http: httpx2.Client) -> None:
        client = FarEndClient(self._load.far, http)
        while not self._stopped.is_set():
            try:
                parcel = self._queue.popleft()
            except IndexError:
                return
            self._found.append(self._attempt(client, parcel))

    def _attempt(self, client: FarEndClient, parcel: Parcel) -> Result:
        try:
            return self._sent(client, parcel)
        except FarAway as away:
            self._stop(away.reason)
            return _failed(parcel, away.reason, away=True)
        except FarUnclear as unclear:
            if unclear.silent:
                self._stop(unclear.reason)
            return _failed(parcel, unclear.reason, unsure=True)
        except FarRefuses as no:
            return _failed(parcel, no.reason, for_good=True)
        except Exception as error:
            # a poison case is its own trouble; its words are in nobody's log
            _log.error("sending %s broke: %s", parcel.sending_id, type(error).__name__)
            return _failed(parcel, BROKEN(error=type(error).__name__), unsure=True)

    def _sent(self, client: FarEndClient, parcel: Parcel) -> Result:
        content = self._load.contents[parcel.sending_id]
        if parcel.before and _again(client, parcel, content):
            return _arrived(parcel, Created(number=parcel.before))
        if parcel.unsure and (
            number := client.find(parcel.own_id, mark(parcel.number), self._load.since)
        ):
            return _arrived(parcel, Created(number=number))
        created = client.create(content.fields, content.files())
        # its numbers may look like ours; only one that it really has is one
        if created.number == parcel.number and not client.has(created.number):
            return _failed(parcel, _OWN_NUMBER, unsure=True)
        return _arrived(parcel, created)

    def _stop(self, why: Reason) -> None:
        self._why = why
        self._stopped.set()

    def _left(self, parcel: Parcel) -> Result:
        return _failed(parcel, self._why, away=True)


def _again(client: FarEndClient, parcel: Parcel, content: Content) -> bool:
    """The unit had this case: it is opened again there, under the number it has.

    False when its server takes no updates, or does not know the number: then it comes as new.
    """
    fields = {
        "service_request_id": parcel.before,
        "update_id": parcel.own_id,
        "status": "reopen",
        "description": content.again,
    }
    try:
        client.tell(fields)
    except FarRefuses as no:
        if no.status not in NO_FEED:
            raise
        return False
    return True


def _arrived(parcel: Parcel, created: Created) -> Result:
    return Result(
        sending_id=parcel.sending_id,
        arrived=True,
        far_number=created.number,
        far_token="" if created.number else created.token,
    )


def _failed(
    parcel: Parcel,
    why: Reason | None,
    *,
    away: bool = False,
    unsure: bool = False,
    for_good: bool = False,
) -> Result:
    return Result(
        sending_id=parcel.sending_id,
        arrived=False,
        reason=why,
        away=away,
        unsure=unsure,
        for_good=for_good,
    )


def _believable(results: Sequence[Result], parcels: Sequence[Parcel]) -> list[Result]:
    """A number that another case of the unit has is no number of this one."""
    of_parcel = {one.sending_id: one for one in parcels}
    taken = _taken(results, of_parcel)
    found = []
    for result in results:
        parcel = of_parcel[result.sending_id]
        key = (parcel.unit_id, result.far_number)
        if result.far_number and taken.setdefault(key, parcel.case_id) != parcel.case_id:
            why = _TAKEN_NUMBER(number=result.far_number)
            result = _failed(parcel, why, unsure=True)
        found.append(result)
    return found


def _taken(
    results: Sequence[Result], of_parcel: Mapping[int, Parcel]
) -> dict[tuple[int, str], int]:
    numbers = [result.far_number for result in results if result.far_number]
    units = {of_parcel[result.sending_id].unit_id for result in results}
    rows = Sending.objects.filter(far_number__in=numbers, unit_id__in=units)
    return {
        (unit_id, number): case_id
        for unit_id, number, case_id in rows.values_list("unit_id", "far_number", "case_id")
    }

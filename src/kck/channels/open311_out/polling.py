"""Asking far ends what happened to the cases they have."""

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.db.models import Q

from kck.channels.open311_out.client import FarEndClient, http_client
from kck.channels.open311_out.far_ends import address_of, far_ends_of
from kck.channels.open311_out.incoming import hear, system_of
from kck.channels.open311_out.models import FarEnd, FarWord
from kck.channels.open311_out.reading import MOST_PHOTOS
from kck.channels.open311_out.terms import (
    FarAddress,
    FarAway,
    FarChange,
    FarRefuses,
    FarUnclear,
)
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.files.commands import receive_photo
from kck.files.terms import DRAFT_KEPT_FOR, NotAPhoto
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.reasons import Reason, columns
from kck.handover.commands import accept_by_far
from kck.handover.models import Sending
from kck.handover.queries import of_far_number
from kck.handover.terms import SendingInfo, SendingState

MOST_FAR_ENDS = 8
OVERLAP = timedelta(minutes=15)  # clocks differ, and transactions end late
FIRST_LOOK = timedelta(days=2)
ASK_AGAIN_FOR_FEED = timedelta(days=1)
KEEP_ASKING = timedelta(days=30)  # after our end: it may say more
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one far end is asked: which numbers, which tokens, since when."""

    far_end: FarEnd
    far: FarAddress
    numbers: tuple[str, ...]
    tokens: dict[int, str]
    since: datetime
    feed: bool
    wait: timedelta


@dataclass(frozen=True, kw_only=True)
class Heard:
    round: Round
    changes: tuple[FarChange, ...] = ()
    numbers: dict[int, str] = field(default_factory=dict)  # of tokens, by sending
    no_feed: bool = False
    reason: Reason | None = None


def poll_due() -> int:
    """Ask every far end whose turn it is; how many changes were news."""
    rounds = [_round(*one) for one in _whose_turn()]
    if not rounds:
        return 0
    with ThreadPoolExecutor(max_workers=MOST_FAR_ENDS) as pool:
        answers = list(pool.map(_asked, rounds))
    return sum(_taken_in(heard) for heard in answers)


def _whose_turn() -> list[tuple[FarEnd, int]]:
    """Those that have cases of ours now, or had lately."""
    city, now = snapshot(clock.now()), clock.real_now()
    units = Sending.objects.filter(_asked_about()).values_list("unit_id", flat=True).distinct()
    by_code = {city.unit_by_id(pk, clock.now()).code: pk for pk in sorted(units)}
    rows = far_ends_of(by_code)
    return [
        (row, by_code[code])
        for code, row in rows.items()
        if (row.poll_next_at is None or row.poll_next_at <= now)
        and (way := city.way_of(by_code[code], clock.now())).way == WayOfWorking.OPEN311
        and way.open311.endpoint
    ]


def _asked_about() -> Q:
    late = Q(state=SendingState.DONE, made_at__gte=clock.now() - KEEP_ASKING)
    open_ = Q(state__in=[SendingState.ACCEPTED, SendingState.SENT])
    return Q(way=WayOfWorking.OPEN311) & (open_ | (late & ~Q(far_number="")))


def _round(far_end: FarEnd, unit_id: int) -> Round:
    way = snapshot(clock.now()).way_of(unit_id)
    wait = timedelta(minutes=max(way.open311.poll_minutes, 1))
    FarEnd.objects.filter(pk=far_end.pk).update(poll_next_at=clock.real_now() + wait)
    rows = Sending.objects.filter(_asked_about(), unit_id__in=system_of(unit_id).unit_ids)
    known = list(rows.values_list("pk", "far_number", "far_token", "state"))
    return Round(
        far_end=far_end,
        far=address_of(far_end, way),
        numbers=tuple(dict.fromkeys(n for _pk, n, _t, state in known if n and state != "done")),
        tokens={pk: token for pk, number, token, _state in known if token and not number},
        since=(far_end.polled_to or clock.now() - FIRST_LOOK) - OVERLAP,
        feed=far_end.no_updates_until is None or far_end.no_updates_until <= clock.real_now(),
        wait=wait,
    )


def _asked(asked: Round) -> Heard:
    """Only HTTP here: this runs in a thread without a database."""
    try:
        with http_client() as http:
            client = FarEndClient(asked.far, http)
            numbers = {
                pk: number
                for pk, token in asked.tokens.items()
                if (number := client.number_for(token))
            }
            changes = client.updates(asked.since) if asked.feed else None
            no_feed = changes is None and asked.feed
            if changes is None:
                changes = client.records(asked.numbers) if asked.numbers else []
            return Heard(round=asked, changes=tuple(changes), numbers=numbers, no_feed=no_feed)
    except (FarAway, FarUnclear, FarRefuses) as problem:
        return Heard(round=asked, reason=problem.reason)


def _taken_in(heard: Heard) -> int:
    far_end, now = heard.round.far_end, clock.now()
    if heard.reason:
        text, why = columns(heard.reason)
        FarEnd.objects.filter(pk=far_end.pk).update(reason=text, why=why)
        return 0
    for sending_id, number in heard.numbers.items():
        accept_by_far(sending_id, number, at=now)
    news = take_in(far_end, heard.changes, far=heard.round.far, at=now)
    changes: dict[str, object] = {"reason": "", "why": None, "polled_at": now}
    if heard.no_feed:
        changes["no_updates_until"] = clock.real_now() + ASK_AGAIN_FOR_FEED
    latest = max((c.at for c in heard.changes if c.at), default=None)
    changes["polled_to"] = min(latest, now) if latest and len(heard.changes) >= 1000 else now
    FarEnd.objects.filter(pk=far_end.pk).update(**changes)
    return news


def take_in(far_end: FarEnd, changes: Sequence[FarChange], *, far: FarAddress, at: datetime) -> int:
    """Each on its own: one that breaks does not keep the next from being heard."""
    unit_ids = _unit_ids(far_end.unit)
    news = 0
    for change in _not_heard(far_end, changes):
        sending = of_far_number(unit_ids, change.number)
        if sending is None:  # somebody else's case in a feed of everything
            continue
        try:
            photos = _photos(change, far, sending, at)
            news += hear(change, sending, far_end, photos=photos, at=at) is not None
        except Exception as error:
            _log.error("update %s broke: %s", change.update_id, type(error).__name__)
    return news


def _not_heard(far_end: FarEnd, changes: Sequence[FarChange]) -> Iterable[FarChange]:
    ids = [change.update_id for change in changes]
    known = set(far_end.updates.filter(update_id__in=ids).values_list("update_id", flat=True))
    # what we said ourselves comes back in its feed
    ours = FarWord.objects.filter(far_update_id__in=ids)
    ours = ours.filter(sending__unit_id__in=_unit_ids(far_end.unit))
    known |= set(ours.values_list("far_update_id", flat=True))
    return (change for change in changes if change.update_id not in known)


def _unit_ids(code: str) -> list[int]:
    city = snapshot(clock.now())
    return [one.id for one in city.units.all if city.unit_by_id(one.id, clock.now()).code == code]


def _photos(change: FarChange, far: FarAddress, sending: SendingInfo, at: datetime) -> list[UUID]:
    """Fetched from the far end itself only; what is no photo is left out."""
    if not change.photos:
        return []
    by = system_of(sending.unit_id)
    with http_client() as http:
        client = FarEndClient(far, http)
        fetched = [client.photo(address) for address in change.photos[:MOST_PHOTOS]]
    kept = [keep_photo(data, at=at, by=by) for data in fetched if data]
    return [public_id for public_id in kept if public_id]


def keep_photo(data: bytes, *, at: datetime, by: Actor) -> UUID | None:
    try:
        return receive_photo(BytesIO(data), at=at, by=by, expires_at=at + DRAFT_KEPT_FOR).public_id
    except NotAPhoto:
        return None

"""Who looked at personal data, and whether the log is whole."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from kck.foundation import clock, privacy
from kck.foundation.actor import Actor
from kck.foundation.models import Look, RecordedEvent, Removal
from kck.foundation.outbox import chain_hash

_BATCH = 2000


def looked_at(by: Actor, what: str, subject: str, reason: str = "") -> None:
    """Somebody saw `what` ("contact", "photo") of `subject` ("case:12")."""
    Look.objects.create(
        actor=str(by), what=what, subject=subject, reason=reason[:200], at=clock.now()
    )


def looked_at_all(by: Actor, what: str, subjects: Iterable[str], reason: str = "") -> None:
    """The same of several at once: a list of people that were found."""
    at = clock.now()
    Look.objects.bulk_create(
        Look(actor=str(by), what=what, subject=subject, reason=reason[:200], at=at)
        for subject in subjects
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One look at personal data."""

    actor: str
    what: str
    reason: str
    at: datetime


def who_looked(subjects: Collection[str], *, limit: int = 50) -> list[Seen]:
    """The newest first."""
    rows = Look.objects.filter(subject__in=subjects).order_by("-at", "-pk")[:limit]
    return [Seen(actor=row.actor, what=row.what, reason=row.reason, at=row.at) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What `kck audit verify` found. `broken` names the first link that does not hold."""

    events: int
    streams: int
    contents: int
    removed: int
    broken: str


@dataclass
class _Count:
    events: int = 0
    streams: int = 0
    contents: int = 0
    removed: int = 0


class _Broken(Exception):
    """A link of the chain, or a content, is not what was recorded."""


def verify(progress: Callable[[int], None] = lambda done: None) -> Audit:
    """Recompute every chain and every content it seals, in constant memory."""
    count, broken = _Count(), ""
    try:
        _walk(count, progress)
    except _Broken as found:
        broken = str(found)
    return Audit(
        events=count.events,
        streams=count.streams,
        contents=count.contents,
        removed=count.removed,
        broken=broken,
    )


def _walk(count: _Count, progress: Callable[[int], None]) -> None:
    stream, seq, link = "", 0, ""
    chained = RecordedEvent.objects.exclude(stream="").order_by("stream", "seq")
    for batch in _in_batches(chained.iterator(chunk_size=_BATCH)):
        for event in batch:
            if event.stream != stream:
                stream, seq, link = event.stream, 0, ""
                count.streams += 1
            _check_link(event, seq, link)
            seq, link = event.seq or 0, event.hash
        _check_contents(batch, count)
        count.events += len(batch)
        progress(count.events)


def _in_batches(rows: Iterator[RecordedEvent]) -> Iterator[list[RecordedEvent]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _check_link(event: RecordedEvent, seq: int, link: str) -> None:
    if event.seq != seq + 1:
        raise _Broken(f"{event.stream}: event {seq + 1} is missing (found {event.seq})")
    if event.prev_hash != link or event.hash != chain_hash(event):
        raise _Broken(
            f"{event.stream}: event {event.seq} ({event.name}, id {event.pk}) was changed"
        )


def _check_contents(batch: list[RecordedEvent], count: _Count) -> None:
    """Contents are named in payloads as "seals": [[kind, id, digest], …]."""
    for kind, content in privacy.sealed_contents().items():
        sealed = {
            content_id: (digest, event)
            for event in batch
            for (named, content_id, digest) in event.payload.get("seals", ())
            if named == kind
        }
        there = content.digests(list(sealed))
        removed = set(
            Removal.objects.filter(kind=kind, content_id__in=sealed).values_list(
                "content_id", flat=True
            )
        )
        for content_id, (digest, event) in sealed.items():
            if there.get(content_id) == digest:
                count.contents += 1
            elif content_id in removed:
                count.removed += 1
            else:
                raise _Broken(f"{event.stream}: {kind} {content_id} of event {event.seq} differs")

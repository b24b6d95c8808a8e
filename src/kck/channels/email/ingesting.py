"""`kck mail ingest`: mails from files and pipes, as if a server had handed them over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kck.channels.email.inbound_terms import TooLarge
from kck.channels.email.keeping import keep
from kck.channels.email.parsing.reading import parse
from kck.channels.email.sources import Lying, lying_at
from kck.channels.email.terms import CHANNEL
from kck.conversations.queries.inbox import box_for
from kck.foundation import clock


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """`problem`: why it was not kept; "" when it is safe, or was already."""

    name: str
    again: bool = False
    problem: str = ""


def ingest(files: Sequence[str], *, box: str = "") -> Iterator[Ingested]:
    """Each mail in a transaction of its own; one that cannot be kept stops no other."""
    for source in files:
        for one in lying_at(source):
            yield _one(one, box)


def _one(one: Lying, box: str) -> Ingested:
    raw = one.read()
    if not raw.strip():
        return Ingested(name=one.name, problem="it is empty")
    addresses = _addresses(raw)
    code = box or box_for(CHANNEL, addresses)
    if not code:
        return Ingested(name=one.name, problem="it is to no box of ours; say --box CODE")
    try:
        kept = keep(raw, box=code, source="file", recipients=addresses[:20], at=clock.now())
    except TooLarge as problem:
        return Ingested(name=one.name, problem=f"too large: {problem} bytes")
    return Ingested(name=one.name, again=kept.again)


def _addresses(raw: bytes) -> list[str]:
    """Envelope recipients first, as far as the server wrote them down."""
    mail = parse(raw[:200_000])
    named = [one.address for one in (*mail.to, *mail.cc) if one.address]
    return [*mail.delivered_to, *named]

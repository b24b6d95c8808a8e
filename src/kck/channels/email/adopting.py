"""`kck mail adopt`: an old mailbox is taken over with its dates; nothing is sent to anybody."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.channels.email.imap_link import Link
from kck.channels.email.inbound_config import Mailbox, WrongMailboxes, imap_address
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.inbound_terms import MOST_BYTES, ReadingState
from kck.channels.email.keeping import keep
from kck.channels.email.parsing.reading import parse
from kck.channels.email.reading import try_one
from kck.channels.email.sources import Lying, NoMail, lying_at
from kck.conversations.commands import settle_adopted
from kck.conversations.terms import ThreadState
from kck.foundation import clock

_MINE_FOR = timedelta(hours=6)  # then a job reads what a broken run had only kept
_HEAD = 64_000  # of a mail: enough for its headers


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A mail with its own date."""

    at: datetime
    lying: Lying


@dataclass(kw_only=True)
class Adopted:
    """What a run found."""

    mails: int = 0
    again: int = 0
    unreadable: int = 0
    too_large: int = 0
    threads: int = 0
    waiting: int = 0


def adopt(
    sources: Sequence[str], *, box: str, tell: Callable[[int, int], None] = lambda *_: None
) -> Adopted:
    """Oldest first, so that answers find what they answer; twice makes nothing double."""
    listed = sorted((one for source in sources for one in _listed(source)), key=lambda one: one.at)
    found = Adopted(mails=len(listed))
    answered: dict[int, set[int]] = defaultdict(set)  # by thread: posts that somebody answered
    for nth, one in enumerate(listed, start=1):
        row = _take(one, box, found)
        if row is not None and row.thread_id:
            of_thread = answered[row.thread_id]
            if one.lying.answered and row.post_id:
                of_thread.add(row.post_id)
        tell(nth, len(listed))
    found.threads = len(answered)
    for thread_id, posts in answered.items():
        state = settle_adopted(thread_id, answered=posts, at=clock.now())
        found.waiting += state == ThreadState.OPEN
    return found


def _listed(source: str) -> Iterator[Listed]:
    now = clock.now()
    for one in _lying(source):
        yield Listed(at=min(parse(one.read()[:_HEAD]).date or now, now), lying=one)


def _lying(source: str) -> Iterator[Lying]:
    return _on_server(source) if source.startswith(("imap://", "imaps://")) else lying_at(source)


def _on_server(url: str) -> Iterator[Lying]:
    """A folder of a server, read without leaving a mark. `?ca_file=` is not needed as a rule."""
    try:
        address = imap_address(url)
    except WrongMailboxes as problem:
        raise NoMail(str(problem)) from problem
    folder = address.pop("folder") or "INBOX"
    link = Link(Mailbox(name="adopt", box="", **address))
    link.open(folder, readonly=True)
    uids = link.search(["UNDELETED"])
    answered = set(link.search(["ANSWERED"]))
    for start in range(0, len(uids), 200):
        for uid, size in link.sizes(uids[start : start + 200]).items():
            yield Lying(
                name=f"{folder}/{uid}", read=_of_server(link, uid, size), answered=uid in answered
            )


def _of_server(link: Link, uid: int, size: int) -> Callable[[], bytes]:
    return lambda: (link.raw(uid, size) or b"") if size <= MOST_BYTES else b""


def _take(one: Listed, box: str, found: Adopted) -> ReceivedMail | None:
    raw = one.lying.read()
    if not raw or len(raw) > MOST_BYTES:
        found.too_large += 1
        return None
    kept = keep(
        raw, box=box, source="adopt", quiet=True, received_at=one.at, reader_after=_MINE_FOR,
        at=clock.now(),
    )  # fmt: skip
    found.again += kept.again
    row = ReceivedMail.objects.get(pk=kept.mail_id)
    if row.state == ReadingState.WAITING and row.quiet:
        try_one(row.pk)
        row.refresh_from_db()
    found.unreadable += row.state in (ReadingState.WAITING, ReadingState.UNREADABLE)
    return row if row.quiet else None

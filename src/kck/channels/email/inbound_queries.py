"""What staff see of mails that nobody could read, and what the doctor asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.channels.email.inbound_models import FetchState, ReceivedMail
from kck.channels.email.inbound_terms import ReadingState
from kck.channels.email.parsing.reading import parse
from kck.conversations.terms import GRANT
from kck.files.models import StoredFile
from kck.files.queries import open_stored
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import clean, localized

_LOOKED_INTO = 200_000  # bytes, for who wrote


@dataclass(frozen=True, kw_only=True)
class UnreadableMail:
    """`file` is the mail as it came, unless it stayed in the mailbox."""

    id: int
    at: datetime
    box: str
    who: str
    size: int
    problem: str
    file: StoredFile | None


def sees_unreadable(actor: Actor) -> bool:
    """Whoever works in all inboxes: nobody knows whose an unreadable mail is."""
    return GRANT in actor.grants


def unreadable_mails(limit: int = 100) -> list[UnreadableMail]:
    """The latest first."""
    rows = ReceivedMail.objects.filter(state=ReadingState.UNREADABLE).select_related("box", "raw")
    return [_shown(row) for row in rows.order_by("-at", "-pk")[:limit]]


def unreadable_mail(mail_id: int) -> UnreadableMail | None:
    rows = ReceivedMail.objects.filter(pk=mail_id, state=ReadingState.UNREADABLE)
    row = rows.select_related("box", "raw").first()
    return _shown(row) if row else None


def _shown(row: ReceivedMail) -> UnreadableMail:
    file = row.raw if row.raw and not row.raw.erased_at else None
    return UnreadableMail(
        id=row.pk, at=row.at, box=localized(row.box.names), who=_who(file), size=row.size,
        problem=row.problem, file=file,
    )  # fmt: skip


def _who(file: StoredFile | None) -> str:
    """As far as its headers can be read; what made it unreadable may be there too."""
    opened = open_stored(file) if file else None
    if opened is None:
        return ""
    try:
        with opened.content as source:
            mail = parse(source.read(_LOOKED_INTO))
    except Exception:
        return ""
    wrote = mail.from_ or mail.sender
    return clean(wrote.address or wrote.name)[:120] if wrote else ""


@dataclass(frozen=True, kw_only=True)
class MailHealth:
    waiting: int
    late: int  # waiting for longer than they should
    unreadable: int
    problems: tuple[str, ...]  # of mailboxes that cannot be read now


def mail_health() -> MailHealth:
    waiting = ReceivedMail.objects.filter(state=ReadingState.WAITING)
    old = clock.real_now() - timedelta(minutes=15)
    broken = FetchState.objects.exclude(problem="")
    return MailHealth(
        waiting=waiting.count(),
        late=waiting.filter(next_try_at__lt=old).count(),
        unreadable=ReceivedMail.objects.filter(state=ReadingState.UNREADABLE).count(),
        problems=tuple(f"{row.mailbox}/{row.folder}: {row.problem}" for row in broken[:5]),
    )

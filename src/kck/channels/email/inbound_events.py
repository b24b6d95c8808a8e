"""What happens to mails that come in; nobody's words or addresses are in it."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class MailKept(Event):
    name = "email.mail_kept"

    mail_id: int
    box: str
    source: str
    size: int


@dataclass(frozen=True, kw_only=True)
class MailRead(Event):
    """`state`: read, ignored, unreadable or settled."""

    name = "email.mail_read"

    mail_id: int
    state: str
    thread_id: int = 0

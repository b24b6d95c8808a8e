"""Mails that tell what became of a mail of ours: noted at its delivery, and read by nobody."""

from datetime import datetime

from kck.channels.email.parsing.terms import Bounce, ParsedMail
from kck.foundation.text import clean
from kck.messaging.commands import note_bounce

_ARRIVED = {"delivered", "relayed", "expanded"}


def note_reports(mail: ParsedMail, *, at: datetime) -> bool:
    """Whether every delivery it reports on is ours, so that nobody need read it."""
    if not mail.bounces:
        return False
    noted = [_note(bounce, at=at) for bounce in mail.bounces]
    return all(noted)


def _note(bounce: Bounce, *, at: datetime) -> bool:
    found = note_bounce(
        clean(bounce.original_message_id),
        clean(bounce.recipient).lower(),
        status_of(bounce),
        clean(bounce.diagnostic)[:200],
        at=at,
    )
    return found is not None


def status_of(bounce: Bounce) -> str:
    """Its own, or one that says the same as its action."""
    if bounce.action in _ARRIVED:
        return bounce.status if bounce.status.startswith("2") else "2.0.0"
    if bounce.action == "delayed":
        return bounce.status if bounce.status.startswith("4") else "4.0.0"
    return "" if bounce.status.startswith("2") else _final(bounce.status)


def _final(status: str) -> str:
    """`failed` after days of trying: the server has given up, whatever the last answer was."""
    return f"5{status[1:]}" if status.startswith("4") else status

"""Mails that tell what became of a mail of ours: noted where it belongs, and read by nobody."""

from datetime import datetime

from kck.channels.email.parsing.terms import Bounce, ParsedMail
from kck.messaging.models import Delivery


def note_reports(mail: ParsedMail, *, at: datetime) -> bool:
    """Whether every delivery it reports on is ours, so that nobody need read it."""
    if not mail.bounces:
        return False
    noted = [_note(bounce, at=at) for bounce in mail.bounces]
    return all(noted)


def _note(bounce: Bounce, *, at: datetime) -> bool:
    ours = Delivery.objects.filter(own_id=bounce.original_message_id).exclude(own_id="")
    return ours.exists()

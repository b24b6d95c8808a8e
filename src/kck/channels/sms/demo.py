"""In the demo a visitor plays both ends: what came to a phone, and a text to the city."""

import secrets
from datetime import datetime

from kck.channels.sms.commands import take_in
from kck.channels.sms.models import StoredText
from kck.channels.sms.terms import Received
from kck.foundation.outbox import command
from kck.foundation.text import clean


def send_in(phone: str, words: str, *, at: datetime) -> None:
    """As a gateway would bring it."""
    serial = secrets.token_hex(8)
    _show(phone, words, serial, at)
    take_in([Received(far_id=f"demo:{serial}", sender=phone, text=words, sent_at=at)])


@command
def _show(phone: str, words: str, serial: str, at: datetime) -> None:
    StoredText.objects.create(
        own_id=f"in:{serial}", address=phone, text=clean(words), language="pl", incoming=True, at=at
    )

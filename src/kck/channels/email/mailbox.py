"""The demo's way out: mails are kept where a visitor can read them."""

from collections.abc import Sequence

from kck.channels.email.composing import as_mail
from kck.channels.email.envelopes import envelope_of
from kck.channels.email.models import StoredMail
from kck.channels.email.terms import NOWHERE, Sender
from kck.foundation import clock
from kck.messaging.html import as_html
from kck.messaging.ports import NotDelivered, Outgoing


def erase(own_ids: Sequence[str]) -> None:
    """Whoever is forgotten is gone from the mailbox too."""
    StoredMail.objects.filter(own_id__in=own_ids).delete()


class MailboxTransport:
    """Builds the very mail that a server would get, and stores it. One address always fails."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def not_ready(self) -> str:
        return ""

    def send(self, message: Outgoing) -> str:
        if message.address.endswith(NOWHERE):
            raise NotDelivered("550 5.1.1 no such user", for_good=True)
        mail = as_mail(
            message, self._sender, sent_at=clock.now(), envelope=envelope_of(message, self._sender)
        )
        stored, _made = StoredMail.objects.get_or_create(
            own_id=message.message_id,
            defaults={
                "address": message.address,
                "subject": message.subject,
                "text": message.text,
                "html": as_html(
                    subject=message.subject, text=message.text, language=message.language
                ),
                "language": message.language,
                "about": message.thread,
                "raw": mail.decode("utf-8", "replace"),
                "at": clock.now(),
            },
        )
        return f"mailbox:{stored.pk}"

    def close(self) -> None:
        pass

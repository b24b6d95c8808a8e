"""The demo's way out: texts are kept where a visitor can read them."""

from collections.abc import Sequence

from kck.channels.sms.gateways.port import NO_NUMBER, wire_number
from kck.channels.sms.models import StoredText
from kck.channels.sms.terms import NOWHERE
from kck.foundation import clock
from kck.messaging.ports import NotDelivered, Outgoing


def erase(own_ids: Sequence[str]) -> None:
    """Whoever is forgotten is gone from the page too."""
    StoredText.objects.filter(own_id__in=own_ids).delete()


class PhoneTransport:
    """Stores what a phone would show. One number always fails."""

    def not_ready(self) -> str:
        return ""

    def send(self, message: Outgoing) -> str:
        if wire_number(message.address) == NOWHERE:
            raise NotDelivered(str(NO_NUMBER), for_good=True, gone=True)
        stored, _made = StoredText.objects.get_or_create(
            own_id=message.message_id,
            defaults={
                "address": message.address,
                "text": message.text,
                "language": message.language,
                "about": message.thread,
                "at": clock.now(),
            },
        )
        return f"demo:{stored.pk}"

    def close(self) -> None:
        pass

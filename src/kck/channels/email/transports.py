"""Which way out this installation has: a server, the demo's mailbox, or none yet."""

from urllib.parse import urlsplit

from django.conf import settings

from kck.channels.email.mailbox import MailboxTransport
from kck.channels.email.smtp import SmtpTransport
from kck.channels.email.terms import Sender, SmtpServer
from kck.directory.queries import CityNotLoaded, snapshot
from kck.foundation.text import _
from kck.messaging.ports import FarEndAway, ManyTransport, Outgoing, Transport
from kck.messaging.terms import Reason


class NoTransport:
    """Nothing is sent and nothing is lost: mails wait, and whoever looks sees why."""

    def __init__(self, reason: Reason) -> None:
        self._reason = reason

    def not_ready(self) -> str:
        return self._reason

    def send(self, message: Outgoing) -> str:
        raise FarEndAway(self._reason)

    def close(self) -> None:
        pass


def make_transport() -> Transport | ManyTransport:
    if settings.ENV.smtp_url:
        sender = _sender()
        if not sender.address:
            return NoTransport(Reason.NO_SENDER)
        return SmtpTransport(SmtpServer.parse(settings.ENV.smtp_url), sender)
    if settings.KCK_DEMO:
        return MailboxTransport(_sender(demo=True))
    return NoTransport(Reason.NO_SERVER)


def _sender(*, demo: bool = False) -> Sender:
    """KCK_MAIL_FROM, else the city's own address, else one at the host of the site."""
    try:
        city = snapshot().city
        city_name, city_email = city.name("pl"), city.email
    except CityNotLoaded:
        city_name = city_email = ""
    host = urlsplit(settings.SITE_URL).hostname or ""
    here = f"kontakt@{host}" if "." in host else "kontakt@kontakt.example" if demo else ""
    return Sender(
        name=f"{_('Centrum Kontaktu')} {city_name}".strip(),
        address=settings.ENV.mail_from or city_email or here,
        reply_to=city_email,
    )

"""Handing mails to an SMTP server over one connection that is kept for the run."""

import re
import smtplib
import ssl
from contextlib import suppress
from typing import Any

from kck.channels.email.rules import as_mail, refusal, wire_address
from kck.channels.email.terms import Sender, SmtpServer
from kck.foundation import clock
from kck.foundation.text import _
from kck.messaging.ports import FarEndAway, NotDelivered, Outgoing

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_BROKE_OFF = _("serwer poczty zerwał połączenie: %(error)s")
_SENDER_REFUSED = _("serwer poczty odrzuca nadawcę: %(error)s")
_UNCONFIRMED = _("połączenie zerwano, zanim serwer potwierdził przyjęcie: %(error)s")
_UNUSABLE = _("serwer poczty jest niedostępny: %(error)s")
_OK, _GO_ON, _CLOSING = 250, 354, 421


class SmtpTransport:
    """Speaks RFC 5321 step by step, because it matters at which step a connection is lost."""

    def __init__(self, server: SmtpServer, sender: Sender) -> None:
        self._server = server
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def not_ready(self) -> str:
        return ""

    def send(self, message: Outgoing) -> str:
        recipient = wire_address(message.address)
        mail = as_mail(message, self._sender, sent_at=clock.real_now()).as_bytes()
        try:
            self._offer(recipient)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise FarEndAway(_because(_BROKE_OFF, error)) from error
        return self._hand_over(mail)

    def _offer(self, recipient: str) -> None:
        """Sender and recipient; a kept connection that has gone stale is opened once more."""
        kept = self._smtp is not None
        try:
            self._mail_from(self._connected())
        except (smtplib.SMTPServerDisconnected, OSError):
            if not kept:
                raise
            self.close()
            self._mail_from(self._connected())
        code, answer = self._connected().rcpt(recipient)
        if code not in (_OK, 251, 252):
            self._start_over(code)
            raise refusal(code, answer)

    def _mail_from(self, smtp: smtplib.SMTP) -> None:
        code, answer = smtp.mail(self._sender.address)
        if code == _CLOSING:
            raise smtplib.SMTPServerDisconnected("421")
        if code != _OK:
            # it is us whom the server does not want, not this recipient
            self.close()
            raise FarEndAway(str(_SENDER_REFUSED % {"error": refusal(code, answer).reason}))

    def _hand_over(self, mail: bytes) -> str:
        """From the first byte on, a lost connection means that we cannot know."""
        smtp = self._connected()
        try:
            code, answer = smtp.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise FarEndAway(_because(_BROKE_OFF, error)) from error
        if code != _GO_ON:
            self._start_over(code)
            raise refusal(code, answer)
        try:
            smtp.send(_LEADING_DOT.sub(b"..", mail) + b".\r\n")
            code, answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotDelivered(_because(_UNCONFIRMED, error), unknown=True) from error
        if code != _OK:
            self._start_over(code)
            raise refusal(code, answer)
        return answer.decode("utf-8", "replace")[:200]

    def _start_over(self, code: int) -> None:
        """A refused mail must not hang over the next one."""
        if code == _CLOSING or self._smtp is None:
            self.close()
            return
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        secure = ssl.create_default_context()
        try:
            if server.tls:
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.timeout, context=secure
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
            smtp.ehlo_or_helo_if_needed()
            if server.starttls:
                smtp.starttls(context=secure)
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password)
        except (smtplib.SMTPException, OSError) as error:
            raise FarEndAway(_because(_UNUSABLE, error)) from error
        return smtp

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()


def _because(pattern: Any, error: Exception) -> str:
    """With kind and words of the connection's failure; no content of a mail is in them."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(pattern % {"error": refusal(error.smtp_code, error.smtp_error).reason})
    return str(pattern % {"error": f"{type(error).__name__} {error}".strip()})

"""The way out over SMTP: mails are written here and carried by `pipeline`."""

import logging
from collections.abc import Sequence
from datetime import datetime

from kck.channels.email.composing import as_mail, stuffed
from kck.channels.email.envelopes import envelope_of
from kck.channels.email.pipeline import Mail, Post
from kck.channels.email.rules import wire_address
from kck.channels.email.splicing import Splicer
from kck.channels.email.terms import Sender, SmtpServer
from kck.foundation import clock
from kck.messaging.ports import Answer, NotDelivered, Outgoing, Wording
from kck.messaging.terms import Reason

_log = logging.getLogger(__name__)


class SmtpTransport:
    """One server, for one run of one sender. Many mails are under way at once."""

    def __init__(self, server: SmtpServer, sender: Sender) -> None:
        self._sender = sender
        self._post = Post(server, sender.address, name=sender.address.rpartition("@")[2])
        self._splicers: dict[int, tuple[Wording, Splicer]] = {}
        self._ready: list[Mail] = []
        self._refused: list[Answer] = []
        self.per_minute = server.per_minute

    def not_ready(self) -> str:
        return ""

    def write(self, messages: Sequence[Outgoing]) -> None:
        at = clock.real_now().replace(microsecond=0)
        self._ready += [mail for message in messages if (mail := self._mail(message, at))]

    def begin(self) -> None:
        ready, self._ready = self._ready, []
        self._post.begin(ready)

    def drop(self) -> None:
        self._ready, self._refused = [], []

    def answers(self, wait: float, enough: int) -> list[Answer]:
        refused, self._refused = self._refused, []
        if len(refused) >= enough:
            return refused
        return refused + self._post.answers(wait, enough - len(refused))

    def close(self) -> None:
        self._post.close()

    def _mail(self, message: Outgoing, at: datetime) -> Mail | None:
        """None, and an answer, for one that cannot be written: no other one suffers from it."""
        try:
            recipient = wire_address(message.address)
            return Mail(message.ref, recipient, self._content(message, at))
        except NotDelivered as refused:
            self._refused.append(Answer(ref=message.ref, refused=refused))
        except Exception as error:
            # the text of an exception may quote the mail: its type must do
            _log.error("mail %s cannot be written: %s", message.ref, type(error).__name__)
            self._refused.append(Answer(ref=message.ref, refused=NotDelivered(Reason.BROKEN)))
        return None

    def _content(self, message: Outgoing, at: datetime) -> bytes:
        if message.wording is None:
            return stuffed(
                as_mail(
                    message, self._sender, sent_at=at, envelope=envelope_of(message, self._sender)
                )
            )
        key = id(message.wording)
        if key not in self._splicers:  # with its wording, so that no other one gets its id
            self._splicers[key] = (message.wording, Splicer(message.wording, self._sender))
        return self._splicers[key][1].mail(message, at)

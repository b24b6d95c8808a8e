"""The way out: one text at a time, each with an outcome that can be told apart."""

import json
import re
from typing import Any

import httpx2

from kck.channels.sms import configured
from kck.channels.sms.encoding import without_diacritics
from kck.channels.sms.gateways.port import NONSENSE, Gateway
from kck.channels.sms.gateways.spool import Spool
from kck.channels.sms.mailbox import PhoneTransport
from kck.channels.sms.terms import LONGEST_TEXT, Call, Said, Sms
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.messaging.ports import FarEndAway, NotDelivered, Outgoing, Transport

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 20.0
MOST_ANSWER = 1_000_000
_NOT_SET = reason("sms.not-set", _("nie skonfigurowano bramki SMS"))
_UNREACHABLE = reason("sms.unreachable", _("nie można połączyć się z bramką SMS (%(error)s)"))
_BROKE_OFF = reason("sms.broke-off", _("bramka SMS zerwała połączenie (%(error)s)"))
# a wrong header of ours (a token with a line end) is among them
_NEVER_LEFT = (
    httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.LocalProtocolError,
)  # fmt: skip
_REF = re.compile(r"[^0-9A-Za-z.]")


class NoTransport:
    """Nothing is sent and nothing is lost: texts wait, and whoever looks sees why."""

    def not_ready(self) -> str:
        return str(_NOT_SET)

    def send(self, message: Outgoing) -> str:
        raise FarEndAway(str(_NOT_SET))

    def close(self) -> None:
        pass


def make_transport() -> Transport:
    if configured.is_demo():
        return PhoneTransport()
    if found := configured.spool():
        return SpoolTransport(found)
    if chosen := configured.gateway():
        return GatewayTransport(chosen)
    return NoTransport()


def as_sms(message: Outgoing) -> Sms:
    """With the number to write to where nobody can reply, and in the letters the city chose."""
    text = message.text.strip()
    number = configured.reply_number()
    if number and number not in text:
        text = f"{text}\n{_REPLY_TO.get(message.language, _REPLY_TO['pl'])} {number}"
    if configured.in_plain_letters():
        text = without_diacritics(text)
    return Sms(
        to=message.address,
        text=shortened(text),
        ref=ref_of(message.message_id),
        sender=configured.sender(),
    )


_REPLY_TO = {"pl": "Odpowiedź wyślij na", "en": "Reply to", "uk": "Відповідь на номер"}


def shortened(text: str) -> str:
    """What no phone would join is cut where a word ends."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT - 3].rsplit(" ", 1)[0] + "..."


def ref_of(message_id: str) -> str:
    """Our id as providers take it: what stands before the host."""
    return _REF.sub("", message_id.strip("<>").partition("@")[0])[:80]


class SpoolTransport:
    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def not_ready(self) -> str:
        return ""

    def send(self, message: Outgoing) -> str:
        return self._spool.put(as_sms(message))

    def close(self) -> None:
        pass


class GatewayTransport:
    """One connection, kept for one run of one sender."""

    def __init__(self, gateway: Gateway, http: httpx2.Client | None = None) -> None:
        self._gateway = gateway
        self._http = http or http_client()

    def not_ready(self) -> str:
        return ""

    def send(self, message: Outgoing) -> str:
        sms = as_sms(message)
        return self._gateway.accepted(made(self._http, self._gateway.send(sms)), sms)

    def close(self) -> None:
        self._http.close()


def http_client() -> httpx2.Client:
    """Follows nobody elsewhere: the token would go along."""
    return httpx2.Client(
        timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "KCK", "Accept": "application/json"},
    )


def made(http: httpx2.Client, call: Call) -> Said:
    """What was answered. Once the question has left, a silence is no refusal."""
    try:
        response = http.request(
            call.method, call.url, headers=dict(call.headers), data=call.form, json=call.json,
            params=call.query,
        )  # fmt: skip
    except _NEVER_LEFT as error:
        raise FarEndAway(str(_UNREACHABLE(error=type(error).__name__))) from error
    except httpx2.TransportError as error:
        raise NotDelivered(str(_BROKE_OFF(error=type(error).__name__)), unknown=True) from error
    if len(response.content) > MOST_ANSWER:
        raise NotDelivered(str(NONSENSE), unknown=True)
    return Said(status=response.status_code, body=_body(response))


def _body(response: httpx2.Response) -> Any:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text

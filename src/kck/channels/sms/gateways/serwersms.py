"""SerwerSMS.pl, HTTPS API v2: https://dev.serwersms.pl/https-api-v2 (JSON both ways).

It tells of replies and receipts by calling us, or is asked for them; both are understood here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kck.channels.sms.encoding import Encoding, encoding_of
from kck.channels.sms.gateways.port import (
    BAD_SENDER,
    BUSY,
    NO_CREDIT,
    NO_ENTRY,
    NONSENSE,
    REFUSED,
    phone_of,
    wire_number,
)
from kck.channels.sms.terms import Call, Heard, Receipt, Received, Said, Sms
from kck.messaging.ports import FarEndAway, NotDelivered

AT_ONCE = 500  # ids in one question, as their documentation says
_WARSAW = ZoneInfo("Europe/Warsaw")  # in which its times are written
# what an answer calls a trouble of the whole account
_AWAY = {
    "InvalidUser": NO_ENTRY, "InvalidIP": NO_ENTRY, "AccountNotActive": NO_ENTRY,
    "NoPermission": NO_ENTRY, "InvalidSender": BAD_SENDER, "LimitExhausted": NO_CREDIT,
    "TooManyRequests": BUSY,
}  # fmt: skip
_GONE = frozenset({"wrong_number", "unsupported_number"})
_DELIVERED = frozenset({"delivered", "Doręczono"})
_FAILED = frozenset({"undelivered", "unsent", "Niedoręczono"})


class SerwerSms:
    """`token` is theirs, or `user:password`."""

    hook_answer = "OK"

    def __init__(self, address: str, token: str, *, takes_in: str = "nd") -> None:
        self._address = address
        user, colon, password = token.partition(":")
        self._login = {"username": user, "password": password} if colon else {}
        self._headers = {} if colon else {"Authorization": f"Bearer {token}"}
        self._takes_in = takes_in

    def send(self, sms: Sms) -> Call:
        utf = encoding_of(sms.text) == Encoding.UCS2
        body: dict[str, Any] = {
            "phone": wire_number(sms.to),
            "text": sms.text,
            "utf": utf,
            "details": True,
            "unique_id": sms.ref,
        }
        if sms.sender:
            body["sender"] = sms.sender
        return self._call("messages/send_sms", body)

    def accepted(self, said: Said, sms: Sms) -> str:
        if error := said.at("error"):
            raise _refusal(error, said.status)
        if said.status >= 400:
            raise _by_status(said.status)
        one = said.at("items", 0)
        if not isinstance(one, Mapping):
            raise NotDelivered(str(NONSENSE), unknown=True)
        if one.get("status") == "unsent":
            words = str(one.get("error_message") or one.get("error_code") or "unsent")
            raise NotDelivered(str(REFUSED(words=words[:120])), for_good=True)
        return str(one.get("id") or f"ref:{sms.ref}")

    def heard(self, fields: Mapping[str, Any]) -> Heard:
        """Field names are the city's own choice in their panel; these are the usual ones."""
        sender = _first(fields, "phone", "numer", "number", "from")
        text = _first(fields, "text", "wiadomosc", "tresc", "message")
        far_id = _first(fields, "id", "smsid", "message_id")
        status = _first(fields, "status", "stan")
        if status and far_id:
            ref, why = _first(fields, "unique_id", "usmsid"), _first(fields, "reason", "przyczyna")
            found = _receipt(far_id, ref, status, why)
            return Heard(receipts=[found] if found else [])
        if sender and text:
            return Heard(texts=[_text(fields, far_id, sender, text)])
        return Heard()

    def ask_receipts(self, far_ids: Sequence[str]) -> Sequence[Call]:
        known = [one for one in far_ids if not one.startswith("ref:")]
        return [
            self._call("messages/reports", {"id": known[start : start + AT_ONCE]})
            for start in range(0, len(known), AT_ONCE)
        ]

    def read_receipts(self, said: Said) -> Sequence[Receipt]:
        items = said.at("items")
        rows = [one for one in items if isinstance(one, Mapping)] if isinstance(items, list) else []
        found = [
            _receipt(
                str(one.get("id", "")), "", str(one.get("status", "")), str(one.get("reason") or "")
            )
            for one in rows
        ]
        return [one for one in found if one]

    def ask_received(self) -> Sequence[Call]:
        """`recived` is how they write it."""
        return [self._call("messages/recived", {"type": self._takes_in, "order": "desc"})]

    def read_received(self, said: Said) -> Sequence[Received]:
        items = said.at("items")
        rows = [one for one in items if isinstance(one, Mapping)] if isinstance(items, list) else []
        return [
            _text(one, str(one["id"]), str(one.get("phone", "")), str(one.get("text") or ""))
            for one in reversed(rows)
            if one.get("id") and one.get("phone")
        ]

    def _call(self, action: str, body: Mapping[str, Any]) -> Call:
        return Call(
            method="POST",
            url=f"{self._address}/{action}.json",
            headers=self._headers,
            json={**self._login, **body},
        )


def _first(fields: Mapping[str, Any], *names: str) -> str:
    return next((str(fields[name]) for name in names if fields.get(name)), "")


def _text(fields: Mapping[str, Any], far_id: str, sender: str, text: str) -> Received:
    said = _first(fields, "recived", "received", "data", "date")
    return Received(
        far_id=far_id,
        sender=phone_of(sender),
        text=text,
        to=_first(fields, "to_number", "ndi", "odbiorca", "to"),
        sent_at=_moment(said),
    )


def _moment(said: str) -> datetime | None:
    try:
        return datetime.strptime(said[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=_WARSAW)
    except ValueError:
        return None


def _receipt(far_id: str, ref: str, status: str, why: str) -> Receipt | None:
    if status in _DELIVERED:
        return Receipt(outcome="delivered", far_id=far_id, ref=ref)
    if status in _FAILED:
        return Receipt(
            outcome="failed", far_id=far_id, ref=ref, reason=why or status, gone=why in _GONE
        )
    return None


def _refusal(error: Any, status: int) -> Exception:
    kind = str(error.get("type", "")) if isinstance(error, Mapping) else ""
    words = str(error.get("message", kind)) if isinstance(error, Mapping) else str(error)
    if kind in _AWAY:
        return FarEndAway(str(_AWAY[kind]))
    if status in (401, 403, 429, 503):
        return _by_status(status)
    return NotDelivered(str(REFUSED(words=words[:120])), for_good=status < 500)


def _by_status(status: int) -> Exception:
    if status in (401, 403):
        return FarEndAway(str(NO_ENTRY))
    if status in (429, 503):
        return FarEndAway(str(BUSY))
    return NotDelivered(str(REFUSED(words=status)), for_good=status < 500)

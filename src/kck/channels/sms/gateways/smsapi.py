"""SMSAPI.pl: https://www.smsapi.pl/docs/ (a form, an answer in JSON, a token)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kck.channels.sms.encoding import Encoding, encoding_of
from kck.channels.sms.gateways.port import (
    BAD_SENDER,
    BUSY,
    NO_CREDIT,
    NO_ENTRY,
    NO_NUMBER,
    NONSENSE,
    REFUSED,
    number_in,
    phone_of,
    wire_number,
)
from kck.channels.sms.terms import Call, Heard, Receipt, Received, Said, Sms
from kck.messaging.ports import FarEndAway, NotDelivered

# of the whole account: the next text would be refused the same way
_AWAY = {
    14: BAD_SENDER, 101: NO_ENTRY, 102: NO_ENTRY, 103: NO_CREDIT, 105: NO_ENTRY, 106: NO_ENTRY,
    110: NO_ENTRY, 202: BUSY, 203: BUSY, 1000: NO_ENTRY, 1001: NO_ENTRY,
}  # fmt: skip
_LATER = frozenset({8, 200, 201, 999})  # something went wrong there
_NO_NUMBER = 13
_TWICE = 53  # the same `idx` within a day: an earlier attempt had arrived
_DELIVERED = frozenset({"404", "DELIVERED"})
# expired, undelivered, failed, rejected, stopped
_FAILED = frozenset({"402", "405", "406", "407", "412", "EXPIRED", "UNDELIVERED", "FAILED",
                     "REJECTED", "STOP"})  # fmt: skip


class SmsApi:
    """`idx` with `check_idx` makes the provider itself refuse a text that it has already taken."""

    hook_answer = "OK"

    def __init__(self, address: str, token: str, *, notify_url: str = "") -> None:
        self._url = f"{address}/sms.do"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._notify_url = notify_url

    def send(self, sms: Sms) -> Call:
        form = {
            "to": wire_number(sms.to).removeprefix("+"),
            "message": sms.text,
            "format": "json",
            "encoding": "utf-8",
            "idx": sms.ref,
            "check_idx": "1",
        }
        if sms.sender:
            form["from"] = sms.sender
        if encoding_of(sms.text) == Encoding.GSM:
            form["nounicode"] = "1"  # the provider must not decide otherwise
        if self._notify_url:
            form["notify_url"] = self._notify_url
        return Call(method="POST", url=self._url, headers=self._headers, form=form)

    def accepted(self, said: Said, sms: Sms) -> str:
        code = number_in(said.at("error"))
        if code == _TWICE:
            return f"idx:{sms.ref}"
        if code or said.status >= 400:
            raise _refusal(code, said)
        one = said.at("list", 0)
        if not isinstance(one, Mapping) or not one.get("id"):
            raise NotDelivered(str(NONSENSE), unknown=True)
        if str(one.get("status")) in _FAILED or one.get("error"):
            raise NotDelivered(str(REFUSED(words=one.get("error") or one["status"])), for_good=True)
        return str(one["id"])

    def heard(self, fields: Mapping[str, Any]) -> Heard:
        if fields.get("sms_from"):
            return Heard(texts=[_text(fields)])
        if fields.get("MsgId") and fields.get("status"):
            return Heard(receipts=_receipts(fields))
        return Heard()

    def ask_receipts(self, far_ids: Sequence[str]) -> Sequence[Call]:
        known = [one for one in far_ids if not one.startswith("idx:")]
        return [
            Call(
                method="GET", url=self._url, headers=self._headers,
                query={"status": one, "format": "json"},
            )
            for one in known
        ]  # fmt: skip

    def read_receipts(self, said: Said) -> Sequence[Receipt]:
        listed = said.at("list")
        if not isinstance(listed, list):
            return []
        return [
            found
            for one in listed
            if isinstance(one, Mapping)
            and (found := _receipt(str(one.get("id", "")), "", str(one.get("status", ""))))
        ]

    def ask_received(self) -> Sequence[Call]:
        return []

    def read_received(self, said: Said) -> Sequence[Received]:
        return []


def _refusal(code: int, said: Said) -> Exception:
    words = str(said.at("message") or said.status)[:120]
    if code in _AWAY:
        return FarEndAway(str(_AWAY[code]))
    if code == _NO_NUMBER:
        return NotDelivered(str(NO_NUMBER), for_good=True, gone=True)
    if said.status in (401, 403):
        return FarEndAway(str(NO_ENTRY))
    if said.status in (429, 503):
        return FarEndAway(str(BUSY))
    later = code in _LATER or (not code and said.status >= 500)
    return NotDelivered(str(REFUSED(words=f"{code} {words}")), for_good=not later)


def _text(fields: Mapping[str, Any]) -> Received:
    stamp = _moment(fields.get("sms_date"))
    return Received(
        far_id=str(fields.get("MsgId") or ""),
        sender=phone_of(fields["sms_from"]),
        text=str(fields.get("sms_text", "")),
        to=str(fields.get("sms_to", "")),
        sent_at=stamp,
    )


def _receipts(fields: Mapping[str, Any]) -> list[Receipt]:
    """Up to five in one call, with commas between them."""
    ids, states, refs = (
        str(fields.get(name, "")).split(",") for name in ("MsgId", "status", "idx")
    )
    refs += [""] * (len(ids) - len(refs))
    return [
        found
        for one, ref, state in zip(ids, refs, states, strict=False)
        if (found := _receipt(one.strip(), ref.strip(), state.strip()))
    ]


def _receipt(far_id: str, ref: str, state: str) -> Receipt | None:
    """Nothing for what says only that it is on its way."""
    if state in _DELIVERED:
        return Receipt(outcome="delivered", far_id=far_id, ref=ref)
    if state in _FAILED:
        return Receipt(outcome="failed", far_id=far_id, ref=ref, reason=state)
    return None


def _moment(said: object) -> datetime | None:
    """Seconds since 1970."""
    text = str(said or "")
    usable = text.isascii() and text.isdigit() and len(text) == 10
    return datetime.fromtimestamp(int(text), UTC) if usable else None

"""What a provider's shape must be able to say and to read."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from kck.channels.sms.terms import Call, Heard, Receipt, Received, Said, Sms
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.messaging.ports import NotDelivered

NO_NUMBER = reason("sms.no-number", _("to nie jest numer telefonu"))
REFUSED = reason("sms.refused", _("bramka SMS odmówiła: %(words)s"))
NO_CREDIT = reason("sms.no-credit", _("na koncie w bramce SMS skończyły się środki"))
NO_ENTRY = reason("sms.no-entry", _("bramka SMS nie przyjmuje naszego hasła albo adresu"))
BAD_SENDER = reason("sms.bad-sender", _("bramka SMS nie zna naszej nazwy nadawcy"))
BUSY = reason("sms.busy", _("bramka SMS prosi, by wysyłać wolniej"))
NONSENSE = reason("sms.nonsense", _("odpowiedź bramki SMS jest niezrozumiała"))
NO_RECEIPT = reason("sms.no-receipt", _("operator nie doręczył: %(words)s"))
_PHONE = re.compile(r"\+\d{7,15}")


class Gateway(Protocol):
    """One provider. `accepted` raises `NotDelivered`, or `FarEndAway` where all would fail."""

    hook_answer: str  # what a call to us must be answered with

    def send(self, sms: Sms) -> Call: ...

    def accepted(self, said: Said, sms: Sms) -> str:
        """The provider's id of the text."""

    def heard(self, fields: Mapping[str, Any]) -> Heard:
        """What the fields of a call to us say; nothing, when they are of another kind."""

    def ask_receipts(self, far_ids: Sequence[str]) -> Sequence[Call]:
        """Questions for what became of these; none, when it can only be told."""

    def read_receipts(self, said: Said) -> Sequence[Receipt]: ...

    def ask_received(self) -> Sequence[Call]:
        """Questions for what came in; none, when it can only be told."""

    def read_received(self, said: Said) -> Sequence[Received]: ...


def wire_number(address: str) -> str:
    """With its plus, or `NotDelivered`."""
    if not _PHONE.fullmatch(address):
        raise NotDelivered(str(NO_NUMBER), for_good=True)
    return address


def phone_of(said: object) -> str:
    """Providers leave the plus out; short numbers and names have none."""
    raw = re.sub(r"[\s().-]", "", str(said or ""))
    raw = re.sub(r"^00", "+", raw)
    if re.fullmatch(r"\d{9}", raw):
        return f"+48{raw}"
    return f"+{raw}" if re.fullmatch(r"[1-9]\d{9,14}", raw) else raw[:30]


def number_in(found: object, usual: int = 0) -> int:
    text = str(found or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual

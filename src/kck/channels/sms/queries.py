"""What the demo's mailbox page shows."""

from dataclasses import dataclass
from datetime import datetime

from kck.channels.sms.encoding import Measured, measure
from kck.channels.sms.models import StoredText


@dataclass(frozen=True, kw_only=True)
class PhoneText:
    id: int
    address: str
    text: str
    about: str  # "case:12"
    incoming: bool
    at: datetime
    measured: Measured


def texts(limit: int = 50, address: str = "") -> list[PhoneText]:
    """The latest, both ways, of everybody or of one number."""
    rows = StoredText.objects.order_by("-at", "-id")
    if address:
        rows = rows.filter(address=address)
    return [
        PhoneText(
            id=row.pk, address=row.address, text=row.text, about=row.about, incoming=row.incoming,
            at=row.at, measured=measure(row.text),
        )
        for row in rows[:limit]
    ]  # fmt: skip

"""What the demo's mailbox page shows."""

from dataclasses import dataclass
from datetime import datetime

from kck.channels.email.models import StoredMail


@dataclass(frozen=True, kw_only=True)
class Mail:
    id: int
    address: str
    subject: str
    text: str
    html: str
    language: str
    about: str  # "case:12"
    raw: str  # with all headers
    at: datetime


def mailbox(limit: int = 50, address: str = "") -> list[Mail]:
    """The latest mails, of everybody or to one address."""
    mails = StoredMail.objects.order_by("-at", "-id")
    if address:
        mails = mails.filter(address=address)
    return [_mail(row) for row in mails[:limit]]


def mail(mail_id: int) -> Mail | None:
    row = StoredMail.objects.filter(pk=mail_id).first()
    return _mail(row) if row else None


def _mail(row: StoredMail) -> Mail:
    return Mail(
        id=row.pk,
        address=row.address,
        subject=row.subject,
        text=row.text,
        html=row.html,
        language=row.language,
        about=row.about,
        raw=row.raw,
        at=row.at,
    )

"""A mail as it goes over the wire, and what a server's answer means. Plain Python."""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from kck.channels.email.terms import Sender
from kck.foundation.text import _
from kck.messaging.html import as_html
from kck.messaging.ports import NotDelivered, Outgoing


def wire_address(address: str) -> str:
    """The address as servers take it, its domain in ASCII; `NotDelivered` when it can be none."""
    name, at, domain = address.strip().rpartition("@")
    bad = any(letter.isspace() or ord(letter) < 32 or letter in '<>,;:"\\()[]' for letter in name)
    if not at or not name or bad or not name.isascii():
        raise NotDelivered(str(_("to nie jest adres e-mail")), for_good=True)
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotDelivered(str(_("to nie jest adres e-mail")), for_good=True) from error
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
    if not ascii_domain or not set(ascii_domain) <= allowed:
        raise NotDelivered(str(_("to nie jest adres e-mail")), for_good=True)
    return f"{name}@{ascii_domain}"


def thread_id(about: str, host: str) -> str:
    """The same for all mails about one thing, so that readers show them together."""
    return f"<{hashlib.blake2b(about.encode(), digest_size=12).hexdigest()}.thread@{host}>"


def as_mail(message: Outgoing, sender: Sender, *, sent_at: datetime) -> EmailMessage:
    """Text and HTML of the same words, with every header that a machine-sent mail should have."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _mailbox(sender.name, sender.address)
    mail["To"] = _mailbox("", wire_address(message.address))
    if sender.reply_to:
        mail["Reply-To"] = _mailbox("", sender.reply_to)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(sent_at)
    mail["Message-ID"] = one_line(message.message_id)
    if message.thread:
        root = thread_id(message.thread, sender.address.rpartition("@")[2])
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"  # Exchange: no out-of-office answers
    _offer_leaving(mail, message.leave_url)
    mail.set_content(message.text + "\n", charset="utf-8", cte="quoted-printable")
    page = as_html(subject=message.subject, text=message.text, language=message.language)
    mail.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = one_line(message.language)  # last: content headers are set anew
    return mail


def _offer_leaving(mail: EmailMessage, leave_url: str) -> None:
    if not leave_url:
        return
    mail["List-Unsubscribe"] = f"<{one_line(leave_url)}>"
    if leave_url.startswith("https://"):  # RFC 8058 wants nothing less
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _mailbox(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)


def one_line(text: str) -> str:
    """No value may begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def refusal(code: int, answer: bytes | str) -> NotDelivered:
    """What an SMTP answer means: 5xx for good, 4xx and everything odd to be tried again."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return NotDelivered(one_line(f"{code} {words}"), for_good=500 <= code <= 599)

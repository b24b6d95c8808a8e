"""The words of a parsed mail; where a standard has a term, it is that term."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Defect(StrEnum):
    """What was broken, or beyond a limit; the mail is read as far as it goes."""

    FAILED = "failed"  # a mistake of ours: raw headers and text are all there is
    NO_HEADERS = "no-headers"
    HEADERS_CUT = "headers-cut"
    BAD_DATE = "bad-date"
    BAD_ADDRESS = "bad-address"
    BAD_ENCODED_WORD = "bad-encoded-word"
    RAW_8BIT_HEADER = "raw-8bit-header"
    UNKNOWN_CHARSET = "unknown-charset"
    WRONG_CHARSET = "wrong-charset"
    UNKNOWN_ENCODING = "unknown-transfer-encoding"
    WRONG_ENCODING = "wrong-transfer-encoding"
    NO_BOUNDARY = "no-boundary"
    NO_CLOSING_BOUNDARY = "no-closing-boundary"
    TOO_MANY_PARTS = "too-many-parts"
    TOO_DEEP = "too-deep"
    TEXT_CUT = "text-cut"
    HTML_AS_TEXT = "html-as-text"  # too large, too deep or too many links to be shown as a page
    BAD_TNEF = "bad-tnef"
    BAD_UUENCODE = "bad-uuencode"
    TOO_MANY_ATTACHMENTS = "too-many-attachments"
    TOO_MANY_REFERENCES = "too-many-references"
    TOO_MANY_ADDRESSES = "too-many-addresses"


class AutoSubmitted(StrEnum):
    """Who sent it: a person, or what kind of machine (RFC 3834 and its elder cousins)."""

    NONE = "none"
    AUTO_REPLIED = "auto-replied"  # vacation notices and other answers of machines
    AUTO_GENERATED = "auto-generated"
    LIST = "list"
    BULK = "bulk"


class Kind(StrEnum):
    """What a mail is for; the first that fits."""

    BOUNCE = "bounce"
    ABUSE_REPORT = "abuse-report"
    READ_RECEIPT = "read-receipt"
    AUTO_REPLY = "auto-reply"
    CALENDAR = "calendar"
    MACHINE = "machine"  # sent by a program, a list or in bulk
    FORWARD = "forward"
    MAIL = "mail"


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """RFC 5322's mailbox; `address` is empty where only a name could be read."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file of a mail; its bytes are decoded anew whenever they are asked for."""

    filename: str
    content_type: str  # by its content
    declared_type: str
    size: int
    sha256: str
    content_id: str = ""
    inline: bool = False
    chunks: Callable[[], Iterator[bytes]] = field(repr=False, compare=False)

    @property
    def content(self) -> bytes:
        return b"".join(self.chunks())


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """One recipient that a mail did not reach, in RFC 3464's words."""

    recipient: str
    action: str = "failed"  # failed, delayed, delivered, relayed, expanded
    status: str = ""  # RFC 3463: 5.1.1
    diagnostic: str = ""
    original_message_id: str = ""

    @property
    def for_good(self) -> bool:
        return self.action == "failed" and not self.status.startswith("4")


@dataclass(frozen=True, kw_only=True)
class ReadReceipt:
    """RFC 8098: somebody's program says what became of a mail."""

    recipient: str = ""
    disposition: str = ""  # displayed, deleted, dispatched, processed
    original_message_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """An invitation or an answer to one (RFC 5546); the file itself is among the attachments."""

    method: str = ""  # REQUEST, REPLY, CANCEL
    uid: str = ""
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Spam:
    """What the city's filter wrote into the headers."""

    flagged: bool = False
    score: float | None = None
    required: float | None = None


@dataclass(frozen=True, kw_only=True)
class Authentication:
    """RFC 8601 results of the one server that was named as trusted; empty: it said nothing."""

    dmarc: str = ""
    dkim: str = ""
    spf: str = ""
    dmarc_domain: str = ""


@dataclass(frozen=True, kw_only=True)
class ParsedMail:
    """All that is known of a mail without knowing whose it is."""

    message_id: str = ""  # identifiers keep their angle brackets
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    from_: Mailbox | None = None
    sender: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    delivered_to: tuple[str, ...] = ()  # envelope recipients, and plus-addresses among To and Cc
    date: datetime | None = None
    subject: str = ""

    text: str = ""
    html: str = ""
    reply: str = ""
    quoted: str = ""
    signature: str = ""
    attachments: tuple[Attachment, ...] = ()
    blocked_images: int = 0
    forwarded: bool = False

    auto_submitted: AutoSubmitted = AutoSubmitted.NONE
    bounces: tuple[Bounce, ...] = ()
    read_receipt: ReadReceipt | None = None
    calendar: Calendar | None = None
    abuse_report: bool = False  # RFC 5965: a reader called a mail of ours spam
    null_return_path: bool = False
    suppress_auto_reply: bool = False  # asked for; says nothing about what the mail is
    noreply_sender: bool = False
    loop: tuple[str, ...] = ()  # our own X-KCK-Loop marks
    hops: int = 0  # Received headers
    list_id: str = ""
    list_headers: tuple[tuple[str, str], ...] = ()
    spam: Spam = Spam()
    authentication: Authentication = Authentication()
    signed: bool = False
    encrypted: bool = False

    size: int = 0
    sha256: str = ""
    defects: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        told = (
            (bool(self.bounces), Kind.BOUNCE),
            (self.abuse_report, Kind.ABUSE_REPORT),
            (self.read_receipt is not None, Kind.READ_RECEIPT),
            (self.auto_submitted is AutoSubmitted.AUTO_REPLIED, Kind.AUTO_REPLY),
            (self.calendar is not None and bool(self.calendar.method), Kind.CALENDAR),
            (self.auto_submitted is not AutoSubmitted.NONE, Kind.MACHINE),
            (self.forwarded, Kind.FORWARD),
        )
        return next((kind for holds, kind in told if holds), Kind.MAIL)


def digest(chunks: Iterator[bytes]) -> tuple[int, str, bytes]:
    """Size, SHA-256 and the beginning of a file that is never held as a whole."""
    size, hashed, start = 0, hashlib.sha256(), b""
    for chunk in chunks:
        if not size:
            start = chunk[:8192]
        size += len(chunk)
        hashed.update(chunk)
    return size, hashed.hexdigest(), start

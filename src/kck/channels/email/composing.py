"""A mail as bytes, text and page of the same words; no tree of parts is built for it.

`email.message.EmailMessage` takes a millisecond for what is written here in some twenty
microseconds, and cannot be cut into pieces (see `splicing`). A body is quoted-printable, so that
every server takes it; a dot that begins a line is doubled already, as RFC 5321 wants it.
"""

import re
from base64 import encodebytes
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from textwrap import wrap
from urllib.parse import quote

from kck.channels.email.rules import one_line, thread_id, wire_address
from kck.channels.email.terms import Envelope, Part, Sender
from kck.messaging.html import as_html
from kck.messaging.ports import Outgoing

_WORD_BYTES = 39  # of an encoded word: with its frame and the header's name below 76 characters
_ATEXT = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*\Z")
_SHORT = 60


@dataclass(frozen=True, kw_only=True)
class Headers:
    """What stands above the words. All values are one line."""

    recipient: str
    subject: str
    message_id: str
    language: str
    thread: str = ""
    leave_url: str = ""
    list_id: str = ""
    in_reply_to: str = ""  # of what it answers, in the place of the thread's root
    references: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    personal: bool = False  # somebody wrote it


def headers(sender: Sender, given: Headers, date: datetime) -> bytes:
    """All headers up to the parts, each as the standards want it of a mail that a machine sends."""
    lines = [
        f"From: {mailbox(sender)}",
        f"To: {given.recipient}",
        *([f"Cc: {', '.join(given.cc)}"] if given.cc else []),
        *([f"Reply-To: {one_line(sender.reply_to)}"] if sender.reply_to else []),
        f"Subject: {header_text(one_line(given.subject))}",
        f"Date: {stamp(date)}",
        f"Message-ID: {one_line(given.message_id)}",
        *_threading(given),
        *_by_machine(given),
        f"{LOOP}: {sender.address.rpartition('@')[2]}",
        *list_lines(one_line(given.leave_url), given.list_id),
        "MIME-Version: 1.0",
        f"Content-Language: {one_line(given.language)}",
    ]
    return "\r\n".join(lines).encode("ascii", "replace") + b"\r\n"


LOOP = "X-KCK-Loop"  # by it we know a mail of ours that comes back


def _threading(given: Headers) -> list[str]:
    """What it answers; all mails about one thing have the same root."""
    answers = one_line(given.in_reply_to) or given.thread
    if not answers:
        return []
    roots = [given.thread] if given.thread else []
    references = dict.fromkeys([*roots, *map(one_line, given.references), answers])
    return [f"In-Reply-To: {answers}", "References: " + "\r\n ".join(references)]


def _by_machine(given: Headers) -> list[str]:
    """Exchange is asked for no out-of-office answers."""
    if given.personal:
        return []
    return ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"]


def list_lines(leave_url: str, list_id: str = "") -> list[str]:
    """How to leave; by one click only where it is safe (RFC 8058 wants nothing less than HTTPS)."""
    lines = [f"List-Id: {one_line(list_id)}", "Precedence: bulk"] if list_id else []
    if leave_url:
        lines.append(f"List-Unsubscribe: <{leave_url}>")
    if leave_url.startswith("https://"):
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


@lru_cache(maxsize=4)
def stamp(date: datetime) -> str:
    return format_datetime(date)


def mailbox(sender: Sender) -> str:
    name = one_line(sender.name)
    if not name:
        return sender.address
    shown = name if _ATEXT.match(name) else header_text(name, encode=True)
    return f"{shown} <{sender.address}>"


def header_text(text: str, *, encode: bool = False) -> str:
    """ASCII as it is, all else in encoded words (RFC 2047), one a line."""
    if text.isascii() and "=?" not in text and not encode:
        if len(text) <= _SHORT:
            return text
        lines = wrap(text, _SHORT, break_long_words=False, break_on_hyphens=False)
        return "\r\n ".join(lines)
    words = (b2a_base64(part, newline=False).decode() for part in _cut(text))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _cut(text: str) -> list[bytes]:
    """Between letters, never within one."""
    raw, found = text.encode("utf-8", "replace"), []
    while len(raw) > _WORD_BYTES:
        end = _WORD_BYTES
        while raw[end] & 0xC0 == 0x80:  # within a letter
            end -= 1
        found.append(raw[:end])
        raw = raw[end:]
    return [*found, raw]


_PART = (
    b'--%(mark)s\r\nContent-Type: %(kind)s; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
)


def opening(mark: bytes) -> bytes:
    kind = b'Content-Type: multipart/alternative; boundary="%s"\r\n\r\n' % mark
    return kind + _PART % {b"mark": mark, b"kind": b"text/plain"}


def between(mark: bytes) -> bytes:
    return b"\r\n" + _PART % {b"mark": mark, b"kind": b"text/html"}


def closing(mark: bytes) -> bytes:
    return b"\r\n--%s--\r\n" % mark


def as_mail(
    message: Outgoing, sender: Sender, *, sent_at: datetime, envelope: Envelope | None = None
) -> bytes:
    """One mail of its own, its dots not doubled."""
    around = envelope or Envelope(sender=sender)
    sender = around.sender
    root = thread_id(message.thread, sender.address.rpartition("@")[2]) if message.thread else ""
    given = Headers(
        recipient=wire_address(message.address),
        subject=message.subject,
        message_id=message.message_id,
        language=message.language,
        thread=root,
        leave_url=message.leave_url,
        in_reply_to=around.in_reply_to,
        references=around.references,
        cc=tuple(wire_address(one) for one in around.cc),
        personal=around.personal,
    )
    page = as_html(subject=message.subject, text=message.text, language=message.language)
    return compose(sender, given, text=message.text, page=page, date=sent_at, files=around.parts)


def compose(
    sender: Sender,
    given: Headers,
    *,
    text: str,
    page: str,
    date: datetime,
    files: Sequence[Part] = (),
) -> bytes:
    mark = boundary(given.message_id)
    words = (opening(mark), quoted(text + "\n"), between(mark), quoted(page), closing(mark))
    if not files:
        return b"".join((headers(sender, given, date), *words))
    outer = mark + b"_f"
    kind = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n' % (outer, outer)
    attached = (piece for part in files for piece in _attached(outer, part))
    return b"".join((headers(sender, given, date), kind, *words, *attached, closing(outer)))


def _attached(mark: bytes, part: Part) -> Iterator[bytes]:
    """A file, under its name in any alphabet (RFC 2231)."""
    kind = one_line(part.content_type) or "application/octet-stream"
    name = quote(one_line(part.name)[:150], safe="")
    yield b"\r\n--%s\r\n" % mark
    yield (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename*=utf-8''{name}\r\n\r\n"
    ).encode("ascii", "replace")
    yield encodebytes(part.data).replace(b"\n", b"\r\n")


_NO_NAME = re.compile(rb"[^A-Za-z0-9]")


def boundary(seed: str) -> bytes:
    """`=_` stands nowhere in quoted-printable, so no body can hold it (RFC 2045, 6.7)."""
    return b"=_" + _NO_NAME.sub(b"", seed.encode())[:32]


def quoted(text: str) -> bytes:
    """Quoted-printable with the line ends of the wire."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    return b2a_qp(plain, istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


def stuffed(mail: bytes) -> bytes:
    """A line that begins with a dot would end the mail: it gets another one."""
    return _LEADING_DOT.sub(b"..", mail)


_SAFE = re.compile(rb"[^A-Za-z0-9 _,;:!?()/+*'@&%#-]")


def quoted_value(value: str) -> bytes:
    """What fills a gap, between soft line breaks of its own: no line grows by it.

    Dots are written as numbers, so that none can begin a line.
    """
    raw = _SAFE.sub(_numbered, value.encode("utf-8", "replace"))
    if len(raw) <= _LINE:
        return b"=\r\n" + raw + b"=\r\n"
    return b"=\r\n" + b"=\r\n".join(_lines(raw)) + b"=\r\n"


_LINE = 72


def _numbered(found: "re.Match[bytes]") -> bytes:
    return b"=%02X" % ord(found[0])


def _lines(raw: bytes) -> Sequence[bytes]:
    """Cut so that no `=C5` is torn apart."""
    found = []
    while len(raw) > _LINE:
        torn = raw.rfind(b"=", _LINE - 2, _LINE)
        end = torn if torn >= 0 else _LINE
        found.append(raw[:end])
        raw = raw[end:]
    return [*found, raw]

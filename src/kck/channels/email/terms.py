"""The words of the e-mail channel."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

CHANNEL = "email"
# the demo's mail that nobody gets: whatever is sent there comes back at once
NOWHERE = "@nie-ma-takiej.example"


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over: `smtp://user:pass@host:587?starttls=yes` or `smtps://host`."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    timeout: float = 20.0
    connections: int = 8  # at most, of one sender
    per_minute: int = 0  # mails that this server takes from us, of all senders; 0: as many as come

    @classmethod
    def parse(cls, url: str) -> Self:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("write it like smtp://user:password@host:587?starttls=yes")
        options = dict(parse_qsl(parts.query))
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starttls=options.get("starttls", "").lower() in {"1", "yes", "true", "on"},
            tls=tls,
            timeout=float(options.get("timeout", "20")),
            connections=max(int(options.get("connections", "8")), 1),
            per_minute=max(int(options.get("per_minute", "0")), 0),
        )


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who the mail is from, and where an answer goes if the city reads one."""

    name: str
    address: str
    reply_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A file that leaves with a mail."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """`personal`: somebody wrote it, so it must not call itself a machine's (RFC 3834)."""

    sender: Sender
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    personal: bool = False

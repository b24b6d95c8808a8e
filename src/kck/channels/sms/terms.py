"""The words of the SMS channel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

CHANNEL = "sms"
LONGEST_TEXT = 1530  # ten parts of the phones' alphabet: no provider joins more
LONGEST_SENDER = 11
# the demo's number at which nobody is: whatever is sent there comes back at once
NOWHERE = "+48000000000"
_NUMBER = re.compile(r"\+?\d{3,15}")
_KINDS = ("smsapi", "serwersms", "spool")
_USUAL = {"smsapi": "https://api.smsapi.pl", "serwersms": "https://api2.serwersms.pl"}


@dataclass(frozen=True, kw_only=True)
class Way:
    """`KCK_SMS`: `smsapi:`, `serwersms:https://…`, `spool:/var/spool/sms`, or a path to a TOML."""

    kind: Literal["smsapi", "serwersms", "spool", "file"]
    address: str

    @classmethod
    def parse(cls, raw: str) -> Self:
        kind, colon, address = raw.partition(":")
        if raw.endswith(".toml") and Path(raw).is_absolute():
            return cls(kind="file", address=raw)
        if not colon or kind not in _KINDS:
            raise ValueError(
                "write smsapi:, serwersms:, spool:/a/folder, or the whole path of a .toml file"
            )
        if kind == "spool":
            if not Path(address).is_absolute():
                raise ValueError("write the whole path of the folder, like spool:/var/spool/sms")
            return cls(kind="spool", address=address)
        address = address or _USUAL[kind]
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"write it like {kind}:{_USUAL[kind]}")
        return cls(kind="smsapi" if kind == "smsapi" else "serwersms", address=address.rstrip("/"))


def check_sender(raw: str) -> str:
    """A number, or a name of at most eleven letters and digits with a letter in it."""
    if _NUMBER.fullmatch(raw):
        return raw
    plain = raw.isascii() and all(one.isalnum() or one in " .-&" for one in raw)
    if not plain or len(raw) > LONGEST_SENDER or not any(one.isalpha() for one in raw):
        raise ValueError("write a number, or a name of at most 11 letters and digits")
    return raw


def is_name(sender: str) -> bool:
    """Nobody can reply to a name."""
    return bool(sender) and not _NUMBER.fullmatch(sender)


@dataclass(frozen=True, kw_only=True)
class Sms:
    """One text on its way out. `ref` is ours, the same at every attempt."""

    to: str  # +48600100200
    text: str
    ref: str
    sender: str = ""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A question to a provider, ready to be sent."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    query: Mapping[str, str] | None = None
    json: Any = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a provider answered."""

    status: int
    body: Any  # parsed JSON, else the text

    def at(self, *path: str | int) -> Any:
        """What stands there, or None: providers leave things out."""
        return found_at(self.body, path)


def found_at(body: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        if isinstance(body, list) and isinstance(step, int):
            body = body[step] if step < len(body) else None
        elif isinstance(body, Mapping):
            body = body.get(str(step))
        else:
            return None
    return body


@dataclass(frozen=True, kw_only=True)
class Received:
    """A text that came in, or one of its parts: `part` of `parts`, which share a `joint`.

    `far_id` is empty where the provider gives none.
    """

    far_id: str
    sender: str
    text: str
    to: str = ""
    sent_at: datetime | None = None
    joint: str = ""
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of a text of ours, by the provider's id of it or by our `ref`."""

    outcome: Literal["delivered", "failed"]
    far_id: str = ""
    ref: str = ""
    reason: str = ""
    gone: bool = False  # nothing will ever arrive at this number


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one call of a provider to us told."""

    texts: Sequence[Received] = ()
    receipts: Sequence[Receipt] = ()

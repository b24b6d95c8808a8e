"""Where mail comes from, as an operator writes it: mailboxes, listener, scanner. Plain Python."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

LEAST_SECONDS = 5


class WrongMailboxes(ValueError):
    """The file of mailboxes cannot be used; the sentence says where and why."""


@dataclass(frozen=True, kw_only=True)
class OAuth:
    """How a mailbox gives out the token that XOAUTH2 asks for."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """One IMAP mailbox and the box that its mails belong to.

    `after`: what becomes of a mail that is safe here: "seen", "delete", or a folder it moves to.
    """

    name: str
    box: str
    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str = ""
    oauth: OAuth | None = None
    folders: tuple[str, ...] = ("INBOX",)
    move_to: str = ""
    delete: bool = False
    idle: bool = True
    poll_seconds: int = 60
    ca_file: str = ""
    timeout: float = 30.0


@dataclass(frozen=True, kw_only=True)
class Listen:
    """Where the city's mail server delivers to: `lmtp://127.0.0.1:8024` or `smtp://…`."""

    host: str
    port: int
    lmtp: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        parts = urlsplit(url)
        if parts.scheme not in {"lmtp", "smtp"} or not parts.hostname or parts.port is None:
            raise ValueError("write it like lmtp://127.0.0.1:8024 or smtp://127.0.0.1:8025")
        return cls(host=parts.hostname, port=parts.port, lmtp=parts.scheme == "lmtp")


@dataclass(frozen=True, kw_only=True)
class Clamd:
    """Where ClamAV listens: `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`."""

    host: str = ""
    port: int = 0
    path: str = ""

    @classmethod
    def parse(cls, url: str) -> Self:
        if url.startswith("unix:"):
            path = url.removeprefix("unix:").replace("//", "/", 1)
            if path.startswith("/"):
                return cls(path=path)
        parts = urlsplit(url)
        if parts.scheme != "tcp" or not parts.hostname:
            raise ValueError("write it like tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl")
        return cls(host=parts.hostname, port=parts.port or 3310)


def imap_address(url: str) -> dict[str, Any]:
    """`imaps://user:password@host:993/Folder`; `imap://` where the network is trusted."""
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname:
        raise WrongMailboxes("url: write it like imaps://host:993")
    tls = parts.scheme == "imaps"
    return {
        "host": parts.hostname,
        "port": parts.port or (993 if tls else 143),
        "tls": tls,
        "starttls": not tls and "starttls" in parts.query,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")),
    }


def read_mailboxes(path: Path) -> tuple[Mailbox, ...]:
    """Every `[[mailbox]]` of the file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise WrongMailboxes(f"{path}: {problem.strerror}") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongMailboxes(f"{path}: {problem}") from problem
    listed = data.get("mailbox")
    if not isinstance(listed, list) or not listed:
        raise WrongMailboxes(f"{path}: there is no [[mailbox]] in it")
    found = [_mailbox(one, nth, path) for nth, one in enumerate(listed, start=1)]
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise WrongMailboxes(f"{path}: two mailboxes have the same name; give each its own `name`")
    return tuple(found)


_KNOWN = {
    "name", "box", "url", "user", "password", "password_file", "oauth2", "folder", "folders",
    "after", "idle", "poll_seconds", "ca_file", "timeout",
}  # fmt: skip


def _mailbox(given: Mapping[str, Any], nth: int, path: Path) -> Mailbox:
    where = f"{path}, mailbox {nth}"
    try:
        return _checked(given, path)
    except (WrongMailboxes, KeyError, TypeError, ValueError, OSError) as problem:
        words = f"`{problem.args[0]}` is missing" if isinstance(problem, KeyError) else problem
        raise WrongMailboxes(f"{where}: {words}") from problem


def _checked(given: Mapping[str, Any], path: Path) -> Mailbox:
    if strange := sorted(set(given) - _KNOWN):
        raise WrongMailboxes(f"there is no `{strange[0]}`; known are {', '.join(sorted(_KNOWN))}")
    address = imap_address(str(given["url"]))
    folders = given.get("folders") or [given.get("folder") or address["folder"] or "INBOX"]
    user = str(given.get("user") or address["user"])
    if not user:
        raise WrongMailboxes("`user` is missing")
    move_to, delete = _after(str(given.get("after", "seen")))
    box = str(given["box"])
    return Mailbox(
        name=str(given.get("name") or f"{user}@{address['host']}")[:60],
        box=box,
        host=address["host"],
        port=address["port"],
        tls=address["tls"],
        starttls=address["starttls"],
        user=user,
        password=_password(given, path) or address["password"],
        oauth=_oauth(given["oauth2"], path) if "oauth2" in given else None,
        folders=tuple(str(one) for one in folders),
        move_to=move_to,
        delete=delete,
        idle=bool(given.get("idle", True)),
        poll_seconds=max(int(given.get("poll_seconds", 60)), LEAST_SECONDS),
        ca_file=str(given.get("ca_file", "")),
        timeout=float(given.get("timeout", 30)),
    )


def _after(said: str) -> tuple[str, bool]:
    if said == "seen":
        return "", False
    if said == "delete":
        return "", True
    if said.startswith("move:") and said.removeprefix("move:").strip():
        return said.removeprefix("move:").strip(), False
    raise WrongMailboxes("after: write seen, delete or move:FOLDER")


def _password(given: Mapping[str, Any], path: Path) -> str:
    if "password_file" in given:
        return _secret(given["password_file"], path)
    return str(given.get("password", ""))


def _secret(name: object, path: Path) -> str:
    """A file beside the list, its last line end left out."""
    file = path.parent / str(name)
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as problem:
        raise WrongMailboxes(f"{file}: {problem.strerror}") from problem


def _oauth(given: Mapping[str, Any], path: Path) -> OAuth:
    def secret(key: str) -> str:
        return _secret(given[f"{key}_file"], path) if f"{key}_file" in given else str(given[key])

    token_url = str(given["token_url"])
    if urlsplit(token_url).scheme not in {"https", "http"}:
        raise WrongMailboxes("oauth2.token_url: write it like https://host/token")
    return OAuth(
        token_url=token_url,
        client_id=str(given["client_id"]),
        client_secret=secret("client_secret"),
        refresh_token=secret("refresh_token"),
        scope=str(given.get("scope", "")),
    )

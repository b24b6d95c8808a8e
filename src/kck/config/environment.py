"""What an operator may set: every `KCK_*` variable, typed, with its default and what it is for.

`docs/settings.md` is generated from this list. A wrong value stops the start with a sentence.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kck.channels.email.inbound_config import Clamd, Listen
from kck.channels.email.terms import SmtpServer
from kck.channels.sms.gateways.generic import Shape
from kck.channels.sms.terms import Way, check_sender


class WrongSetting(SystemExit):
    """A variable that cannot be used; the sentence says what to write instead."""


def _bool(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("write yes or no")


def _moment(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        raise ValueError("write the time with its zone, like 2026-02-02T09:00:00+01:00")
    return moment


def _number(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit():
        raise ValueError("write a whole number")
    return int(raw)


def _count(raw: str) -> int:
    if _number(raw) < 1:
        raise ValueError("write a whole number, at least 1")
    return int(raw)


def _port(raw: str) -> int:
    if not 1 <= _number(raw) <= 65535:
        raise ValueError("write a port between 1 and 65535")
    return int(raw)


def _level(raw: str) -> str:
    if raw.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("write DEBUG, INFO, WARNING or ERROR")
    return raw.upper()


def _log(raw: str) -> str:
    if raw not in {"files", "stdout"}:
        raise ValueError("write files or stdout")
    return raw


def _choice(*words: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in words:
            raise ValueError(f"write {', '.join(words[:-1])} or {words[-1]}")
        return raw

    return read


def _absolute(raw: str) -> Path:
    """Whether it is there is asked when it is used: a network folder may come later."""
    if not Path(raw).is_absolute():
        raise ValueError("write the whole path, from /")
    return Path(raw)


def _web_address(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write it like https://host/path")
    return raw


def _database_url(raw: str) -> str:
    if urlsplit(raw).scheme not in {"postgres", "postgresql"} or not urlsplit(raw).path.strip("/"):
        raise ValueError("write it like postgresql://user:password@host:5432/name")
    return raw


def _smtp_url(raw: str) -> str:
    SmtpServer.parse(raw)
    return raw


def _listen_url(raw: str) -> str:
    Listen.parse(raw)
    return raw


def _clamd_url(raw: str) -> str:
    Clamd.parse(raw)
    return raw


def _sms(raw: str) -> str:
    way = Way.parse(raw)
    if way.kind == "file":
        Shape.read(Path(way.address))
    return raw


def _sms_hook_secret(raw: str) -> str:
    if raw.startswith("@/"):
        return raw
    if len(raw) < 16 or not all(letter.isascii() and letter.isalnum() for letter in raw):
        raise ValueError("write at least 16 letters and digits")
    return raw


def _list(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _setting(default: Any, read: Any, about: str) -> Any:
    return field(default=default, metadata={"read": read, "about": about})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One field for each variable: `home` is KCK_HOME, and so on."""

    home: Path = _setting(Path("var"), Path, "Folder for the embedded database, files and keys.")
    city: str = _setting("krakow", str, "Folder under `cities/`, or a path, of the configuration.")
    database_url: str = _setting(
        "",
        _database_url,
        "PostgreSQL to use instead of the embedded one: postgresql://user:pass@host/name.",
    )
    database_direct_url: str = _setting(
        "", _database_url, "The same server past a pooler, for LISTEN and advisory locks."
    )
    database_pool: int = _setting(10, _count, "Connections a web process keeps open.")
    secret_key: str = _setting("", str, "Signing key; made and kept under KCK_HOME when empty.")
    hosts: tuple[str, ...] = _setting(("*",), _list, "Host names the site answers to.")
    site_url: str = _setting(
        "", str, "Public address, used in mails. Default http://localhost:PORT."
    )
    port: int = _setting(8000, _port, "Port of the web process (PORT is read too).")
    bind: str = _setting("127.0.0.1", str, "Address the web process listens on.")
    debug: bool = _setting(False, _bool, "Error pages with details. Never on a public server.")
    demo: bool = _setting(False, _bool, "The demo city: mailbox page, scenario, one-click roles.")
    clock: str = _setting("", str, "Demo clock, `business@real@rate`, set by the supervisor.")
    smtp_url: str = _setting(
        "",
        _smtp_url,
        "smtp://user:pass@host:587?starttls=yes. Empty: mails wait (demo: the mailbox page).",
    )
    mail_from: str = _setting("", str, "Sender of mails. Default from the city's configuration.")
    mailboxes: Path | None = _setting(
        None, _absolute, "File (TOML) of the IMAP mailboxes to read mail from. Empty: none."
    )
    mail_listen: str = _setting(
        "",
        _listen_url,
        "Where the city's mail server delivers to: lmtp://127.0.0.1:8024 or smtp://….",
    )
    clamd: str = _setting(
        "",
        _clamd_url,
        "ClamAV that looks at files in mails: tcp://host:3310 or unix:/run/clamav/clamd.ctl.",
    )
    spam_score: int = _setting(
        6, _count, "From this score of the mail server's filter on a mail is put aside as spam."
    )
    mail_authserv_id: str = _setting(
        "", str, "Name under which the city's mail server writes Authentication-Results (DMARC)."
    )
    sms: str = _setting(
        "",
        _sms,
        "How texts leave: smsapi:, serwersms:, spool:/var/spool/sms (a modem), or the path of a "
        ".toml. Empty: not in use (demo: the mailbox page). See docs/runbooks/sms.md.",
    )
    sms_token: str = _setting(
        "", str, "What we show to the SMS gateway; @/path reads it from a file."
    )
    sms_from: str = _setting(
        "", check_sender, "Sender of texts: a number, or a registered name of at most 11 letters."
    )
    sms_hook_secret: str = _setting(
        "",
        _sms_hook_secret,
        "Part of the address that the SMS gateway calls, /hooks/sms/…/; @/path reads it from a "
        "file. Empty: it may not call.",
    )
    sms_plain: bool = _setting(
        False, _bool, "Texts leave without Polish and Ukrainian marks: fewer parts, lower bills."
    )
    secure: bool = _setting(False, _bool, "Behind HTTPS: secure cookies, HSTS, trust the proxy.")
    proxies: int = _setting(
        0, _number, "How many trusted proxies stand in front (X-Forwarded-For)."
    )
    link_days: int = _setting(
        30, _count, "Days a personal link in a unit's mail works (a morning's list: at most 7)."
    )
    map_tiles: str = _setting(
        "", str, "Raster tiles template for maps, https://…/{z}/{x}/{y}.png. Empty: outlines only."
    )
    take_back_seconds: int = _setting(
        20, _number, "So long an answer to somebody can be taken back; 0: it leaves at once."
    )
    take_back_closing_seconds: int = _setting(
        60, _number, "The same for what ends a case, and for many cases at once."
    )
    news_wait_minutes: int = _setting(
        30, _number, "So long what happens to a case waits for more, to be told in one letter."
    )
    nominatim_url: str = _setting("", str, "Nominatim server for addresses we do not have.")
    photon_url: str = _setting("", str, "Photon server for addresses we do not have.")
    arcgis_locator_url: str = _setting("", str, "ArcGIS locator for addresses we do not have.")
    arcgis_land_url: str = _setting("", str, "ArcGIS layer of land ownership.")
    ezd_folder: Path | None = _setting(
        None, _absolute, "Folder that the records system (EZD) watches. Empty: not in use."
    )
    ezd_url: str = _setting(
        "", _web_address, "Address of the records system that takes a POST, instead of a folder."
    )
    ezd_token: str = _setting("", str, "What we show to that address, as a bearer token.")
    ezd_automatic: str = _setting(
        "no",
        _choice("no", "formal", "closed"),
        "When a formal case goes to the records system by itself: no, formal (at once), closed.",
    )
    edoreczenia_folder: Path | None = _setting(
        None, _absolute, "Drop folder of the e-Doręczenia client. Empty: not in use."
    )
    edoreczenia_keep_days: int = _setting(
        90, _count, "Days an original stays in `taken/`, once everything of it is stored here."
    )
    webhook_private: bool = _setting(
        False,
        _bool,
        "Webhooks may lead into private networks and need no HTTPS: yes only where everybody who "
        "may make one is trusted.",
    )
    session_hours: int = _setting(
        12, _count, "Hours after which staff are signed out: a long day's work."
    )
    oidc_url: str = _setting(
        "", _web_address, "The city's own sign-in server (OpenID Connect). Empty: not in use."
    )
    oidc_client_id: str = _setting("", str, "Under which name that server knows us.")
    oidc_secret: str = _setting("", str, "What we show to that server.")
    oidc_name: str = _setting("Konto miejskie", str, "What the button on the sign-in page says.")
    log_level: str = _setting("INFO", _level, "DEBUG, INFO, WARNING or ERROR.")
    log: str = _setting(
        "files",
        _log,
        "files: under KCK_HOME/log. stdout: also the output of `kck run`, for containers.",
    )
    metrics_token: str = _setting(
        "", str, "Who sends it as a bearer token may read /metrics. Empty: this machine only."
    )
    web_threads: int = _setting(3, _count, "Threads that serve pages in a web process.")
    web_processes: int = _setting(2, _count, "Web processes that share the port.")
    triage_learns: bool = _setting(
        True,
        _bool,
        "A worker trains what understands texts: once when there is nothing yet, then at night "
        "when there is something new. A minute of two cores; no: only `kck triage train` does.",
    )
    worker_concurrency: int = _setting(2, _count, "Jobs a worker runs at once.")


def read_environment(environ: "dict[str, str] | os._Environ[str]" = os.environ) -> Environment:
    """The settings of this process; `WrongSetting` names the first variable that cannot be used."""
    values: dict[str, Any] = {}
    known = {f"KCK_{item.name.upper()}": item for item in fields(Environment)}
    for name, item in known.items():
        raw = environ.get(name, "").strip()
        if name == "KCK_PORT":
            raw = raw or environ.get("PORT", "").strip()
        if raw == "":
            continue
        try:
            values[item.name] = item.metadata["read"](raw)
        except ValueError as error:
            hidden = "URL" in name or "SECRET" in name  # an address may hold a password
            shown = "…" if hidden else repr(raw)
            raise WrongSetting(f"{name}={shown} cannot be used: {error}.") from error
    _reject_misspelt(environ, set(known))
    _reject_halves(values)
    return Environment(**values)


def _reject_halves(values: dict[str, Any]) -> None:
    if values.get("ezd_folder") and values.get("ezd_url"):
        raise WrongSetting("Set KCK_EZD_FOLDER or KCK_EZD_URL, not both.")
    if values.get("sms", "").startswith(("smsapi:", "serwersms:")) and not values.get("sms_token"):
        raise WrongSetting("KCK_SMS needs KCK_SMS_TOKEN: the gateway takes nothing without.")
    if values.get("oidc_url") and not (values.get("oidc_client_id") and values.get("oidc_secret")):
        raise WrongSetting("KCK_OIDC_URL needs KCK_OIDC_CLIENT_ID and KCK_OIDC_SECRET.")
    if values.get("ezd_url") and not values.get("ezd_token"):
        raise WrongSetting("KCK_EZD_URL needs KCK_EZD_TOKEN: nobody may send there without.")


def _reject_misspelt(environ: "dict[str, str] | os._Environ[str]", known: set[str]) -> None:
    for name in environ:
        if name.startswith("KCK_") and name not in known:
            meant = get_close_matches(name, known, n=1, cutoff=0.85)
            if meant:
                raise WrongSetting(f"There is no setting {name}. Did you mean {meant[0]}?")

"""Where somebody is signed in: a list they can read, and ways to end it.

The rows are allauth's (`usersessions`); when a session was last used is noted once a minute, by
the door of staff, and not at every request.
"""

import re
import time
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from kck.accounts import policy
from kck.accounts.events import SessionsEnded
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require

_EVERY = 60.0  # s
_MOST_NOTED = 2000
_noted: dict[str, float] = {}
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """One browser that is signed in; `current` is the one that asks."""

    id: int
    device: str
    address: str
    since: datetime
    last_seen_at: datetime
    current: bool


def device_name(user_agent: str) -> str:
    """ "Firefox, Windows", or what there is of it."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    known = ", ".join(part for part in (browser, system) if part)
    return known or re.sub(r"[^\w ./;()-]", "", user_agent)[:40]


def sessions_of(staff_id: int, current_key: str | None = None) -> list[SessionRow]:
    """Those that still work, the last used first."""
    rows = [row for row in _rows(staff_id) if not row.purge()]
    found = [
        SessionRow(
            id=row.pk,
            device=device_name(row.user_agent),
            address=str(row.ip),
            since=row.created_at,
            last_seen_at=row.last_seen_at,
            current=row.session_key == current_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (not row.current, -row.last_seen_at.timestamp()))


def note_use(session_key: str | None) -> None:
    """That this session is in use: one statement a minute for each that is."""
    now = time.monotonic()
    if not session_key or now - _noted.get(session_key, -_EVERY) < _EVERY:
        return
    if len(_noted) > _MOST_NOTED:
        _noted.clear()
    _noted[session_key] = now
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=clock.real_now())


@command
def end_sessions(
    staff_id: int, *, session_id: int = 0, except_key: str | None = None, at: datetime, by: Actor
) -> int:
    """One of them, or all but one; how many. Who has left has none: see `leave`."""
    require(policy.may_end_sessions(by, staff_id))
    rows = _rows(staff_id)
    if session_id:
        rows = [row for row in rows if row.pk == session_id]
    count = _end([row for row in rows if row.session_key != except_key])
    if count:
        ended = SessionsEnded(staff_id=staff_id, count=count)
        record(ended, by=by, at=at, stream=f"staff:{staff_id}")
    return count


def end_all(staff_id: int) -> int:
    """Within a command that has asked and records it."""
    return _end(_rows(staff_id))


def _rows(staff_id: int) -> list[UserSession]:
    return list(UserSession.objects.filter(user_id=staff_id).order_by("pk"))


def _end(rows: list[UserSession]) -> int:
    for row in rows:
        SessionStore().delete(row.session_key)
        row.delete()
    return len(rows)

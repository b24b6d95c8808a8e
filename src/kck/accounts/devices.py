"""Which browsers somebody signs in with: the first sign-in from a new one is told to them."""

import secrets
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from kck.accounts.events import NewDeviceUsed
from kck.accounts.models import KnownDevice
from kck.accounts.sessions import device_name
from kck.accounts.tokens import token_digest
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record

COOKIE = "kck_device"
_KEPT = 400 * 24 * 3600  # browsers keep a cookie no longer


def remember_device(
    request: HttpRequest, response: HttpResponse, staff_id: int, *, at: datetime
) -> None:
    """After a sign-in. The cookie says only that it is the same browser; it opens nothing."""
    known = request.COOKIES.get(COOKIE, "")
    mark = known if 32 <= len(known) <= 64 else secrets.token_urlsafe(32)
    note_device(staff_id, mark, label=device_name(request.headers.get("User-Agent", "")), at=at)
    response.set_cookie(
        COOKIE, mark, max_age=_KEPT, secure=request.is_secure(), httponly=True, samesite="Lax"
    )


@command
def note_device(staff_id: int, mark: str, *, label: str, at: datetime) -> bool:
    """Whether it is new; the very first one of an account is no news to its owner."""
    now, by = clock.real_now(), Actor(kind="staff", id=staff_id)
    had_any = KnownDevice.objects.filter(staff_id=staff_id).exists()
    device, new = KnownDevice.objects.update_or_create(
        staff_id=staff_id,
        digest=token_digest(mark),
        defaults={"label": label[:80], "last_seen_at": now},
        create_defaults={"label": label[:80], "last_seen_at": now, "first_seen_at": now},
    )
    if new and had_any:
        seen = NewDeviceUsed(staff_id=staff_id, device_id=device.pk)
        record(seen, by=by, at=at, stream=f"staff:{staff_id}")
    return new and had_any

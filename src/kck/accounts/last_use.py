"""When a token or a key was last used."""

from datetime import datetime, timedelta

from kck.accounts.models import ApiToken, PartnerKey
from kck.foundation import clock

_EVERY = timedelta(minutes=1)


def remember_use(kind: type[ApiToken | PartnerKey], pk: int, last_used_at: datetime | None) -> None:
    """Once a minute is enough to see which ones nobody uses."""
    now = clock.real_now()
    if last_used_at is None or now - last_used_at > _EVERY:
        kind.objects.filter(pk=pk).update(last_used_at=now)

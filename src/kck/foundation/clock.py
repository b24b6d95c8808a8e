"""Business time. Nobody else asks the system what time it is, so that the demo can be Monday.

`KCK_CLOCK` = `business@real@rate`: at the real moment it was the business moment, and since then
business time runs `rate` times as fast. Unset, business time is real time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


@dataclass(frozen=True)
class _Anchor:
    business: datetime
    real: datetime
    rate: float


_anchor: _Anchor | None = None


def set_anchor(spec: str) -> None:
    """Move business time; an empty text puts it back to real time."""
    global _anchor
    if not spec:
        _anchor = None
        return
    business, real, rate = spec.split("@")
    _anchor = _Anchor(datetime.fromisoformat(business), datetime.fromisoformat(real), float(rate))


def real_now() -> datetime:
    """The time of the world: sessions, limits, queues."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time of the city, in UTC."""
    if _anchor is None:
        return real_now()
    return (_anchor.business + (real_now() - _anchor.real) * _anchor.rate).astimezone(UTC)


def rate() -> float:
    """How many times as fast as the world's time the city's runs; pages count down with it."""
    return 1.0 if _anchor is None else _anchor.rate


def city_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """The date on the city's calendars."""
    return now().astimezone(city_zone()).date()

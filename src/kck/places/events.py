"""Facts about registers."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class RegisterChanged(Event):
    name = "places.register_changed"

    register: str
    rows: int

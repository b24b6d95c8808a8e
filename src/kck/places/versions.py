"""What is kept in memory, and when it is read again.

A random token, not a counter: after a rollback the same number would stand for other data.
"""

import time
import uuid
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from django.db import transaction

from kck.foundation import clock
from kck.places.models import RegisterVersion

CHECK_EVERY_S = 2.0
T = TypeVar("T")
Tokens = tuple[object, ...]

_tokens: dict[str, uuid.UUID] = {}
_checked = float("-inf")


def bump(register: str, *, at: datetime) -> None:
    """Make every process read the register again: within two seconds, here at once."""
    RegisterVersion.objects.update_or_create(
        register=register, defaults={"token": uuid.uuid4(), "changed_at": at}
    )
    look_again()
    transaction.on_commit(look_again)


def look_again() -> None:
    global _checked
    _checked = float("-inf")


def _current(registers: tuple[str, ...]) -> Tokens:
    global _tokens, _checked
    if time.monotonic() - _checked >= CHECK_EVERY_S:
        _tokens = dict(RegisterVersion.objects.values_list("register", "token"))
        _checked = time.monotonic()
    # areas begin and end with a day of the city
    return (clock.today(), *(_tokens.get(register) for register in registers))


class Kept(Generic[T]):
    """Something built from registers, rebuilt by one thread while the others use the old one."""

    def __init__(self, registers: tuple[str, ...], build: Callable[[], T]) -> None:
        self._registers, self._build = registers, build
        self._lock = Lock()
        self._held: tuple[Tokens, T] | None = None

    def get(self) -> T:
        current = _current(self._registers)
        held = self._held
        if held is not None and held[0] == current:
            return held[1]
        if not self._lock.acquire(blocking=held is None):
            return held[1]  # type: ignore[index]  # not blocking only when something is held
        try:
            return self._rebuild(current)
        finally:
            self._lock.release()

    def _rebuild(self, current: Tokens) -> T:
        if self._held is None or self._held[0] != current:
            self._held = (current, self._build())
        return self._held[1]

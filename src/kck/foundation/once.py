"""The same call twice is done once: who did not hear the answer may ask again under the same key.

The answer is stored in the transaction that did the work: both are there after the commit, or
neither. A second call under the key waits for the first, then gets its answer.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection

from kck.foundation import clock
from kck.foundation.models import KeptAnswer
from kck.foundation.outbox import unit_of_work

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was said; `again` when it was said before and nothing was done now."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


class OtherCall(ValueError):
    """Under this key something else was asked within the last day."""


def once(
    key: str, fingerprint: str, do: Callable[[], Answer], *, kept_for: timedelta = KEPT_FOR
) -> Answer:
    """Do it, unless it was done. What fails is not kept: it changed nothing and may be repeated."""
    hashed = hashlib.sha256(key.encode()).hexdigest()
    with unit_of_work():
        _wait_for_others(hashed)
        known = _known(hashed)
        if known is None:
            answer = do()
            _keep(hashed, fingerprint, answer, kept_for)
            return answer
        return _again(known, key, fingerprint)


def said_before(key: str, fingerprint: str) -> Answer | None:
    """What was answered under this key, for who need not get as far as doing it."""
    known = _known(hashlib.sha256(key.encode()).hexdigest())
    return _again(known, key, fingerprint) if known else None


def _again(known: KeptAnswer, key: str, fingerprint: str) -> Answer:
    if known.fingerprint != fingerprint:
        raise OtherCall(key)
    return Answer(status=known.status, body=bytes(known.body), headers=known.headers, again=True)


def _wait_for_others(hashed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 313))", [hashed])


def _known(hashed: str) -> KeptAnswer | None:
    since = clock.real_now() - KEPT_FOR
    return KeptAnswer.objects.filter(key=hashed, at__gt=since).first()


def _keep(hashed: str, fingerprint: str, answer: Answer, kept_for: timedelta) -> None:
    """In the place of one that is too old. What is kept longer than a day begins its day later."""
    KeptAnswer.objects.update_or_create(
        key=hashed,
        defaults={
            "fingerprint": fingerprint,
            "status": answer.status,
            "body": answer.body,
            "headers": dict(answer.headers),
            "at": clock.real_now() + (kept_for - KEPT_FOR),
        },
    )


def forget_answers() -> int:
    """Those nobody asks for any more; how many."""
    old = KeptAnswer.objects.filter(at__lte=clock.real_now() - KEPT_FOR)
    return old.delete()[0]

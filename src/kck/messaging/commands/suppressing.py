"""Addresses to which nothing, or no promotion, is sent any more, until staff lift it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.messaging import policy
from kck.messaging.events import AddressSuppressed, SuppressionLifted
from kck.messaging.ids import delivery_that_leaves
from kck.messaging.models import Delivery, Suppression
from kck.messaging.terms import Reason

Scope = Suppression.Scope


class _Gone(Protocol):
    """A result of an attempt, as `claiming` has it."""

    @property
    def delivery(self) -> "_Addressed": ...
    @property
    def reason(self) -> str: ...


class _Addressed(Protocol):
    @property
    def pk(self) -> int: ...


@command
def suppress_gone(results: Sequence[_Gone]) -> None:
    """The far end says that nothing will ever arrive there."""
    if not results:
        return
    said = {result.delivery.pk: result.reason for result in results}
    for row in Delivery.objects.filter(pk__in=said):
        suppress_address(
            row.channel, row.address, person_id=row.person_id, reason=Reason.GONE,
            answer=said[row.pk], at=clock.now(), by=PLATFORM,
        )  # fmt: skip


@command
def suppress_address(
    channel: str,
    address: str,
    *,
    reason: Reason,
    at: datetime,
    by: Actor,
    scope: str = Scope.ALL,
    person_id: int | None = None,
    answer: str = "",
) -> bool:
    """Send there no more. Asking again changes nothing; whether it is new."""
    require(policy.may_suppress(by))
    if not address:
        return False
    row, made = Suppression.objects.get_or_create(
        channel=channel,
        address=address.strip().lower(),
        scope=scope,
        lifted_at=None,
        defaults={
            "reason": reason, "answer": answer[:300], "person_id": person_id, "since": at,
            "by": str(by),
        },
    )  # fmt: skip
    if made:
        fact = AddressSuppressed(
            suppression_id=row.pk, channel=channel, scope=scope, reason=str(reason)
        )
        record(fact, by=by, at=at)
    return made


@command
def lift_suppression(suppression_id: int, *, at: datetime, by: Actor) -> bool:
    """Staff know better: the mailbox works again, or somebody changed their mind."""
    require(policy.may_mend(by))
    row = Suppression.objects.select_for_update().get(pk=suppression_id)
    if row.lifted_at is not None:
        return False
    row.lifted_at, row.lifted_by = at, str(by)
    row.save(update_fields=["lifted_at", "lifted_by"])
    record(SuppressionLifted(suppression_id=row.pk), by=by, at=at)
    return True


@command
def want_no_promotions(token: str, *, at: datetime) -> bool:
    """By the link of a promotion, which needs no sign-in; False: there is nobody to write to.

    It holds for the address, whoever uses it, and goes before any consent.
    """
    row = _of_token(token)
    if row is None:
        return False
    suppress_address(
        row.channel, row.address, scope=Scope.PROMOTION, reason=Reason.OPTED_OUT,
        person_id=row.person_id, at=at, by=PLATFORM,
    )  # fmt: skip
    return True


@command
def want_promotions_again(token: str, *, at: datetime) -> bool:
    """Pressed by mistake, or by a program that opens every link."""
    row = _of_token(token)
    if row is None:
        return False
    standing = Suppression.objects.filter(
        channel=row.channel, address=row.address.lower(), scope=Scope.PROMOTION, lifted_at=None
    )
    for found in standing.select_for_update():
        found.lifted_at, found.lifted_by = at, "person"
        found.save(update_fields=["lifted_at", "lifted_by"])
        record(SuppressionLifted(suppression_id=found.pk), by=PLATFORM, at=at)
    return True


def _of_token(token: str) -> Delivery | None:
    pk = delivery_that_leaves(token)
    return Delivery.objects.filter(pk=pk).exclude(address="").first() if pk else None

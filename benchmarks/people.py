"""People of the benchmarks: a partner that may call often, staff with a role."""

from collections.abc import Iterable
from typing import Any

from benchmarks.ground import KEY


def make_partner() -> None:
    from kck.accounts.commands import make_partner_key
    from kck.foundation import clock
    from kck.foundation.actor import PLATFORM

    make_partner_key("benchmark", key=KEY, limit_per_minute=10_000_000, at=clock.now(), by=PLATFORM)


def staff_of(unit: str, email: str, grants: Iterable[str], *, everywhere: bool = False) -> Any:
    """Somebody of this unit with these grants, made at the first question."""
    from kck.accounts.commands import appoint, join, set_role
    from kck.accounts.models import Staff
    from kck.foundation import clock
    from kck.foundation.actor import PLATFORM

    known = Staff.objects.filter(email=email).first()
    if known is not None:
        return known
    role = email.partition("@")[0]
    set_role(role, names={"pl": role}, grants=grants, everywhere=everywhere, by=PLATFORM)
    staff = join(email=email, name="Jan", password=None, at=clock.now(), by=PLATFORM)
    appoint(staff, role=role, unit=unit, by=PLATFORM)
    return staff


def give_cases(staff: Any, count: int) -> None:
    """The first open cases of their unit are theirs."""
    from kck.accounts.queries import actor_for
    from kck.cases.models import Case
    from kck.cases.terms import OPEN_STATES

    units = actor_for(staff).unit_ids
    open_ones = Case.objects.filter(unit_id__in=units, state__in=OPEN_STATES).order_by("pk")
    Case.objects.filter(pk__in=list(open_ones.values_list("pk", flat=True)[:count])).update(
        handler_id=staff.pk
    )

"""Who holds a grant today: to whom something is sent because of it."""

from dataclasses import dataclass

from kck.accounts.models import Staff
from kck.accounts.queries import in_force
from kck.foundation import clock


@dataclass(frozen=True, kw_only=True)
class Holder:
    id: int
    name: str
    email: str
    language: str


def holders_of(grant: str) -> list[Holder]:
    """Active staff with a role of today that has the grant."""
    rows = Staff.objects.filter(
        in_force(clock.today(), "posts__"),
        is_active=True,
        posts__role__grants__contains=[grant],
    )
    return [
        Holder(id=row.pk, name=row.name, email=row.email, language=row.language)
        for row in rows.distinct().order_by("pk")
    ]

"""Which letters with a key may still have their words."""

from kck.accounts.staff_queries import recent_invitations
from kck.staffmail.commands import about


def recent_letters() -> list[str]:
    return [about(one) for one in recent_invitations()]

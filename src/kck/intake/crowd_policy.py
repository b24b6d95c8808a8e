"""Who sees crowds, and who says that one is nothing."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

GRANT = "cases.triage"


def may_see(actor: Actor, unit_id: int) -> bool:
    """The centre all of them, a unit those of its own cases."""
    return actor.may(GRANT) or actor.may("cases.view", unit_id)


def may_dismiss(actor: Actor, unit_id: int) -> Verdict:
    if actor.may(GRANT, unit_id):
        return YES
    return no(_("O tym, czy to zdarzenie, rozstrzyga centrum."))

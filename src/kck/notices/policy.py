"""Who may speak to everybody."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT = "notices.edit"


def may_edit(actor: Actor) -> Verdict:
    """A notice is read by the whole city, so a grant within one unit is not enough."""
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT in actor.grants):
        return YES
    return no(_("Komunikaty ogłasza tylko osoba z tym uprawnieniem."))

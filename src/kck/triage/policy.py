"""Who may decide which model texts are understood with."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT = "directory.edit"


def may_publish(actor: Actor) -> Verdict:
    """The platform learns by itself at night; of people only those who configure the city."""
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT in actor.grants):
        return YES
    return no(_("Model rozpoznawania zmienia tylko administrator."))

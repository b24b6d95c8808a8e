"""Who may change how the city is configured."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT = "directory.edit"


def may_edit(actor: Actor) -> Verdict:
    """The platform loads files at its start; of people only those who hold the grant everywhere."""
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT in actor.grants):
        return YES
    return no(_("Konfigurację miasta zmienia tylko administrator."))

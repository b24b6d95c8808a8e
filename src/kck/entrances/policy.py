"""Who may let other sites in, and give codes to objects."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT = "directory.edit"


def may_edit(actor: Actor) -> Verdict:
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT in actor.grants):
        return YES
    return no(_("Strony z formularzem i kody obiektów ustala administrator."))

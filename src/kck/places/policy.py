"""Who may change registers."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_import(by: Actor) -> Verdict:
    if by.kind == "platform" or (by.kind == "staff" and by.may("places.import")):
        return YES
    return no(_("Rejestry miejsc zmienia tylko administrator."))

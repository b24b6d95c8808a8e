"""Who may decide which model texts are understood with."""

from datetime import timedelta

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT = "directory.edit"
TEACH = "quality.review"
LOST_AFTER = timedelta(hours=2)  # a run of learning that has not ended by then never will


def may_publish(actor: Actor) -> Verdict:
    """The platform learns by itself at night; of people only those who configure the city."""
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT in actor.grants):
        return YES
    return no(_("Model rozpoznawania zmienia tylko administrator."))


def may_teach(actor: Actor) -> Verdict:
    """Who judges the work of the city, and who configures it."""
    if actor.kind == "staff" and not actor.grants.isdisjoint((EDIT, TEACH)):
        return YES
    return no(_("Przykładów uczy kierownik zmiany albo administrator."))

from kck.cases.models import Case
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_send(actor: Actor, case: Case) -> Verdict:
    """The package holds everything of the reporter, so a grant of its own opens it."""
    if actor.kind == "platform" or actor.may("records.send", case.unit_id):
        return YES
    return no(_("Do EZD wysyła tylko osoba z uprawnieniem do spraw formalnych."))


def may_watch(actor: Actor) -> Verdict:
    """The list of what waits or was put aside, of the whole city."""
    if actor.kind == "platform" or actor.grants & {"records.send", "system.watch"}:
        return YES
    return no(_("Listę wysyłek widzi osoba z uprawnieniem do spraw formalnych."))

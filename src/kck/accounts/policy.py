from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_edit(actor: Actor) -> Verdict:
    if actor.kind == "platform" or actor.may("accounts.edit"):
        return YES
    return no(_("Konta i role zmienia administrator."))

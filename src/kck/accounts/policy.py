from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_edit(actor: Actor) -> Verdict:
    if actor.kind == "platform" or actor.may("accounts.edit"):
        return YES
    return no(_("Konta i role zmienia administrator."))


def may_choose_language(actor: Actor, staff_id: int) -> Verdict:
    return YES if actor.staff_id == staff_id else may_edit(actor)


def may_make_tokens(actor: Actor) -> Verdict:
    """Whoever gives grants to people gives them to systems too."""
    return may_edit(actor)

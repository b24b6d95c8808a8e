"""Who may change the words the city sends."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT_TEXTS = "messaging.edit"


def may_edit_texts(actor: Actor) -> Verdict:
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT_TEXTS in actor.grants):
        return YES
    return no(_("Teksty wiadomości zmienia tylko redaktor."))

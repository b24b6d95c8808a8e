"""Who may change ready texts. A draft or a held reply is its writer's alone."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no
from kck.messaging.policy import may_edit_texts
from kck.replies.models import HeldReply


def may_edit(actor: Actor) -> Verdict:
    return YES if may_edit_texts(actor) else no(_("Gotowe teksty zmienia tylko redaktor."))


def may_take_back(actor: Actor, held: HeldReply) -> Verdict:
    if actor.kind == "staff" and actor.id == held.staff_id:
        return YES
    return no(_("Cofnąć może tylko osoba, która to napisała."))

"""Who may do what with a sending: whoever may send the case itself on."""

from kck.cases.models import Case
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_retry(actor: Actor, case: Case) -> Verdict:
    if actor.kind == "platform":
        return YES
    if actor.kind == "staff" and (
        actor.may("cases.triage") or actor.may("cases.forward", case.unit_id)
    ):
        return YES
    return no(_("Ponownie wysyła centrum albo kierownik jednostki."))

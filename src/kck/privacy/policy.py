from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no
from kck.people import policy as people


def may_answer(actor: Actor) -> Verdict:
    """Give out, erase, end requests; confirm classes, hold cases back, switch retention on."""
    return people.may_answer_requests(actor)


def may_register(actor: Actor) -> Verdict:
    """Whoever takes the call writes down what is asked for."""
    if people.may_edit(actor) or may_answer(actor):
        return YES
    return no(_("Żądania przyjmuje centrum kontaktu."))

"""Who may know people. These grants count only where they are held everywhere: a person belongs
to no unit, so somebody of one unit never sees a person through them."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def _centre(actor: Actor, grant: str, refusal: object) -> Verdict:
    if actor.kind == "platform" or (actor.kind == "staff" and grant in actor.grants):
        return YES
    return no(refusal)


def may_view(actor: Actor) -> Verdict:
    return _centre(actor, "people.view", _("Kartoteka osób jest dla centrum kontaktu."))


def may_edit(actor: Actor) -> Verdict:
    return _centre(actor, "people.edit", _("Dane osób poprawia centrum kontaktu."))


def may_merge(actor: Actor) -> Verdict:
    return _centre(actor, "people.merge", _("Nie możesz łączyć osób."))


def may_answer_requests(actor: Actor) -> Verdict:
    """Requests under data protection law, and retention."""
    return _centre(actor, "people.privacy", _("To robi inspektor ochrony danych."))

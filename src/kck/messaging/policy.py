"""Who may change the words the city sends, tell many people something, and mend what failed."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT_TEXTS = "messaging.edit"
SEND = "messaging.send"
MEND = "people.edit"  # whoever may correct an address


def may_edit_texts(actor: Actor) -> Verdict:
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT_TEXTS in actor.grants):
        return YES
    return no(_("Teksty wiadomości zmienia tylko redaktor."))


def may_write_mailings(actor: Actor) -> Verdict:
    """Writing tells nobody anything yet."""
    if actor.kind == "platform" or (actor.kind == "staff" and {EDIT_TEXTS, SEND} & actor.grants):
        return YES
    return no(_("Wiadomości do wielu osób pisze redaktor."))


def may_send_mailings(actor: Actor) -> Verdict:
    if actor.kind == "platform" or (actor.kind == "staff" and SEND in actor.grants):
        return YES
    return no(_("Nie możesz wysyłać wiadomości do wielu osób naraz."))


def may_mend(actor: Actor) -> Verdict:
    if actor.kind == "platform" or (actor.kind == "staff" and MEND in actor.grants):
        return YES
    return no(_("Niedoręczone wiadomości poprawia centrum kontaktu."))


def may_suppress(actor: Actor) -> Verdict:
    return may_mend(actor)

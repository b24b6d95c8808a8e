from typing import Protocol

from kck.conversations.terms import GRANT, ThreadState
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


class Thread(Protocol):
    """What of a thread decides."""

    unit_id: int
    state: str


def may_take_in(actor: Actor) -> Verdict:
    """Only what reads the mailbox says that something arrived."""
    return YES if actor.kind == "platform" else no(_("Pocztę przyjmuje tylko system."))


def may_read(actor: Actor, thread: Thread) -> bool:
    return actor.kind == "platform" or actor.may(GRANT, thread.unit_id)


def may_work(actor: Actor, thread: Thread) -> Verdict:
    if may_read(actor, thread):
        return YES
    return no(_("Na tę skrzynkę odpowiada inna jednostka."))


def may_answer(actor: Actor, thread: Thread) -> Verdict:
    if thread.state == ThreadState.ASIDE:
        return no(_("Ta wiadomość jest na boku. Najpierw przywróć ją do skrzynki."))
    return may_work(actor, thread)


def has_inbox(actor: Actor) -> bool:
    """Whether conversations are on this person's desk at all."""
    return actor.may(GRANT)

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no
from kck.intake.terms import Channel

_SPOKEN = frozenset({Channel.PHONE, Channel.COUNTER, Channel.LETTER})
# with a proof of receipt, on which legal clocks run: only what reads the proofs may say so
_PROVEN = frozenset({Channel.EDORECZENIA})


def may_receive(actor: Actor, channel: Channel) -> Verdict:
    """Anybody writes; what was said or brought, staff write down; history, only the platform."""
    if actor.kind == "platform":
        return YES
    if channel == Channel.IMPORT:
        return no(_("Import uruchamia administrator."))
    if channel in _PROVEN:
        return no(_("Doręczenia z dowodem odbioru przyjmuje tylko system."))
    if channel in _SPOKEN and not actor.may("intake.receive"):
        return no(_("Kontakty zapisują pracownicy centrum."))
    return YES


def may_use_sheets(actor: Actor) -> Verdict:
    """Whoever takes contacts prints sheets for the day on which nothing works."""
    if actor.kind == "platform" or actor.may("intake.receive"):
        return YES
    return no(_("Kontakty zapisują pracownicy centrum."))

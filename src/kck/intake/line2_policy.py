"""Who hands over, who answers, who sees what became of it."""

from typing import Protocol

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no
from kck.intake.line2_terms import GRANT, WITH_UNIT, LineState


class Line(Protocol):
    """What of a hand-over decides."""

    unit_id: int
    state: str
    handed_by: int | None


def may_hand(actor: Actor) -> Verdict:
    if actor.kind == "platform" or actor.may("intake.receive"):
        return YES
    return no(_("Kontakty zapisują pracownicy centrum."))


def may_see(actor: Actor, line: Line) -> bool:
    """The department, and all of line I: whoever takes the next call must find it."""
    return _is_agent(actor) or actor.may(GRANT, line.unit_id)


def may_act(actor: Actor, line: Line) -> Verdict:
    """Take, answer, make a case: whose it is now."""
    if line.state in WITH_UNIT:
        allowed = actor.kind == "platform" or actor.may(GRANT, line.unit_id)
        return YES if allowed else no(_("Odpowiada jednostka, której to przekazano."))
    if line.state == LineState.RETURNED and _is_agent(actor):
        return YES
    return no(_("To już załatwione."))


def may_work_line(actor: Actor) -> bool:
    """Whether line II is on this person's desk at all."""
    return actor.may(GRANT) or _is_agent(actor)


def _is_agent(actor: Actor) -> bool:
    return "intake.receive" in actor.grants

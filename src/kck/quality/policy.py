"""Who reads figures, and who judges work."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

REVIEW = "quality.review"
FIGURES = "quality.figures"


def may_review(actor: Actor, *, done_by_id: int | None = None) -> Verdict:
    """Nobody judges their own work."""
    if actor.kind != "platform" and REVIEW not in actor.grants:
        return no(_("Zakończone sprawy ocenia kierownik zmiany."))
    if done_by_id is not None and done_by_id == actor.staff_id:
        return no(_("To Twoja sprawa: oceni ją ktoś inny."))
    return YES


def may_draw(actor: Actor) -> Verdict:
    return YES if actor.kind == "platform" else may_review(actor)


def may_see_figures(actor: Actor) -> Verdict:
    if actor.kind == "platform" or FIGURES in actor.grants or actor.units_with(FIGURES):
        return YES
    return no(_("Zestawienia są dla kierowników i analityków."))


def units_seen(actor: Actor) -> frozenset[int] | None:
    """Whose figures; None: everybody's."""
    if actor.kind == "platform" or FIGURES in actor.grants:
        return None
    return actor.units_with(FIGURES)

"""Who may keep, share and change views, and see a run."""

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_save(actor: Actor) -> Verdict:
    if actor.staff_id is not None and actor.may("cases.view"):
        return YES
    return no(_("Widoki zapisują pracownicy, którzy czytają sprawy."))


def may_share(actor: Actor, unit_id: int) -> Verdict:
    """With a unit one works in."""
    if unit_id in actor.units_with("cases.view"):
        return YES
    return no(_("Widok można udostępnić tylko swojej jednostce."))


def may_change(actor: Actor, owner_id: int, unit_id: int | None) -> Verdict:
    """One's own, or what is shared with the unit one leads."""
    if actor.staff_id == owner_id:
        return YES
    if unit_id is not None and "cases.assign" in actor.unit_grants.get(unit_id, ()):
        return YES
    return no(_("Ten widok zmienia jego autor albo kierownik jednostki."))


def may_follow(actor: Actor, staff_id: int) -> Verdict:
    """A run concerns whoever started it."""
    if actor.kind == "staff" and actor.id == staff_id:
        return YES
    return no(_("To działanie zlecił ktoś inny."))

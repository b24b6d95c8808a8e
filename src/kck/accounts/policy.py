from kck.accounts.terms import ADMINISTERS
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no


def may_edit(actor: Actor) -> Verdict:
    """Held everywhere: whoever gives grants in one unit could give themselves all others."""
    if actor.kind == "platform" or ADMINISTERS in actor.grants:
        return YES
    return no(_("Konta i role zmienia administrator."))


def may_choose_language(actor: Actor, staff_id: int) -> Verdict:
    return YES if actor.staff_id == staff_id else may_edit(actor)


def may_make_tokens(actor: Actor) -> Verdict:
    """Whoever gives grants to people gives them to systems too."""
    return may_edit(actor)


def may_arrange_absence(actor: Actor, staff_id: int, unit_ids: frozenset[int]) -> Verdict:
    """One's own, or that of somebody whose work one gives out."""
    leads = any(actor.may("cases.assign", unit_id) for unit_id in unit_ids)
    if actor.staff_id == staff_id or leads or may_edit(actor):
        return YES
    return no(_("Zastępstwo ustala sama osoba albo kierownik jej jednostki."))


def may_end_sessions(actor: Actor, staff_id: int) -> Verdict:
    return YES if actor.staff_id == staff_id else may_edit(actor)


def may_choose_mail(actor: Actor, staff_id: int) -> Verdict:
    return YES if actor.staff_id == staff_id else no(_("To ustawia każdy sam dla siebie."))


def may_read_log(actor: Actor) -> Verdict:
    """Of all units: who may not see a case should not read what happened to it."""
    if actor.kind == "platform" or "audit.read" in actor.grants:
        return YES
    return no(_("Dziennik zdarzeń czyta audytor."))

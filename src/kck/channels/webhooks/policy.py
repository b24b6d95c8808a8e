"""Who may send what to whom."""

from collections.abc import Collection

from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no

EDIT = "webhooks.edit"


def may_open(actor: Actor) -> Verdict:
    """The pages of webhooks, at least those of one's own units."""
    if actor.kind == "platform" or (actor.kind == "staff" and actor.may(EDIT)):
        return YES
    return no(_("Webhooki prowadzi osoba z tym uprawnieniem."))


def may_edit_all(actor: Actor) -> Verdict:
    """Those of the whole city."""
    if actor.kind == "platform" or (actor.kind == "staff" and EDIT in actor.grants):
        return YES
    return no(_("Webhooki całego miasta prowadzi administrator."))


def may_edit(actor: Actor, unit_ids: Collection[int]) -> Verdict:
    """A subscription about these units; none means about all."""
    if may_edit_all(actor):
        return YES
    if actor.kind != "staff" or not unit_ids:
        return may_edit_all(actor)
    if all(actor.may(EDIT, unit_id) for unit_id in unit_ids):
        return YES
    return no(_("Możesz prowadzić tylko webhooki o sprawach swoich jednostek."))

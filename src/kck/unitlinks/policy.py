"""Who may give, take back and renew links, and speak for a unit on the telephone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kck.cases.models import Case
from kck.cases.policy import may_give_task, task_grant
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.foundation.verdict import YES, Verdict, no
from kck.unitlinks.terms import LINK_GRANTS, Link, LinkKind, LinkState

CENTRE = "cases.triage"  # who watches over the units' cases
WATCH = "handover.watch"  # who is told every morning what is stuck


def may_watch(actor: Actor) -> Verdict:
    """The centre: its grant is held everywhere, not within one unit."""
    if actor.kind == "platform" or (actor.kind == "staff" and CENTRE in actor.grants):
        return YES
    return no(_("Tego pilnuje centrum kontaktu."))


def speaking_for(actor: Actor, unit_id: int) -> Actor:
    """The same person with what a dispatcher would do: they only enter what was said."""
    held: Mapping[int, frozenset[str]] = actor.unit_grants
    return replace(
        actor,
        unit_ids=actor.unit_ids | {unit_id},
        unit_grants={**held, unit_id: held.get(unit_id, frozenset()) | LINK_GRANTS},
    )


def may_revoke(actor: Actor, link: Link, cases: Iterable[Case]) -> Verdict:
    """The centre any; of a task also the unit that gave it."""
    if link.kind == LinkKind.TASK and any(may_give_task(actor, case) for case in cases):
        return YES
    return may_watch(actor)


def actor_for(link: Link) -> Actor:
    """Somebody of the unit, by this link; by one that has ended, somebody who may nothing.

    A task's link opens that task, and nothing else of its case.
    """
    good = link.state == LinkState.OPEN
    if link.kind == LinkKind.TASK:
        held = {task_grant(link.task_id)} if good and link.task_id else set()
        return Actor(kind="link", id=link.id, grants=frozenset(held))
    return Actor(
        kind="link",
        id=link.id,
        unit_ids=frozenset({link.unit_id}) if good else frozenset(),
        unit_grants={link.unit_id: LINK_GRANTS} if good else {},
    )

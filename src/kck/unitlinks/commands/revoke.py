"""Taking links back."""

from datetime import datetime

from kck.cases.commands.presence import UNOPENED_TOPIC
from kck.cases.models import Case
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.unitlinks import policy
from kck.unitlinks.commands.use import note_use
from kck.unitlinks.events import LinkRevoked
from kck.unitlinks.models import UnitLink
from kck.unitlinks.policy import actor_for
from kck.unitlinks.queries.links import link_by_id
from kck.unitlinks.terms import Link, LinkKind, Revoking, Use


@command
def revoke_link(link_id: int, *, at: datetime, by: Actor) -> None:
    """The centre takes a link back, or who gave the task. Asking again changes nothing."""
    row = UnitLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    link = link_by_id(link_id)
    assert link is not None  # noqa: S101 (the row is locked)
    require(policy.may_revoke(by, link, Case.objects.filter(pk__in=link.case_ids)))
    why = Revoking.CENTRE if policy.may_watch(by) else Revoking.LEAD
    _revoke(row, why, at=at, by=by)


@command
def revoke_links_of(case_id: int, *, at: datetime, by: Actor) -> int:
    """All links that open the case to somebody, lists among them; how many there were."""
    require(policy.may_watch(by))
    rows = UnitLink.objects.select_for_update(of=("self",)).filter(
        linked__case_id=case_id, revoked_at=None
    )
    found = list(rows)
    for row in found:
        _revoke(row, Revoking.CENTRE, at=at, by=by)
    return len(found)


@command
def not_for_me(link: Link, *, at: datetime) -> None:
    """Whoever got the mail says that it is not theirs: the link ends, the centre sees it."""
    row = UnitLink.objects.select_for_update().get(pk=link.id)
    if row.revoked_at is None:
        note_use(row, None, Use.NOT_ME, at=at)
    _revoke(row, Revoking.NOT_ME, at=at, by=actor_for(link))


@command
def replace_links(case_id: int, *, unit_id: int, mail: str, at: datetime, by: Actor) -> int:
    """Before a newer link goes to the same address: the older ones to the same case end."""
    require(policy.may_watch(by))
    older = UnitLink.objects.select_for_update(of=("self",)).filter(
        kind=LinkKind.CASE, unit_id=unit_id, mail=mail, revoked_at=None, linked__case_id=case_id
    )
    rows = list(older)
    for row in rows:
        _revoke(row, Revoking.REPLACED, at=at, by=by)
    return len(rows)


@command
def replace_task_links(task_id: int, *, mail: str, at: datetime, by: Actor) -> None:
    """Before a newer link to the same task goes to the same address."""
    require(policy.may_watch(by))
    older = UnitLink.objects.select_for_update(of=("self",)).filter(
        task_id=task_id, mail=mail, revoked_at=None
    )
    for row in list(older):
        _revoke(row, Revoking.REPLACED, at=at, by=by)


def _revoke(row: UnitLink, why: Revoking, *, at: datetime, by: Actor) -> None:
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by, row.why_revoked = at, str(by), why
    row.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])
    case_ids = list(row.linked.values_list("case_id", flat=True))
    record(
        LinkRevoked(link_id=row.pk, unit_id=row.unit_id, why=why, case_ids=case_ids),
        by=by, at=at, stream=row.stream,
        topics=[UNOPENED_TOPIC, *(f"case:{pk}" for pk in case_ids[:20])],
    )  # fmt: skip

"""Giving links out."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings

from kck.cases.models import Task
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.unitlinks import policy
from kck.unitlinks.events import LinkIssued
from kck.unitlinks.models import LinkedCase, UnitLink
from kck.unitlinks.rules import digest, lasts
from kck.unitlinks.terms import TOKEN_BYTES, Issued, LinkKind


@command
def issue_case_link(
    case_id: int,
    *,
    unit_id: int,
    mail: str,
    sending_id: int | None = None,
    at: datetime,
    by: Actor,
) -> Issued:
    """A link to one case of a unit, for one mail address."""
    new = UnitLink(kind=LinkKind.CASE, unit_id=unit_id, mail=mail, sending_id=sending_id)
    return _issue(new, [case_id], at=at, by=by)


@command
def issue_list_link(
    unit_id: int, *, mail: str, case_ids: Iterable[int], day: date, at: datetime, by: Actor
) -> Issued:
    """A link to the cases of one morning's list; later ones are in the next day's."""
    new = UnitLink(kind=LinkKind.LIST, unit_id=unit_id, mail=mail, day=day)
    return _issue(new, list(case_ids), at=at, by=by)


@command
def issue_task_link(
    task: Task, *, mail: str, sending_id: int | None = None, at: datetime, by: Actor
) -> Issued:
    """A link to one task, for one mail address of whoever has it."""
    new = UnitLink(
        kind=LinkKind.TASK, task=task, unit_id=task.unit_id, mail=mail, sending_id=sending_id
    )
    return _issue(new, [task.case_id], at=at, by=by)


def _issue(link: UnitLink, case_ids: list[int], *, at: datetime, by: Actor) -> Issued:
    require(policy.may_watch(by))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    kind = LinkKind(link.kind)
    link.digest = digest(token)
    link.issued_at, link.issued_by = at, str(by)
    link.expires_at = clock.real_now() + lasts(kind, settings.ENV.link_days)
    link.save(force_insert=True)
    LinkedCase.objects.bulk_create(LinkedCase(link=link, case_id=pk) for pk in case_ids)
    record(
        LinkIssued(link_id=link.pk, unit_id=link.unit_id, kind=kind, case_ids=case_ids),
        by=by, at=at, stream=link.stream, first=True,
        topics=[f"case:{pk}" for pk in case_ids] if kind != LinkKind.LIST else (),
    )  # fmt: skip
    return Issued(id=link.pk, token=token, about=link.about)

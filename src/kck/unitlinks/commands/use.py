"""Opening a link, and acting by it: each is written down with the link's own name as the actor."""

from datetime import datetime, timedelta

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from kck.cases.commands import open_task, see_task
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import Refused
from kck.unitlinks.events import LinkUsed
from kck.unitlinks.models import LinkUse, UnitLink
from kck.unitlinks.policy import actor_for
from kck.unitlinks.rules import state_of
from kck.unitlinks.terms import LONGEST_NAME, Link, LinkState, Use

_SAME_OPENING = timedelta(minutes=1)


class LinkRefused(Refused):
    """The link ended meanwhile, or it does not open this case."""


class NameMissing(ValueError):
    """Whoever acts by a link says who they are; the message is for people."""


@command
def open_link(link: Link, *, case_id: int | None, at: datetime) -> None:
    """Somebody has the page before them. A reload within a minute is the same opening."""
    same = LinkUse.objects.filter(link_id=link.id, use=Use.OPENED, at__gt=at - _SAME_OPENING)
    same = same.filter(case=None) if case_id is None else same.filter(case_id=case_id)
    if link.state != LinkState.OPEN or same.exists():
        return
    UnitLink.objects.filter(pk=link.id).update(
        opened_at=Coalesce("opened_at", Value(at)), openings=F("openings") + 1
    )
    if link.task_id is not None:
        see_task(link.task_id, at=at, by=actor_for(link))
    elif case_id is not None:
        open_task(case_id, at=at, by=actor_for(link))
    note_use(UnitLink.objects.get(pk=link.id), case_id, Use.OPENED, at=at)


@command
def use_link(link: Link, *, case_id: int, use: Use, name: str, at: datetime) -> Actor:
    """Before an act, in its transaction: who acts, still allowed, written down."""
    row = UnitLink.objects.select_for_update(of=("self",)).get(pk=link.id)
    state = state_of(
        expires_at=row.expires_at, revoked_at=row.revoked_at, real_now=clock.real_now()
    )
    if state != LinkState.OPEN or case_id not in link.case_ids:
        raise LinkRefused(str(_("Ten odnośnik już nie działa.")))
    name = " ".join(clean(name).split())[:LONGEST_NAME]
    if len(name) < 2:
        raise NameMissing(str(_("Podaj imię i nazwisko: zapiszemy je przy tym, co robisz.")))
    actor = actor_for(link)
    if link.task_id is not None:
        see_task(link.task_id, at=at, by=actor)
    else:
        open_task(case_id, at=at, by=actor)
    note_use(row, case_id, use, name=name, at=at)
    return actor


def note_use(row: UnitLink, case_id: int | None, use: Use, *, name: str = "", at: datetime) -> None:
    LinkUse.objects.create(link=row, case_id=case_id, use=use, name=name, at=at)
    record(
        LinkUsed(link_id=row.pk, unit_id=row.unit_id, case_id=case_id, use=use),
        by=Actor(kind="link", id=row.pk), at=at, stream=row.stream,
        topics=[f"case:{case_id}"] if case_id else (),
    )  # fmt: skip

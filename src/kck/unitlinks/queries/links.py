"""Links: found by their token, and as the centre sees them on a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from kck.cases.models import Case
from kck.cases.terms import OPEN_STATES, CaseState
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.unitlinks.models import LinkedCase, LinkUse, UnitLink
from kck.unitlinks.rules import digest, looks_like_token, state_of
from kck.unitlinks.terms import Link, LinkKind, LinkState, Revoking, Use

MOST_USES = 50


def find_link(token: str) -> Link | None:
    """The link, good or not any more. Callers limit the attempts: `foundation.limits.allow`."""
    if not looks_like_token(token):
        return None
    row = UnitLink.objects.filter(digest=digest(token)).first()
    return _link(row) if row else None


def link_by_id(link_id: int) -> Link | None:
    row = UnitLink.objects.filter(pk=link_id).first()
    return _link(row) if row else None


def _link(row: UnitLink) -> Link:
    return Link(
        id=row.pk,
        kind=LinkKind(row.kind),
        state=_state(row),
        unit_id=row.unit_id,
        mail=row.mail,
        day=row.day,
        issued_at=row.issued_at,
        task_id=row.task_id,
        case_ids=tuple(row.linked.order_by("pk").values_list("case_id", flat=True)),
    )


def _state(row: UnitLink) -> LinkState:
    return state_of(expires_at=row.expires_at, revoked_at=row.revoked_at, real_now=clock.real_now())


@dataclass(frozen=True, kw_only=True)
class UseRow:
    use: Use
    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link on the case's page at the desk."""

    id: int
    kind: LinkKind
    state: LinkState
    why: Any  # it was taken back
    unit: str
    mail: str
    issued_at: datetime
    days_left: int
    opened_at: datetime | None
    uses: tuple[UseRow, ...]


def links_of(case_id: int) -> list[LinkRow]:
    """All links that open or opened the case, the newest first, with what was done by them."""
    rows = list(UnitLink.objects.filter(linked__case_id=case_id).order_by("-id"))
    if not rows:
        return []
    uses: dict[int, list[UseRow]] = {}
    for use in LinkUse.objects.filter(link__in=rows, case_id=case_id).order_by("-id")[:MOST_USES]:
        uses.setdefault(use.link_id, []).append(UseRow(use=Use(use.use), name=use.name, at=use.at))
    return [_row(row, tuple(uses.get(row.pk, ()))) for row in rows]


def _row(row: UnitLink, uses: tuple[UseRow, ...]) -> LinkRow:
    left = row.expires_at - clock.real_now()
    return LinkRow(
        id=row.pk,
        kind=LinkKind(row.kind),
        state=_state(row),
        why=Revoking(row.why_revoked).label if row.why_revoked else "",
        unit=snapshot().unit_by_id(row.unit_id).code,
        mail=row.mail,
        issued_at=row.issued_at,
        days_left=max(left.days, 0),
        opened_at=min((u.at for u in uses if u.use == Use.OPENED), default=None),
        uses=uses,
    )


def task_links(case_id: int, task_id: int) -> list[int]:
    """Ids of those that open this task of this case."""
    rows = UnitLink.objects.filter(task_id=task_id, task__case_id=case_id, revoked_at=None)
    return list(rows.values_list("pk", flat=True))


def actors_of_unit(unit_id: int, case_id: int) -> list[str]:
    """Under which names people of the unit acted on the case by links."""
    ids = UnitLink.objects.filter(unit_id=unit_id, linked__case_id=case_id)
    return [f"link:{pk}" for pk in ids.values_list("pk", flat=True)]


@dataclass(frozen=True, kw_only=True)
class ListedCase:
    """A case of a morning's list as it stands now."""

    number: str
    category: str
    street: str
    state: CaseState
    urgent: bool
    due_at: datetime | None
    mine: bool  # still with the unit, and something is to be done

    def late(self, at: datetime) -> bool:
        return self.mine and self.due_at is not None and self.due_at < at


def listed_cases(link: Link, *, at: datetime) -> list[ListedCase]:
    """What still waits first, by the clock that runs out first; what is over comes last."""
    city = snapshot(at)
    rows = Case.objects.filter(pk__in=link.case_ids).order_by("first_due_at", "pk")
    found = [
        ListedCase(
            number=row.number,
            category=city.category_by_id(row.category_id).name(),
            street=row.street,
            state=CaseState(row.state),
            urgent=row.priority == "P1",
            due_at=row.first_due_at,
            mine=row.unit_id == link.unit_id and row.state in OPEN_STATES,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.mine)


def case_id_in(link: Link, number: str) -> int | None:
    """The case of that number, when the link opens it."""
    rows = Case.objects.filter(pk__in=link.case_ids, number=number)
    return rows.values_list("pk", flat=True).first()


def good_links(case_ids: Iterable[int]) -> dict[int, int]:
    """How many links still open each case."""
    rows = LinkedCase.objects.filter(
        case_id__in=list(case_ids),
        link__revoked_at=None,
        link__expires_at__gt=clock.real_now(),
    )
    counted = rows.values("case_id").annotate(count=Count("id"))
    return dict(counted.values_list("case_id", "count"))

"""What is due to be forgotten, by class; the first class that fits a case is its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kck.cases.models import Case
from kck.cases.queries.expiring import with_contact, with_words
from kck.directory.models import Category
from kck.foundation import clock, privacy
from kck.foundation.text import localized
from kck.privacy.models import RetentionClass, RetentionHold, RetentionRun, RetentionSwitch
from kck.privacy.rules import closed_before, kept_until
from kck.privacy.terms import Step


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """A class with what is due by it now."""

    code: str
    name: str
    symbol: str
    archive: str
    contact_years: int | None
    words_years: int | None
    confirmed_at: datetime | None
    basis: str
    contacts: int
    words: int


@dataclass(frozen=True, kw_only=True)
class DueCase:
    """A case whose time has come, on the list that is shown beforehand."""

    id: int
    number: str
    category_id: int
    closed_at: datetime
    since: date
    step: Step
    held: str  # why it is kept nevertheless


@dataclass(frozen=True, kw_only=True)
class HeldCase:
    id: int
    number: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RunRow:
    at: datetime
    did: bool
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def is_on() -> bool:
    last = RetentionSwitch.objects.order_by("-pk").values_list("on", flat=True).first()
    return bool(last)


def class_rows(at: datetime) -> list[ClassRow]:
    return [
        ClassRow(
            code=row.code,
            name=localized(row.names),
            symbol=row.symbol,
            archive=row.archive,
            contact_years=row.contact_years,
            words_years=row.words_years,
            confirmed_at=row.confirmed_at,
            basis=row.basis,
            contacts=_due(row, mine, Step.CONTACT, at).count(),
            words=_due(row, mine, Step.WORDS, at).count(),
        )
        for row, mine in _classes()
    ]


def due_cases(code: str, at: datetime, *, limit: int = 200) -> list[DueCase]:
    """The oldest first, with those that are held back."""
    found: dict[int, DueCase] = {}
    for row, mine in _classes():
        if row.code != code:
            continue
        for step, years in ((Step.WORDS, row.words_years), (Step.CONTACT, row.contact_years)):
            for case in _due(row, mine, step, at, held=True).order_by("closed_at", "pk")[:limit]:
                found.setdefault(case.pk, _shown(case, step, years or 0))
    return sorted(found.values(), key=lambda one: one.closed_at)[:limit]


def _shown(case: Case, step: Step, years: int) -> DueCase:
    held = RetentionHold.objects.filter(case=case, lifted_at=None)
    closed_at = case.closed_at or case.updated_at
    return DueCase(
        id=case.pk,
        number=case.number,
        category_id=case.category_id,
        closed_at=closed_at,
        since=kept_until(closed_at, years, clock.city_zone()),
        step=step,
        held=held.values_list("reason", flat=True).first() or "",
    )


def due_ids(step: Step, at: datetime, *, limit: int) -> list[tuple[int, str]]:
    """Cases to forget now, each with its class: of confirmed classes, not held back."""
    found: list[tuple[int, str]] = []
    for row, mine in _classes():
        if row.confirmed_at is not None and len(found) < limit:
            ids = _due(row, mine, step, at).values_list("pk", flat=True)[: limit - len(found)]
            found += [(pk, row.code) for pk in ids]
    return found


def counts(at: datetime) -> dict[str, int]:
    """What a night would do: by class and step, and what each module has past its own term."""
    found: dict[str, int] = {}
    for row, mine in _classes():
        if row.confirmed_at is not None:
            for step in Step:
                found[f"{row.code}:{step}"] = _due(row, mine, step, at).count()
    for holder in privacy.holders():
        if due := holder.expire(at, True):
            found[f"holder:{holder.name}"] = due
    return found


def _classes() -> Iterator[tuple[RetentionClass, Q]]:
    """Each with its cases: those that no earlier class has taken."""
    taken = Q(pk__in=[])
    for row in RetentionClass.objects.order_by("order", "pk"):
        own = _own(row)
        yield row, own & ~taken
        taken |= own


def _own(row: RetentionClass) -> Q:
    rest = not (row.categories or row.groups or row.kinds)
    if rest:
        return Q(pk__isnull=False)
    categories = Category.objects.filter(Q(code__in=row.categories) | Q(group__in=row.groups))
    return Q(kind__in=row.kinds) | Q(category__in=categories.values("pk"))


def _due(
    row: RetentionClass, mine: Q, step: Step, at: datetime, *, held: bool = False
) -> "QuerySet[Case]":
    years = row.contact_years if step == Step.CONTACT else row.words_years
    if years is None:
        return Case.objects.none()
    before = closed_before(at, years, clock.city_zone())
    cases: Any = Case.objects.filter(mine, closed_at__lt=before)
    cases = with_contact(cases) if step == Step.CONTACT else with_words(cases)
    if held:
        return cases  # type: ignore[no-any-return]
    standing = RetentionHold.objects.filter(case=OuterRef("pk"), lifted_at=None)
    return cases.exclude(Exists(standing))  # type: ignore[no-any-return]


def held_cases() -> list[HeldCase]:
    rows = RetentionHold.objects.filter(lifted_at=None).select_related("case").order_by("-at")
    return [
        HeldCase(id=row.case_id, number=row.case.number, reason=row.reason, at=row.at)
        for row in rows
    ]


def runs(limit: int = 10) -> list[RunRow]:
    rows = RetentionRun.objects.order_by("-pk")[:limit]
    return [RunRow(at=row.at, did=row.did, counts=row.counts) for row in rows]

"""Labels, files and other cases of a case; and cases that have a label."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from kck.accounts.queries import names_of
from kck.cases.models import Case, CaseFile, CaseLabel, CaseTie, Label
from kck.cases.terms import CaseState, Colour, FileKind, Tie
from kck.directory.queries import snapshot
from kck.files.models import StoredFile
from kck.foundation.actor import Actor
from kck.foundation.text import clean, fold

MOST_OFFERED = 60


@dataclass(frozen=True, kw_only=True)
class LabelRow:
    id: int
    name: str
    colour: Colour
    shared: bool


@dataclass(frozen=True, kw_only=True)
class FileRow:
    id: int
    public_id: UUID
    name: str
    kind: FileKind
    size: int
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TieRow:
    """Another case, with the words between the two; `number` is empty when it is not to be seen."""

    id: int
    words: Any
    number: str
    category: str
    unit: str
    state: CaseState
    by_hand: bool


def _label(row: Label) -> LabelRow:
    return LabelRow(id=row.pk, name=row.name, colour=Colour(row.colour), shared=row.unit_id is None)


def labels_of(case_ids: Iterable[int]) -> dict[int, list[LabelRow]]:
    """For a page or a list of cases, in one statement."""
    rows = CaseLabel.objects.filter(case_id__in=list(case_ids)).select_related("label")
    found: dict[int, list[LabelRow]] = {}
    for row in rows.order_by("label__name"):
        found.setdefault(row.case_id, []).append(_label(row.label))
    return found


def labels_on(case_ids: Iterable[int]) -> list[str]:
    """The names of all labels that some of these cases have, the most frequent first."""
    rows = CaseLabel.objects.filter(case_id__in=list(case_ids)).values_list("label__name")
    counted = rows.annotate(n=Count("pk")).order_by("-n", "label__name")[:MOST_OFFERED]
    return list(dict.fromkeys(name for name, _n in counted))


def labels_for(actor: Actor) -> list[LabelRow]:
    """Those that this person may put on: everybody's, and of their units."""
    own = Q(unit=None) | Q(unit_id__in=actor.units_with("cases.view"))
    rows = Label.objects.filter(Q() if "cases.view" in actor.grants else own, retired_at=None)
    return [_label(row) for row in rows.order_by("folded")[:MOST_OFFERED]]


def labelled(name: str) -> Q:
    """Cases with a label of that name, whosever it is; for a filter."""
    rows = CaseLabel.objects.filter(label__folded=fold(clean(name)))
    return Q(pk__in=rows.values("case_id"))


def files_of(case_id: int) -> list[FileRow]:
    rows = list(
        CaseFile.objects.filter(case_id=case_id, erased_at=None)
        .select_related("file")
        .order_by("pk")
    )
    ids = {int(row.author.split(":")[1]) for row in rows if row.author.startswith("staff:")}
    names = names_of(ids)
    return [
        FileRow(
            id=row.pk,
            public_id=row.file.public_id,
            name=row.name,
            kind=FileKind(row.kind),
            size=row.file.size,
            who=names.get(int(row.author.split(":")[1]), "") if ":" in row.author else "",
            at=row.at,
        )
        for row in rows
    ]


def file_of(case_id: int, public_id: UUID) -> tuple[StoredFile, str] | None:
    """A document of this very case, with its name."""
    row = CaseFile.objects.filter(case_id=case_id, file__public_id=public_id, erased_at=None)
    found = row.select_related("file").first()
    return (found.file, found.name) if found else None


def ties_of(actor: Actor, case_id: int) -> list[TieRow]:
    """Read from this case. What this person may not see is said to be there, without a number."""
    rows = list(CaseTie.objects.filter(Q(case_id=case_id) | Q(other_id=case_id)).order_by("pk"))
    if not rows:
        return []
    others = {row.pk: row.other_id if row.case_id == case_id else row.case_id for row in rows}
    cases = Case.objects.in_bulk(list(set(others.values())))
    seen = set(
        Case.objects.visible_to(actor).filter(pk__in=list(cases)).values_list("pk", flat=True)
    )
    return [_tie(row, cases[others[row.pk]], case_id, others[row.pk] in seen) for row in rows]


def _tie(row: CaseTie, other: Case, case_id: int, seen: bool) -> TieRow:
    city, tie = snapshot(), Tie(row.tie)
    return TieRow(
        id=row.pk,
        words=tie.label if row.case_id == case_id else tie.backwards,
        number=other.number if seen else "",
        category=city.category_by_id(other.category_id).name() if seen else "",
        unit=city.unit_by_id(other.unit_id).code,
        state=CaseState(other.state),
        by_hand=tie in {Tie.RELATES, Tie.FOLLOWS},
    )

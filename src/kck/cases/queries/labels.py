"""Labels as whoever keeps them sees them: how many cases have which, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kck.accounts.queries import names_of
from kck.cases import policy
from kck.cases.models import CaseLabel, Label
from kck.cases.terms import OPEN_STATES, Colour
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.text import _, clean, fold, polish_sort_key

_LATEST = 50


@dataclass(frozen=True, kw_only=True)
class KeptLabel:
    """`unit` is its unit's code, empty for everybody's; `cases` counts also closed ones."""

    id: int
    name: str
    colour: Colour
    unit: str
    unit_id: int | None
    open: int
    cases: int
    retired_at: datetime | None
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class LabelEntry:
    at: datetime
    who: str
    words: str


def kept_labels(actor: Actor) -> list[KeptLabel]:
    """Everybody's and those this person keeps, by name; the retired ones last."""
    rows = _rows(_reach(actor), actor)
    return sorted(
        rows, key=lambda row: (row.retired_at is not None, polish_sort_key(row.name), row.unit)
    )


def kept_label(actor: Actor, label_id: int) -> KeptLabel | None:
    """None when it is not this person's to change."""
    found = _rows(_reach(actor).filter(pk=label_id), actor)
    return found[0] if found and found[0].may_change else None


def _reach(actor: Actor) -> QuerySet[Label]:
    if policy.may_share_labels(actor):
        return Label.objects.all()
    return Label.objects.filter(Q(unit=None) | Q(unit_id__in=actor.units_with("cases.assign")))


def _rows(found: QuerySet[Label], actor: Actor) -> list[KeptLabel]:
    counted = CaseLabel.objects.filter(label__in=found).values_list("label_id").order_by()
    counts = {
        pk: (among, of_all)
        for pk, among, of_all in counted.annotate(
            among=Count("pk", filter=Q(case__state__in=OPEN_STATES)), of_all=Count("pk")
        )
    }
    return [_row(row, actor, *counts.get(row.pk, (0, 0))) for row in found]


def _row(row: Label, actor: Actor, among_open: int, of_all: int) -> KeptLabel:
    return KeptLabel(
        id=row.pk,
        name=row.name,
        colour=Colour(row.colour),
        unit=snapshot().unit_by_id(row.unit_id).code if row.unit_id else "",
        unit_id=row.unit_id,
        open=among_open,
        cases=of_all,
        retired_at=row.retired_at,
        may_change=bool(policy.may_keep_label(actor, row.unit_id)),
    )


def is_a_label(name: str) -> bool:
    """Whether some label in use is called so, whosever it is."""
    return Label.objects.filter(folded=fold(clean(name)), retired_at=None).exists()


def targets_of(actor: Actor, label: KeptLabel) -> list[KeptLabel]:
    """What it may be merged into: everybody's, and others of its unit."""
    return [
        one
        for one in kept_labels(actor)
        if one.id != label.id and one.retired_at is None and one.unit in {"", label.unit}
    ]


def with_both(one: int, other: int) -> int:
    """How many cases have both labels."""
    rows = CaseLabel.objects.filter(label_id=one)
    return rows.filter(
        case_id__in=CaseLabel.objects.filter(label_id=other).values("case_id")
    ).count()


def history_of_label(label_id: int) -> list[LabelEntry]:
    """The newest first; who did it, by name."""
    rows = list(RecordedEvent.objects.filter(stream=f"label:{label_id}").order_by("-pk")[:_LATEST])
    names = names_of(
        {int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("staff:")}
    )
    return [LabelEntry(at=row.at, who=_who(row.actor, names), words=_words(row)) for row in rows]


def last_is_a_merge(label_id: int) -> bool:
    """Then it can be taken back."""
    last = RecordedEvent.objects.filter(stream=f"label:{label_id}").order_by("-pk").first()
    return last is not None and last.name == "cases.label_merged"


def _who(actor: str, names: Mapping[int, str]) -> str:
    kind, _colon, number = actor.partition(":")
    return names.get(int(number), "") if kind == "staff" else str(_("automat"))


def _words(row: RecordedEvent) -> str:
    facts = row.payload
    if row.name == "cases.label_changed":
        if facts["was"] == facts["now"]:
            return str(_("Zmieniono kolor"))
        renamed: str = str(_("Zmieniono nazwę: „%(was)s” to teraz „%(now)s”")) % facts
        return renamed
    if row.name == "cases.label_retired":
        return str(_("Wycofano") if facts["on"] else _("Przywrócono"))
    if row.name == "cases.label_merged":
        count = len(facts["moved"]) + len(facts["both"])
        return str(_("Połączono z „%(now)s”; spraw: %(count)s")) % {**facts, "count": count}
    return str(_("Cofnięto połączenie"))

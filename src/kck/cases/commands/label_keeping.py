"""To rename, merge and retire labels. Each is a fact of the log, in the stream of its label."""

from datetime import datetime
from typing import Any

from kck.cases import policy
from kck.cases.commands.labels import LONGEST
from kck.cases.models import CaseLabel, Label
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.side_events import (
    LabelChanged,
    LabelFact,
    LabelMerged,
    LabelMergeUndone,
    LabelRetired,
)
from kck.cases.terms import Colour
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean, fold
from kck.foundation.verdict import require


def _mine(label_id: int, by: Actor) -> Label:
    label = Label.objects.select_for_update(of=("self",)).get(pk=label_id)
    require(policy.may_keep_label(by, label.unit_id))
    return label


def _note(fact: LabelFact, *, by: Actor, at: datetime) -> None:
    record(fact, by=by, at=at, stream=f"label:{fact.label_id}")


@command
def change_label(label_id: int, *, name: str, colour: Colour, at: datetime, by: Actor) -> None:
    """Another name or colour, on all cases that have it."""
    label = _mine(label_id, by)
    name = " ".join(clean(name).split())
    owner: dict[str, Any] = {"unit_id": label.unit_id}
    same = Label.objects.filter(**owner, folded=fold(name)).exclude(pk=label_id)
    if not 1 < len(name) <= LONGEST or same.exists():
        raise Incomplete(
            str(
                _(
                    "Taka etykieta już jest (wtedy je połącz) albo nazwa jest za krótka "
                    "lub za długa."
                )
            )
        )
    if (name, colour) == (label.name, label.colour):
        return
    was = label.name
    Label.objects.filter(pk=label_id).update(name=name, folded=fold(name), colour=colour)
    _note(LabelChanged(label_id=label_id, was=was, now=name, colour=colour), by=by, at=at)


@command
def retire_label(label_id: int, *, at: datetime, by: Actor) -> None:
    """It is offered no more; cases that have it keep it."""
    label = _mine(label_id, by)
    if label.retired_at is None:
        Label.objects.filter(pk=label_id).update(retired_at=at)
        _note(LabelRetired(label_id=label_id, on=True), by=by, at=at)


@command
def revive_label(label_id: int, *, at: datetime, by: Actor) -> None:
    """It is offered again."""
    label = _mine(label_id, by)
    if label.retired_at is not None:
        Label.objects.filter(pk=label_id).update(retired_at=None)
        _note(LabelRetired(label_id=label_id, on=False), by=by, at=at)


@command
def merge_label(label_id: int, *, into_id: int, at: datetime, by: Actor) -> int:
    """Its cases have the other one from now on, and it is retired; how many cases changed."""
    source = _mine(label_id, by)
    target = Label.objects.select_for_update(of=("self",)).get(pk=into_id)
    _check(source, target)
    had = set(CaseLabel.objects.filter(label=target).values_list("case_id", flat=True))
    rows = CaseLabel.objects.filter(label=source)
    cases = set(rows.values_list("case_id", flat=True))
    both, moved = sorted(cases & had), sorted(cases - had)
    rows.filter(case_id__in=both).delete()
    rows.update(label=target)
    Label.objects.filter(pk=label_id).update(retired_at=at)
    fact = LabelMerged(
        label_id=label_id, into_id=into_id, was=source.name, now=target.name,
        moved=moved, both=both,
    )  # fmt: skip
    _note(fact, by=by, at=at)
    return len(cases)


def _check(source: Label, target: Label) -> None:
    """Into everybody's, or into another of the same unit: never onto other units' cases."""
    if source.pk == target.pk or target.retired_at is not None:
        raise Incomplete(str(_("Wybierz inną etykietę, która jest w użyciu.")))
    if source.retired_at is not None:
        raise IllegalMove(str(_("Ta etykieta jest już wycofana.")))
    if target.unit_id not in {None, source.unit_id}:
        raise Incomplete(str(_("Etykietę jednostki łączy się z inną tej jednostki albo wspólną.")))


@command
def undo_merge(label_id: int, *, at: datetime, by: Actor) -> int:
    """The last merge of a label: cases that still have the other one have this one again."""
    _mine(label_id, by)
    events = RecordedEvent.objects.filter(
        stream=f"label:{label_id}",
        name__in=["cases.label_merged", "cases.label_merge_undone", "cases.label_retired"],
    )
    last = events.order_by("-pk").first()
    if last is None or last.name != "cases.label_merged":
        raise IllegalMove(str(_("Nie ma połączenia, które można cofnąć.")))
    into_id, moved = last.payload["into_id"], last.payload["moved"]
    still = CaseLabel.objects.filter(label_id=into_id, case_id__in=moved)
    count = still.exclude(case_id__in=_with(label_id)).update(label_id=label_id)
    both = CaseLabel.objects.filter(label_id=into_id, case_id__in=last.payload["both"])
    again = [
        CaseLabel(case_id=case_id, label_id=label_id, at=at)
        for case_id in both.values_list("case_id", flat=True)
    ]
    CaseLabel.objects.bulk_create(again, ignore_conflicts=True)
    Label.objects.filter(pk=label_id).update(retired_at=None)
    _note(LabelMergeUndone(label_id=label_id, into_id=into_id), by=by, at=at)
    return count + len(again)


def _with(label_id: int) -> list[int]:
    return list(CaseLabel.objects.filter(label_id=label_id).values_list("case_id", flat=True))

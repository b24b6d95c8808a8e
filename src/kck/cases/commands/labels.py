"""Words that staff put on cases, of their unit or everybody's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from kck.cases import policy
from kck.cases.commands.steps import lock, note
from kck.cases.models import Case, CaseLabel, Label
from kck.cases.rules import Incomplete
from kck.cases.side_events import CaseLabelled
from kck.cases.terms import CaseState, Colour
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command
from kck.foundation.text import _, clean, fold
from kck.foundation.verdict import require

LONGEST = 40
MOST_LABELS = 12


@command
def put_label(
    case_id: int,
    *,
    name: str,
    colour: Colour = Colour.NEUTRAL,
    shared: bool = False,
    at: datetime,
    by: Actor,
) -> Label:
    """Put a label on, making it when nobody has one of this name. Putting it again is no news."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    name = " ".join(clean(name).split())
    if not 1 < len(name) <= LONGEST:
        raise Incomplete(str(_("Etykieta ma od 2 do %(most)s znaków.")) % {"most": LONGEST})
    label = _known(case, name) or _made(case, name, colour, shared=shared, by=by)
    _put(case, label, at=at, by=by)
    return label


def _put(case: Case, label: Label, *, at: datetime, by: Actor) -> None:
    here = CaseLabel.objects.filter(case=case)
    if here.filter(label=label).exists():
        return
    if here.count() >= MOST_LABELS:
        raise Incomplete(str(_("Sprawa ma już zbyt wiele etykiet.")))
    CaseLabel.objects.create(case=case, label=label, at=at)
    note(case, CaseLabelled, CaseState(case.state), by=by, at=at, label_id=label.pk, on=True)


@command
def relabel(
    case_id: int, *, add: Sequence[str], off: Sequence[str], at: datetime, by: Actor
) -> dict[str, list[int]]:
    """Put some labels on and take others off, by name; which of them made a difference."""
    before = _on(case_id)
    gone = {fold(" ".join(clean(name).split())) for name in off}
    for pk in [pk for pk, folded in before.items() if folded in gone]:
        take_label_off(case_id, label_id=pk, at=at, by=by)
    for name in add:
        put_label(case_id, name=name, at=at, by=by)
    after = _on(case_id)
    return {"put": sorted(after.keys() - before), "off": sorted(before.keys() - after)}


@command
def relabel_back(
    case_id: int, *, put: Sequence[int], off: Sequence[int], at: datetime, by: Actor
) -> None:
    """What `relabel` did, the other way round; whatever else was labelled meanwhile stays."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    for pk in put:
        take_label_off(case_id, label_id=pk, at=at, by=by)
    for label in Label.objects.filter(pk__in=off).order_by("pk"):
        _put(case, label, at=at, by=by)


def _on(case_id: int) -> dict[int, str]:
    rows = CaseLabel.objects.filter(case_id=case_id)
    return dict(rows.values_list("label_id", "label__folded"))


def _known(case: Case, name: str) -> Label | None:
    rows = Label.objects.filter(Q(unit=None) | Q(unit_id=case.unit_id), folded=fold(name))
    found = rows.order_by("unit_id").first()
    if found is not None and found.retired_at is not None:
        if (other := stands_for(found)) is not None:
            return other
        Label.objects.filter(pk=found.pk).update(retired_at=None)
    return found


def stands_for(label: Label) -> Label | None:
    """The label that this one was merged into, while that one is used."""
    events = RecordedEvent.objects.filter(stream=f"label:{label.pk}")
    last = events.filter(name__in=["cases.label_merged", "cases.label_merge_undone"])
    merged = last.order_by("-pk").first()
    if merged is None or merged.name != "cases.label_merged":
        return None
    other = Label.objects.filter(pk=merged.payload["into_id"]).first()
    if other is None or other.retired_at is None:
        return other
    return stands_for(other)


def _made(case: Case, name: str, colour: Colour, *, shared: bool, by: Actor) -> Label:
    if shared:
        require(policy.may_share_labels(by))
    owner: dict[str, Any] = {"unit_id": None if shared else case.unit_id}
    label, _new = Label.objects.get_or_create(
        **owner, folded=fold(name), defaults={"name": name, "colour": colour}
    )
    return label


@command
def take_label_off(case_id: int, *, label_id: int, at: datetime, by: Actor) -> None:
    """Taking it off again changes nothing."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    gone, _kinds = CaseLabel.objects.filter(case=case, label_id=label_id).delete()
    if gone:
        note(case, CaseLabelled, CaseState(case.state), by=by, at=at, label_id=label_id, on=False)

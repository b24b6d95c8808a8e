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
        Label.objects.filter(pk=found.pk).update(retired_at=None)
    return found


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


@command
def retire_label(label_id: int, *, at: datetime, by: Actor) -> None:
    """It is offered no more; cases that have it keep it."""
    label = Label.objects.select_for_update(of=("self",)).get(pk=label_id)
    require(policy.may_keep_label(by, label.unit_id))
    Label.objects.filter(pk=label_id, retired_at=None).update(retired_at=at)


@command
def change_label(label_id: int, *, name: str, colour: Colour, by: Actor) -> None:
    """Another name or colour, on all cases that have it."""
    label = Label.objects.select_for_update(of=("self",)).get(pk=label_id)
    require(policy.may_keep_label(by, label.unit_id))
    name = " ".join(clean(name).split())
    owner: dict[str, Any] = {"unit_id": label.unit_id}
    same = Label.objects.filter(**owner, folded=fold(name)).exclude(pk=label_id)
    if not 1 < len(name) <= LONGEST or same.exists():
        raise Incomplete(str(_("Taka etykieta już jest albo nazwa jest za krótka lub za długa.")))
    Label.objects.filter(pk=label_id).update(name=name, folded=fold(name), colour=colour)

"""What can be done with many cases at once: who may, when, how, and how it is taken back."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kck.accounts.queries import colleagues, names_of
from kck.cases import commands, policy
from kck.cases.commands.holding import hold, take_back
from kck.cases.commands.undo_accept import as_it_was, undo_accept
from kck.cases.commands.undo_forward import remembered, undo_forward
from kck.cases.models import Case, CaseLabel, CasePhoto
from kck.cases.rules import IllegalMove, Incomplete, can, check_ending
from kck.cases.terms import CaseState, Outcome, PhotoKind
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Evidence
from kck.foundation.actor import Actor
from kck.foundation.outbox import held_back
from kck.foundation.text import _, clean, fold
from kck.foundation.verdict import Refused, require
from kck.queues.terms import UNDO_FOR, NotRun
from kck.queues.wording import says, words_for
from kck.replies.commands import drop_draft
from kck.replies.rules import wrong_gaps

Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One case of a run, about to be done."""

    case: Case
    data: Data
    actor: Actor
    at: datetime
    wait: timedelta = UNDO_FOR  # so long nobody outside hears of it
    # what was found out for one case and holds for the next: a preview asks of thousands
    known: dict[int, frozenset[int]] = field(default_factory=dict)

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.actor}


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`do` gives what `undo` needs. `check` refuses beforehand, as the command itself would."""

    name: str
    label: Any
    verb: str
    may: Callable[[Actor, Case], Any]
    do: Callable[[Doing], dict[str, Any]]
    undo: Callable[[Doing, Mapping[str, Any]], object] | None = None
    check: Callable[[Doing], None] = lambda doing: None

    @property
    def can_be_undone(self) -> bool:
        return self.undo is not None


def _accept(doing: Doing) -> dict[str, Any]:
    before = as_it_was(doing.case)
    with held_back(doing.wait):
        commands.accept(doing.case.pk, **doing.who)
    return before


def _assign(doing: Doing) -> dict[str, Any]:
    was = doing.case.handler_id
    commands.assign(doing.case.pk, staff_id=doing.data["person"], **doing.who)
    return {"handler_id": was, "given_to": doing.data["person"]}


def _unassign(doing: Doing, before: Mapping[str, Any]) -> object:
    if doing.case.handler_id != before["given_to"]:
        raise IllegalMove(str(_("Sprawę ma już ktoś inny.")))
    return commands.assign(doing.case.pk, staff_id=before["handler_id"], **doing.who)


def _check_person(doing: Doing) -> None:
    person, unit_id = doing.data["person"], doing.case.unit_id
    if person is not None and unit_id not in doing.known:
        doing.known[unit_id] = frozenset(one.id for one in colleagues(unit_id))
    if person is not None and person not in doing.known[unit_id]:
        name = names_of({person}).get(person, "")
        raise Incomplete(
            str(_("%(name)s nie pracuje w jednostce tej sprawy.")) % {"name": name or "?"}
        )


def _forward(doing: Doing) -> dict[str, Any]:
    before = remembered(doing.case)
    with held_back(doing.wait):
        commands.forward(
            doing.case.pk, unit=doing.data["unit"], reason=doing.data["text"], **doing.who
        )
    return before


def _check_unit(doing: Doing) -> None:
    to = snapshot(doing.at).unit(doing.data["unit"])
    if to is None or to.id == doing.case.unit_id:
        raise Incomplete(str(_("Sprawa jest już w tej jednostce.")))


def _hold(action: str) -> Callable[[Doing], dict[str, Any]]:
    """The words leave after a minute; the case changes then, and not before."""

    def do(doing: Doing) -> dict[str, Any]:
        seconds = int(doing.wait.total_seconds())
        data = {"text": words_for(doing.case, doing.data, doing.actor, doing.at)}
        if "outcome" in doing.data:
            data["outcome"] = doing.data["outcome"]
        held = hold(doing.case.pk, action=action, data=data, seconds=seconds, **doing.who)
        return {"held_id": held.pk if held else None}

    return do


def _unsay(doing: Doing, before: Mapping[str, Any]) -> object:
    """The words stand in the run; a draft in each case would only be in the way."""
    held = take_back(before["held_id"], **doing.who)
    drop_draft(held.about, held.action, by=doing.actor)
    return held


def _finish(doing: Doing) -> dict[str, Any]:
    return _hold(says("done", doing.case.kind))(doing)


def _check_end(doing: Doing) -> None:
    photo = doing.case.kind == CaseKind.REPORT and _needs_photo(doing)
    check_ending(
        outcome=Outcome(doing.data["outcome"]),
        words=doing.data["text"],
        photo_needed=photo,
        has_photo=photo and doing.case.pk in doing.data.get("with_photo", ()),
    )


def _needs_photo(doing: Doing) -> bool:
    category = snapshot(doing.at).category_by_id(doing.case.category_id)
    return bool(category.evidence == Evidence.PHOTO)


def _relabel(doing: Doing) -> dict[str, Any]:
    return dict(
        commands.relabel(doing.case.pk, add=doing.data["add"], off=doing.data["off"], **doing.who)
    )


def _check_labels(doing: Doing) -> None:
    on = doing.data.get("labels_on", {}).get(doing.case.pk, frozenset())
    new = {folded_name(name) for name in doing.data["add"]} - on
    if not new and not on & {folded_name(name) for name in doing.data["off"]}:
        raise Incomplete(str(_("Etykiety są już takie.")))


def folded_name(name: str) -> str:
    return fold(" ".join(clean(name).split()))


def looked_up(action: str, ids: Collection[int]) -> dict[str, Any]:
    """What the check of a deed needs to know of its cases, asked once for all of them."""
    if action == "done":
        return {"with_photo": _with_photo(ids)}
    if action == "label":
        return {"labels_on": _labels_on(ids)}
    return {}


def _with_photo(ids: Collection[int]) -> frozenset[int]:
    """Of these cases, those with a photo of the finished work."""
    shown = CasePhoto.objects.filter(case_id__in=ids, kind=PhotoKind.EVIDENCE, erased_at=None)
    return frozenset(shown.values_list("case_id", flat=True))


def _labels_on(ids: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    rows = CaseLabel.objects.filter(case_id__in=ids)
    for case_id, folded in rows.values_list("case_id", "label__folded"):
        found[case_id] = found.get(case_id, frozenset()) | {folded}
    return found


_ALL = (
    Deed(
        name="accept", label=_("Przyjmij"), verb="accept", may=policy.may_work, do=_accept,
        undo=lambda doing, before: undo_accept(doing.case.pk, before=before, **doing.who),
    ),
    Deed(
        name="assign", label=_("Przydziel"), verb="assign", may=policy.may_assign,
        do=_assign, undo=_unassign, check=_check_person,
    ),
    Deed(
        name="forward", label=_("Przekaż"), verb="forward", may=policy.may_forward, do=_forward,
        undo=lambda doing, before: undo_forward(doing.case.pk, before=before, **doing.who),
        check=_check_unit,
    ),
    Deed(
        name="answer", label=_("Odpowiedz"), verb="answer", may=policy.may_work,
        do=_hold("answer"), undo=_unsay,
    ),
    Deed(
        name="done", label=_("Zakończ"), verb="done", may=policy.may_work, do=_finish,
        undo=_unsay, check=_check_end,
    ),
    Deed(
        name="label", label=_("Etykiety"), verb="", may=policy.may_work, do=_relabel,
        undo=lambda doing, before: commands.relabel_back(doing.case.pk, **before, **doing.who),
        check=_check_labels,
    ),
)  # fmt: skip
DEEDS: Mapping[str, Deed] = {deed.name: deed for deed in _ALL}


def refusal(deed: Deed, doing: Doing) -> str:
    """Why it would not be done; "" when it would."""
    try:
        require(deed.may(doing.actor, doing.case))
        state = CaseState(doing.case.state)
        if deed.verb and not can(deed.verb, state):
            return str(_("jest w stanie „%(state)s”")) % {"state": state.label}
        deed.check(doing)
    except (Refused, Incomplete, IllegalMove) as problem:
        return str(problem)
    return ""


def check_data(deed: Deed, data: Data, at: datetime) -> None:
    """What would refuse every case alike is said at once."""
    words = str(data.get("text", "")).strip()
    if deed.name == "answer" and len(words) < 2:
        raise NotRun(str(_("Wpisz treść.")))
    if deed.name == "forward":
        if snapshot(at).unit(str(data.get("unit", ""))) is None:
            raise NotRun(str(_("Wybierz jednostkę.")))
        if len(words) < 5:
            raise NotRun(str(_("Napisz powód (co najmniej 5 znaków).")))
    if deed.name == "done" and len(words) < 10:
        raise NotRun(str(_("Napisz zgłaszającemu, co zrobiono (co najmniej 10 znaków).")))
    if deed.name == "label" and not (data["add"] or data["off"]):
        raise NotRun(str(_("Wpisz etykietę do dodania albo do zdjęcia.")))
    if deed.name in {"answer", "done"}:
        _check_gaps(data)


def _check_gaps(data: Data) -> None:
    for body in (str(data["text"]), *data.get("texts", {}).values()):
        if found := wrong_gaps(body):
            raise NotRun(found[0])

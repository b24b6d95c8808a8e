"""Everything a crew does with a case: a name, a form, one command or two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kck.cases import commands
from kck.cases.queries.desk_case import DeskCase
from kck.cases.terms import Outcome, PhotoKind
from kck.field import forms
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.ui.causes import keep_cause


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One act about to happen."""

    case_id: int
    data: Mapping[str, Any]
    photos: tuple[UUID, ...]
    by: Actor
    at: datetime
    task_id: int | None = None  # what this crew has to do in another unit's case

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.by}


@dataclass(frozen=True, kw_only=True)
class Act:
    """`may` is its name in `case.may`; `said` what the page says afterwards; `calm`: what others
    did meanwhile does not matter to it."""

    name: str
    may: str
    label: Any
    submit: Any
    said: Any
    icon: str
    form: type[forms.ActForm]
    run: Callable[[Doing], object]
    calm: bool = False


def _done(doing: Doing) -> object:
    _keep(doing)
    keep_cause(doing.case_id, doing.data, **doing.who)
    return commands.done(
        doing.case_id,
        outcome=Outcome(doing.data["outcome"]),
        words=doing.data["text"],
        **doing.who,
    )


def _another(doing: Doing) -> object:
    """Back into the unit's pool, with what is needed; nobody else is asked to guess it."""
    words = str(_("Potrzebna inna ekipa: %(what)s")) % {"what": doing.data["text"]}
    commands.add_note(doing.case_id, text=words, **doing.who)
    return commands.assign(doing.case_id, staff_id=None, **doing.who)


def _note(doing: Doing) -> object:
    _keep(doing)
    if doing.data["text"]:
        commands.add_note(doing.case_id, text=doing.data["text"], **doing.who)
    return None


def _keep(doing: Doing) -> None:
    if doing.photos:
        commands.add_photos(doing.case_id, files=doing.photos, kind=PhotoKind.EVIDENCE, **doing.who)


_ALL = (
    Act(
        name="done", may="done", label=_("Zakończ sprawę"), submit=_("Zakończ sprawę"),
        said=_("Zapisane. Zgłaszający dostanie prośbę o potwierdzenie."), icon="check-circle",
        form=forms.DoneForm, run=_done,
    ),
    Act(
        name="take", may="take", label=_("Biorę to"), submit=_("Biorę to"),
        said=_("Sprawa jest Twoja."), icon="check", form=forms.TakeForm,
        run=lambda do: commands.take(do.case_id, **do.who),
    ),
    Act(
        name="note", may="note", label=_("Zdjęcie albo notatka"), submit=_("Zapisz"),
        said=_("Zapisane."), icon="camera", form=forms.NoteForm, run=_note, calm=True,
    ),
    Act(
        name="another-crew", may="assign", label=_("Potrzebna inna ekipa"),
        submit=_("Oddaj do puli"), said=_("Sprawa wróciła do puli jednostki."), icon="users",
        form=forms.AnotherCrewForm, run=_another,
    ),
    Act(
        name="ask", may="ask", label=_("Zapytaj zgłaszającego"), submit=_("Wyślij pytanie"),
        said=_("Pytanie wysłane. Termin stoi do odpowiedzi."), icon="question",
        form=forms.AskForm, run=lambda do: commands.ask(
            do.case_id, question=do.data["text"], **do.who
        ),
    ),
    Act(
        name="hand-back", may="hand_back", label=_("To nie nasze: oddaj"),
        submit=_("Oddaj sprawę"), said=_("Sprawa oddana. Dziękujemy za wyjaśnienie."),
        icon="arrow-left", form=forms.HandBackForm, run=lambda do: commands.hand_back(
            do.case_id, reason=do.data["text"], **do.who
        ),
    ),
)  # fmt: skip
ACTS: Mapping[str, Act] = {act.name: act for act in _ALL}


def offered(case: DeskCase, *, own: bool) -> tuple[Act, ...]:
    """What makes sense now; taking what one has already is no act."""
    found = tuple(act for act in _ALL if act.may in case.may)
    return tuple(act for act in found if act.name != "take" or not own)

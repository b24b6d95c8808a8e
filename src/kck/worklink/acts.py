"""Everything one can do with a case by a link: a name, a form, one command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kck.cases import commands
from kck.cases.rules import Incomplete
from kck.cases.terms import Outcome, PhotoKind
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.ui.causes import keep_cause
from kck.unitlinks.terms import Use
from kck.worklink import forms


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One act about to happen, by whoever gave their name."""

    case_id: int
    data: Mapping[str, Any]
    photos: tuple[UUID, ...]
    by: Actor
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.by}


@dataclass(frozen=True, kw_only=True)
class Act:
    """`said` is what the page says afterwards."""

    name: str
    label: Any
    title: Any
    submit: Any
    said: Any
    icon: str
    use: Use
    form: type[forms.ActForm]
    run: Callable[[Doing], object]


def _done(doing: Doing) -> object:
    _keep(doing)
    keep_cause(doing.case_id, doing.data, **doing.who)
    return commands.done(
        doing.case_id,
        outcome=Outcome(doing.data["outcome"]),
        words=doing.data["text"],
        **doing.who,
    )


def _photo(doing: Doing) -> object:
    if not doing.photos:
        raise Incomplete(str(_("Wybierz zdjęcie.")))
    return _keep(doing)


def _keep(doing: Doing) -> object:
    if not doing.photos:
        return None
    return commands.add_photos(
        doing.case_id, files=doing.photos, kind=PhotoKind.EVIDENCE, **doing.who
    )


_ALL = (
    Act(
        name="take", label=_("Przyjmuję"), title=_("Przyjmujesz sprawę"), submit=_("Przyjmuję"),
        said=_("Sprawa jest Wasza. Zgłaszający widzi, że praca się zaczęła."), icon="check",
        use=Use.TAKEN, form=forms.TakeForm,
        run=lambda do: commands.take(do.case_id, **do.who),
    ),
    Act(
        name="done", label=_("Gotowe"), title=_("Co zrobiono?"), submit=_("Zakończ sprawę"),
        said=_("Zapisane. Zgłaszający dostanie prośbę o potwierdzenie."), icon="check-circle",
        use=Use.DONE, form=forms.DoneForm, run=_done,
    ),
    Act(
        name="ask", label=_("Zapytaj zgłaszającego"), title=_("O co zapytać?"),
        submit=_("Wyślij pytanie"), said=_("Pytanie wysłane. Termin stoi do odpowiedzi."),
        icon="question", use=Use.ASKED, form=forms.AskForm,
        run=lambda do: commands.ask(do.case_id, question=do.data["text"], **do.who),
    ),
    Act(
        name="photo", label=_("Dodaj zdjęcia"), title=_("Zdjęcia z miejsca"),
        submit=_("Wyślij zdjęcia"), said=_("Zdjęcia dodane."), icon="camera", use=Use.PHOTO,
        form=forms.PhotoForm, run=_photo,
    ),
    Act(
        name="note", label=_("Notatka dla centrum"), title=_("Notatka dla centrum"),
        submit=_("Zapisz notatkę"), said=_("Notatka zapisana."), icon="edit", use=Use.NOTED,
        form=forms.NoteForm,
        run=lambda do: commands.add_note(do.case_id, text=do.data["text"], **do.who),
    ),
    Act(
        name="hand_back", label=_("To nie nasze: oddaj"), title=_("Oddajesz sprawę"),
        submit=_("Oddaj sprawę"), said=_("Sprawa oddana. Dziękujemy za wyjaśnienie."),
        icon="arrow-left", use=Use.HANDED_BACK, form=forms.HandBackForm,
        run=lambda do: commands.hand_back(do.case_id, reason=do.data["text"], **do.who),
    ),
)  # fmt: skip
ACTS: Mapping[str, Act] = {act.name: act for act in _ALL}


def offered(names: tuple[str, ...]) -> list[Act]:
    return [ACTS[name] for name in names]

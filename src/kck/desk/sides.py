"""What one can add to a case beside its own course, and do with its tasks: a form, one command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kck.cases import commands
from kck.cases.queries.desk_case import case_id_of
from kck.cases.rules import Incomplete
from kck.cases.terms import Colour, Tie
from kck.desk.actions import Doing
from kck.desk.forms import belongings as forms
from kck.files.commands import receive_photo
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Side:
    """`said` is what the page says afterwards."""

    name: str
    label: Any
    said: Any
    form: type[forms.SideForm]
    run: Callable[[Doing], object]
    submit: Any = ""


@dataclass(frozen=True, kw_only=True)
class TaskVerb:
    """The same with one of the tasks; its name is one of `TaskRow.may`."""

    name: str
    label: Any
    said: Any
    form: type[forms.SideForm]
    run: Callable[[int, Doing], object]
    submit: Any = ""
    icon: str = ""


def _tie(doing: Doing) -> object:
    other = case_id_of(doing.actor, doing.data["number"])
    if other is None:
        raise Incomplete(str(_("Nie znamy takiej sprawy. Sprawdź numer.")))
    return commands.tie(doing.case.id, other_id=other, kind=Tie(doing.data["tie"]), **doing.who)


def _label(doing: Doing) -> object:
    return commands.put_label(
        doing.case.id,
        name=doing.data["name"],
        colour=Colour(doing.data["colour"] or Colour.NEUTRAL),
        shared=doing.data.get("shared", False),
        **doing.who,
    )


def _files(doing: Doing) -> object:
    for file in doing.data["documents"]:
        commands.add_file(doing.case.id, data=file.read(), name=file.name or "", **doing.who)
    return None


def _photos(doing: Doing) -> list[UUID]:
    return [
        receive_photo(file, at=doing.at, by=doing.actor).public_id
        for file in doing.data.get("photos", [])
    ]


def _photograph(task_id: int, doing: Doing) -> object:
    if not (files := _photos(doing)):
        raise Incomplete(str(_("Wybierz zdjęcie.")))
    return commands.photograph_task(task_id, files=files, **doing.who)


_SIDES = (
    Side(
        name="label", label=_("Etykieta"), said=_("Etykieta dodana."), form=forms.LabelForm,
        submit=_("Dodaj"), run=_label,
    ),
    Side(
        name="tie", label=_("Powiąż z inną sprawą"), said=_("Sprawy powiązane."),
        form=forms.TieForm, submit=_("Powiąż"), run=_tie,
    ),
    Side(
        name="file", label=_("Dodaj pliki"), said=_("Pliki dodane."), form=forms.FileForm,
        submit=_("Dodaj"), run=_files,
    ),
)  # fmt: skip
SIDES: Mapping[str, Side] = {side.name: side for side in _SIDES}

_VERBS = (
    TaskVerb(
        name="take", label=_("Przyjmij zadanie"), said=_("Zadanie przyjęte."), icon="check",
        form=forms.TakeTaskForm, submit=_("Przyjmij"),
        run=lambda pk, do: commands.take_task(pk, **do.who),
    ),
    TaskVerb(
        name="done", label=_("Zadanie zrobione"), said=_("Zadanie zakończone."),
        icon="check-circle", form=forms.DoneTaskForm, submit=_("Zakończ zadanie"),
        run=lambda pk, do: commands.finish_task(
            pk, words=do.data["text"], files=_photos(do), **do.who
        ),
    ),
    TaskVerb(
        name="ask", label=_("Zapytaj prowadzących"), said=_("Pytanie zapisane."), icon="question",
        form=forms.AskTaskForm, submit=_("Wyślij pytanie"),
        run=lambda pk, do: commands.ask_about_task(pk, words=do.data["text"], **do.who),
    ),
    TaskVerb(
        name="photo", label=_("Zdjęcia z pracy"), said=_("Zdjęcia dodane."), icon="camera",
        form=forms.PhotoTaskForm, submit=_("Dodaj"), run=_photograph,
    ),
    TaskVerb(
        name="back", label=_("Oddaj zadanie"), said=_("Zadanie oddane."), icon="arrow-left",
        form=forms.BackTaskForm, submit=_("Oddaj zadanie"),
        run=lambda pk, do: commands.hand_back_task(pk, words=do.data["text"], **do.who),
    ),
    TaskVerb(
        name="cancel", label=_("Odwołaj zadanie"), said=_("Zadanie odwołane."), icon="cross",
        form=forms.CancelTaskForm, submit=_("Odwołaj"),
        run=lambda pk, do: commands.cancel_task(pk, words=do.data["text"], **do.who),
    ),
)  # fmt: skip
VERBS: Mapping[str, TaskVerb] = {verb.name: verb for verb in _VERBS}

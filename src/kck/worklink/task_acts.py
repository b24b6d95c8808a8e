"""Everything one can do with a task by its link: a name, a form, one command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kck.cases import commands
from kck.cases.rules import Incomplete
from kck.cases.terms import TaskState
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.unitlinks.terms import Use
from kck.worklink import forms


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One act about to happen, by whoever gave their name."""

    task_id: int
    data: Mapping[str, Any]
    photos: tuple[UUID, ...]
    by: Actor
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.by}


@dataclass(frozen=True, kw_only=True)
class TaskAct:
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


def _photo(doing: Doing) -> object:
    if not doing.photos:
        raise Incomplete(str(_("Wybierz zdjęcie.")))
    return commands.photograph_task(doing.task_id, files=doing.photos, **doing.who)


_ALL = (
    TaskAct(
        name="take", label=_("Przyjmuję"), title=_("Przyjmujesz zadanie"), submit=_("Przyjmuję"),
        said=_("Zadanie przyjęte. Jednostka już o tym wie."), icon="check", use=Use.TAKEN,
        form=forms.TakeForm, run=lambda do: commands.take_task(do.task_id, **do.who),
    ),
    TaskAct(
        name="done", label=_("Gotowe"), title=_("Co zrobiono?"), submit=_("Zakończ zadanie"),
        said=_("Zapisane. Jednostka dostała wiadomość."), icon="check-circle", use=Use.DONE,
        form=forms.TaskDoneForm,
        run=lambda do: commands.finish_task(
            do.task_id, words=do.data["text"], files=do.photos, **do.who
        ),
    ),
    TaskAct(
        name="ask", label=_("Zapytaj jednostkę"), title=_("O co zapytać?"),
        submit=_("Wyślij pytanie"), said=_("Pytanie wysłane do jednostki."), icon="question",
        use=Use.ASKED, form=forms.TaskAskForm,
        run=lambda do: commands.ask_about_task(do.task_id, words=do.data["text"], **do.who),
    ),
    TaskAct(
        name="photo", label=_("Dodaj zdjęcia"), title=_("Zdjęcia z miejsca"),
        submit=_("Wyślij zdjęcia"), said=_("Zdjęcia dodane."), icon="camera", use=Use.PHOTO,
        form=forms.PhotoForm, run=_photo,
    ),
    TaskAct(
        name="back", label=_("Nie zrobimy tego: oddaj"), title=_("Oddajesz zadanie"),
        submit=_("Oddaj zadanie"), said=_("Zadanie oddane. Dziękujemy za wyjaśnienie."),
        icon="arrow-left", use=Use.HANDED_BACK, form=forms.TaskBackForm,
        run=lambda do: commands.hand_back_task(do.task_id, words=do.data["text"], **do.who),
    ),
)  # fmt: skip
TASK_ACTS: Mapping[str, TaskAct] = {act.name: act for act in _ALL}


def offered(state: TaskState, *, running: bool) -> list[TaskAct]:
    """Nothing once it is over; taking it only while nobody has."""
    if not running:
        return []
    return [act for act in _ALL if act.name != "take" or state == TaskState.WAITING]

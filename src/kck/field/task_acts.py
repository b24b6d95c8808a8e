"""What a crew does with its task in another unit's case: the task ends, the case stays."""

from collections.abc import Mapping

from kck.cases import commands
from kck.cases.queries.tasks import TaskRow
from kck.cases.rules import TaskIsOver
from kck.field import task_forms as forms
from kck.field.acts import ACTS, Act, Doing
from kck.field.forms import TakeForm
from kck.foundation.text import _


def _task(doing: Doing) -> int:
    if doing.task_id is None:
        raise TaskIsOver(str(_("To zadanie jest już zakończone albo odwołane.")))
    return doing.task_id


def _done(doing: Doing) -> object:
    words, files = doing.data["text"], doing.photos
    return commands.finish_task(_task(doing), words=words, files=files, **doing.who)


def _report(doing: Doing) -> object:
    """Photos for whoever leads the case; words are a question or a remark to them."""
    if doing.photos:
        commands.photograph_task(_task(doing), files=doing.photos, **doing.who)
    if doing.data["text"]:
        commands.ask_about_task(_task(doing), words=doing.data["text"], **doing.who)
    return None


# calm: what others write in the case does not matter to the task; that it is over does
_ALL = (
    Act(
        name="task-done", may="done", label=_("Zakończ zadanie"), submit=_("Zakończ zadanie"),
        said=_("Zapisane. Jednostka, która prowadzi sprawę, już o tym wie."), icon="check-circle",
        form=forms.TaskDoneForm, run=_done, calm=True,
    ),
    Act(
        name="task-take", may="take", label=_("Bierzemy to zadanie"),
        submit=_("Bierzemy to zadanie"), said=_("Zadanie przyjęte."), icon="check", form=TakeForm,
        run=lambda do: commands.take_task(_task(do), **do.who), calm=True,
    ),
    Act(
        name="task-photo", may="photo", label=_("Zdjęcie z pracy"), submit=_("Zapisz"),
        said=_("Zapisane."), icon="camera", form=forms.TaskPhotoForm, run=_report, calm=True,
    ),
    Act(
        name="task-ask", may="ask", label=_("Zapytaj prowadzących"), submit=_("Wyślij pytanie"),
        said=_("Pytanie wysłane do jednostki, która prowadzi sprawę."), icon="question",
        form=forms.TaskAskForm, run=lambda do: commands.ask_about_task(
            _task(do), words=do.data["text"], **do.who
        ), calm=True,
    ),
    Act(
        name="task-back", may="back", label=_("Oddaj zadanie"), submit=_("Oddaj zadanie"),
        said=_("Zadanie oddane. Dziękujemy za wyjaśnienie."), icon="arrow-left",
        form=forms.TaskBackForm, run=lambda do: commands.hand_back_task(
            _task(do), words=do.data["text"], **do.who
        ), calm=True,
    ),
)  # fmt: skip
TASK_ACTS: Mapping[str, Act] = {act.name: act for act in _ALL}
EVERY_ACT: Mapping[str, Act] = {**ACTS, **TASK_ACTS}


def offered_for(task: TaskRow) -> tuple[Act, ...]:
    return tuple(act for act in _ALL if act.may in task.may)

"""Everything one can do with a case: a name, a key, a form, one command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from kck.cases import commands
from kck.cases.clock_terms import ComplainedOf
from kck.cases.preview import PREVIEWED
from kck.cases.queries.desk_case import DeskCase, case_id_of
from kck.cases.rules import Incomplete
from kck.cases.terms import Cause, Outcome
from kck.desk.boxes import read_boxes
from kck.desk.forms import actions as forms
from kck.desk.forms.belongings import ending_in
from kck.desk.forms.formal import ComplainedForm, ProlongForm, gaps_of_prolonging
from kck.desk.forms.programme import programme_in
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.text import _

Group = Literal["work", "ending", "route", "reporter", "content", ""]
Run = Callable[["Doing"], object]


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One action about to happen."""

    case: DeskCase
    data: Mapping[str, Any]
    actor: Actor
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.actor}


@dataclass(frozen=True, kw_only=True)
class Action:
    """`key` presses its button; `said` is what the page says afterwards; no group: no button."""

    name: str
    label: Any
    said: Any
    run: Run
    form: type[forms.ActionForm] = forms.NothingMore
    group: Group = "work"
    key: str = ""
    icon: str = ""
    may: str = ""  # the name in `case.may`, where it is another
    submit: Any = ""
    calm: bool = False  # what others did meanwhile does not matter to it
    gaps: Callable[[DeskCase, Mapping[str, Any]], Mapping[str, str]] | None = None  # of its letter

    @property
    def held_for(self) -> int:
        """For so many seconds it can be taken back."""
        return commands.held_for(self.name)

    @property
    def previewed(self) -> bool:
        return self.name in PREVIEWED

    @property
    def at_once(self) -> bool:
        return self.form is forms.NothingMore

    def allowed(self, case: DeskCase) -> bool:
        return (self.may or self.name) in case.may


def _end(command: Callable[..., object]) -> Run:
    def run(doing: Doing) -> object:
        also = ending_in(doing.data)
        if cause := also.get("cause"):
            words = also.get("cause_words", "")
            commands.say_cause(doing.case.id, cause=Cause(cause), words=words, **doing.who)
        return command(
            doing.case.id,
            cancel_tasks=bool(also.get("cancel_tasks")),
            outcome=Outcome(doing.data["outcome"]),
            words=doing.data["text"],
            programme=programme_in(doing.data),
            **doing.who,
        )

    return run


def _complained(doing: Doing) -> object:
    person = doing.data["complained_staff"]
    return commands.name_complained(
        doing.case.id,
        of=ComplainedOf(doing.data["of"]),
        unit=doing.data["complained_unit"],
        staff_id=int(person) if person else None,
        **doing.who,
    )


def _assign(doing: Doing) -> object:
    person = doing.data["person"]
    return commands.assign(doing.case.id, staff_id=int(person) if person else None, **doing.who)


def _visibility(doing: Doing) -> object:
    shown = doing.data["shown"]
    return commands.change_visibility(
        doing.case.id, private=shown == "no", coarse=shown == "coarse", **doing.who
    )


def _merge(doing: Doing) -> object:
    into = case_id_of(doing.actor, doing.data["number"])
    if into is None:
        raise Incomplete(str(_("Nie znamy takiej sprawy. Sprawdź numer.")))
    return commands.merge(doing.case.id, into_id=into, **doing.who)


def _redact_photo(doing: Doing) -> object:
    boxes = [] if doing.data["whole"] else read_boxes(doing.data["boxes"])
    if not boxes and not doing.data["whole"]:
        raise Incomplete(str(_("Zaznacz, co zasłonić, albo usuń całe zdjęcie.")))
    return commands.redact_photo(
        doing.case.id, photo_id=doing.data["photo_id"], boxes=boxes, **doing.who
    )


_ALL = (
    Action(
        name="accept", label=_("Przyjmij"), said=_("Sprawa przyjęta."), key="a", icon="check",
        run=lambda do: commands.accept(do.case.id, **do.who),
    ),
    Action(
        name="take", label=_("Zajmę się"), said=_("Prowadzisz tę sprawę."), key="t", icon="user",
        run=lambda do: commands.take(do.case.id, **do.who),
    ),
    Action(
        name="answer", label=_("Odpowiedz"), said=_("Odpowiedź wysłana."), key="r", icon="message",
        form=forms.AnswerForm, submit=_("Wyślij odpowiedź"),
        run=lambda do: commands.answer(do.case.id, text=do.data["text"], **do.who),
    ),
    Action(
        name="ask", label=_("Zapytaj"), said=_("Pytanie wysłane, termin czeka."), key="q",
        icon="question", form=forms.AskForm, submit=_("Wyślij pytanie"),
        run=lambda do: commands.ask(do.case.id, question=do.data["text"], **do.who),
    ),
    Action(
        name="note", label=_("Notatka"), said=_("Notatka zapisana."), key="w", icon="edit",
        form=forms.NoteForm, submit=_("Zapisz notatkę"), calm=True,
        run=lambda do: commands.note_and_tell(do.case.id, text=do.data["text"], **do.who),
    ),
    Action(
        name="done", label=_("Wykonane"), said=_("Zgłaszający dostał prośbę o potwierdzenie."),
        key="d", icon="check-circle", group="ending", form=forms.DoneForm,
        submit=_("Zakończ i poproś o potwierdzenie"), run=_end(commands.done),
    ),
    Action(
        name="close", label=_("Załatw od razu"), said=_("Sprawa zamknięta z odpowiedzią."),
        key="x", icon="check-circle", group="ending", form=forms.EndForm,
        submit=_("Odpowiedz i zamknij"), run=_end(commands.close_outright),
    ),
    Action(
        name="assign", label=_("Przydziel"), said=_("Sprawa przydzielona."), key="i", icon="users",
        group="route", form=forms.AssignForm, run=_assign,
    ),
    Action(
        name="schedule", label=_("Zaplanuj"), said=_("Termin zapisany."), key="h",
        icon="calendar", group="route", form=forms.ScheduleForm,
        run=lambda do: commands.schedule(
            do.case.id, when=do.data["when"], words=do.data["text"], **do.who
        ),
    ),
    Action(
        name="contractor", label=_("Zleć wykonawcy"), said=_("Zlecenie zapisane."), key="l",
        icon="tools", group="route", form=forms.ContractorForm,
        run=lambda do: commands.pass_to_contractor(
            do.case.id, words=do.data["text"],
            **{name: do.data[name] for name in ("contractor", "mail", "until", "shows_photos")},
            **do.who,
        ),
    ),
    Action(
        name="task", label=_("Zadanie dla innej"), said=_("Zadanie zlecone."), key="y",
        icon="users", group="route", form=forms.TaskForm, submit=_("Zleć zadanie"),
        run=lambda do: commands.give_task(
            do.case.id, unit=do.data["unit"], words=do.data["text"], until=do.data["until"],
            **do.who,
        ),
    ),
    Action(
        name="photo", label=_("Dodaj zdjęcie"), said=_("Zdjęcia dodane."), key="o", icon="camera",
        group="route", form=forms.PhotoForm, calm=True, run=lambda do: None,
    ),
    Action(
        name="forward", label=_("Przekaż"), said=_("Sprawa przekazana."), key="f", icon="forward",
        group="route", form=forms.ForwardForm,
        run=lambda do: commands.forward(
            do.case.id, unit=do.data["unit"], reason=do.data["text"], **do.who
        ),
    ),
    Action(
        name="hand_back", label=_("Oddaj"), said=_("Sprawa oddana."), key="b", icon="arrow-left",
        group="route", form=forms.HandBackForm,
        run=lambda do: commands.hand_back(do.case.id, reason=do.data["text"], **do.who),
    ),
    Action(
        name="recategorise", label=_("Zmień kategorię"), said=_("Kategoria zmieniona."), key="c",
        icon="filter", group="route", form=forms.RecategoriseForm,
        run=lambda do: commands.recategorise(
            do.case.id, category=do.data["category"], reason=do.data["text"], **do.who
        ),
    ),
    Action(
        name="requalify", label=_("Zmień rodzaj"), said=_("Rodzaj sprawy zmieniony."), key="v",
        icon="swap", group="route", form=forms.RequalifyForm,
        run=lambda do: commands.requalify(
            do.case.id, kind=CaseKind(do.data["kind"]), reason=do.data["text"], **do.who
        ),
    ),
    Action(
        name="prolong", label=_("Przedłuż termin"), said=_("Termin przedłużony, pismo wysłane."),
        key=". t", icon="clock", group="route", form=ProlongForm, gaps=gaps_of_prolonging,
        submit=_("Przedłuż i zawiadom"),
        run=lambda do: commands.prolong(
            do.case.id, until=do.data["until"], reason=do.data["text"],
            instruction=do.data["instruction"], **do.who,
        ),
    ),
    Action(
        name="complained", label=_("Kogo dotyczy skarga"), key=". s", icon="user", group="route",
        said=_("Zapisane. Skargę bada ten, kto powinien."), form=ComplainedForm,
        submit=_("Zapisz i przekaż badającemu"), run=_complained,
    ),
    Action(
        name="unexamined", label=_("Bez rozpoznania"), icon="cross", group="route",
        said=_("Pozostawione bez rozpoznania. Usterka będzie zwykłym zgłoszeniem."),
        run=lambda do: commands.leave_unexamined(do.case.id, **do.who),
    ),
    Action(
        name="merge", label=_("Połącz"), said=_("Sprawy połączone."), key="m", icon="merge",
        group="route", form=forms.MergeForm, run=_merge,
    ),
    Action(
        name="unmerge", label=_("Rozłącz"), said=_("To znów osobna sprawa."), key="m",
        icon="merge", group="route",
        run=lambda do: commands.unmerge(do.case.id, **do.who),
    ),
    Action(
        name="reopen", label=_("Otwórz ponownie"), said=_("Sprawa otwarta ponownie."), key="u",
        icon="undo", group="route", form=forms.ReopenForm,
        run=lambda do: commands.reopen(do.case.id, words=do.data["text"], **do.who),
    ),
    Action(
        name="stop_waiting", label=_("Nie czekaj dłużej"), said=_("Termin znów biegnie."),
        key="s", icon="play", group="route",
        run=lambda do: commands.stop_waiting(do.case.id, **do.who),
    ),
    Action(
        name="visibility", label=_("Widoczność"), said=_("Widoczność zmieniona."), key="e",
        icon="eye", group="route", form=forms.VisibilityForm, run=_visibility,
    ),
    Action(
        name="reply", label=_("Dopisuje"), said=_("Dopisano w imieniu zgłaszającego."),
        icon="message", group="reporter", form=forms.ReplyForm, calm=True,
        run=lambda do: commands.reply(do.case.id, text=do.data["text"], **do.who),
    ),
    Action(
        name="confirm", label=_("Potwierdza"), said=_("Potwierdzone, sprawa zamknięta."),
        icon="check", group="reporter",
        run=lambda do: commands.confirm(do.case.id, **do.who),
    ),
    Action(
        name="disagree", label=_("Nie zgadza się"), said=_("Sprawę sprawdzi ktoś inny."),
        icon="undo", group="reporter", form=forms.DisagreeForm,
        run=lambda do: commands.disagree(do.case.id, text=do.data["text"], **do.who),
    ),
    Action(
        name="withdraw", label=_("Wycofuje"), said=_("Zgłoszenie wycofane."), icon="cross",
        group="reporter",
        run=lambda do: commands.withdraw(do.case.id, **do.who),
    ),
    Action(
        name="erase", label=_("Usuń dane osobowe"), said=_("Żądanie wykonane: zobacz historię."),
        icon="bin", group="reporter", form=forms.EraseForm, submit=_("Usuń na zawsze"),
        run=lambda do: commands.erase_personal_data(
            do.case.id, ground=do.data["text"][:80], **do.who
        ),
    ),
    Action(
        name="redact_text", label=_("Zamaż dane w treści"), said=_("Treść zastąpiona."),
        may="redact", group="", form=forms.RedactTextForm, submit=_("Zastąp treść"), calm=True,
        run=lambda do: commands.redact_text(
            do.case.id, text_id=do.data["text_id"], body=do.data["text"], **do.who
        ),
    ),
    Action(
        name="redact_photo", label=_("Zasłoń na zdjęciu"), said=_("Zdjęcie zmienione."),
        may="redact", group="", form=forms.RedactPhotoForm, submit=_("Zasłoń"), calm=True,
        run=_redact_photo,
    ),
)  # fmt: skip
ACTIONS: Mapping[str, Action] = {action.name: action for action in _ALL}


def available(case: DeskCase) -> dict[str, list[Action]]:
    """The buttons of the case page, by group."""
    found: dict[str, list[Action]] = {"work": [], "ending": [], "route": [], "reporter": []}
    for action in _ALL:
        if action.group and action.allowed(case):
            found[action.group].append(action)
    return found

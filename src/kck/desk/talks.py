"""What can be done with a conversation in writing: each action with its key, form and command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from kck.cases.queries.desk_case import case_id_of
from kck.cases.queries.mentions import handles_in
from kck.conversations import commands
from kck.conversations.queries.thread import ThreadPage, callable_here
from kck.conversations.rules import IllegalStep
from kck.conversations.terms import UNSETTLED, ThreadState
from kck.desk.forms import conversations as forms
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.text import _, fold


@dataclass(frozen=True, kw_only=True)
class Talking:
    """One action about to be done. `files`: names and ids of what goes with it."""

    talk: ThreadPage
    data: Mapping[str, Any]
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, Any], ...] = ()
    actor: Actor
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"at": self.at, "by": self.actor}


Shown = Callable[[ThreadPage, Actor], bool]


@dataclass(frozen=True, kw_only=True)
class TalkAct:
    """`careful`: not over what one has not seen. `undo`: the verb that takes it back.

    `run` may answer with where to go on; `leaves`: afterwards one is back in the inbox.
    """

    name: str
    label: Any
    said: Any
    icon: str
    group: str
    shown: Shown
    run: Callable[[Talking], str | None]
    key: str = ""
    form: type[forms.TalkForm] = forms.TalkForm
    submit: Any = ""
    careful: bool = False
    leaves: bool = False
    undo: str = ""
    held: bool = False
    drafts: bool = False

    @property
    def at_once(self) -> bool:
        return self.form is forms.TalkForm


def _answer(do: Talking) -> None:
    data = do.data
    commands.answer(
        do.talk.id, text=data["text"], after=data["after"], cc=data.get("cc", ()), files=do.files,
        fields=do.fields, category=data["category"], **do.who,
    )  # fmt: skip


def _note(do: Talking) -> None:
    known = {one.handle: one.id for one in callable_here(do.talk.id, do.actor)}
    called = []
    for handle in handles_in(do.data["text"]):
        if fold(handle) not in known:
            raise IllegalStep(
                str(_("Nie ma tu nikogo o nazwie @%(name)s. Sprawdź, jak się pisze."))
                % {"name": handle}
            )
        called.append(known[fold(handle)])
    commands.add_note(do.talk.id, text=do.data["text"], call=called, **do.who)


def _assign(do: Talking) -> None:
    to = int(do.data["handler"]) if do.data["handler"] else None
    commands.assign(do.talk.id, to=to, **do.who)


def _link(do: Talking) -> None:
    case_id = case_id_of(do.actor, do.data["number"])
    if case_id is None:
        raise IllegalStep(str(_("Nie ma takiej sprawy wśród tych, które widzisz.")))
    commands.link_case(do.talk.id, case_id=case_id, tell=bool(do.data.get("tell")), **do.who)


def _forward(do: Talking) -> None:
    ids = [int(one) for one in do.data["posts"]]
    commands.forward_outside(
        do.talk.id, to=do.data["to"], text=do.data["text"], post_ids=ids, fields=do.fields,
        **do.who,
    )  # fmt: skip


def _merge(do: Talking) -> str:
    other = commands.merge(do.talk.id, into=int(do.data["into"]), **do.who)
    return reverse("desk:thread", args=[other.pk])


def _line_two(do: Talking) -> str:
    data = do.data
    handed = commands.to_line_two(
        do.talk.id, question=data["text"], unit=data["unit"], promised_at=data["promised_at"],
        shown=data["shown"], **do.who,
    )  # fmt: skip
    return reverse("desk:line2-item", args=[handed.id])


def _alive(talk: ThreadPage) -> bool:
    return not (talk.erased or talk.merged_into)


def _open(talk: ThreadPage, _actor: Actor) -> bool:
    return _alive(talk) and talk.state in UNSETTLED


def _answerable(talk: ThreadPage, _actor: Actor) -> bool:
    return _alive(talk) and bool(talk.address) and talk.state != ThreadState.ASIDE


def _always(talk: ThreadPage, _actor: Actor) -> bool:
    return _alive(talk)


def _in_state(*states: ThreadState) -> Shown:
    return lambda talk, _actor: _alive(talk) and talk.state in states


_ALL = (
    TalkAct(
        name="answer", label=_("Odpowiedz"), said=_("Odpowiedź wysłana."), key="a",
        icon="message", group="work", shown=_answerable, form=forms.AnswerForm, run=_answer,
        submit=_("Wyślij"), careful=True, held=True, drafts=True,
    ),
    TalkAct(
        name="note", label=_("Notatka"), said=_("Notatka zapisana."), key="n", icon="edit",
        group="work", shown=_always, form=forms.NoteForm, run=_note, submit=_("Zapisz notatkę"),
        drafts=True,
    ),
    TalkAct(
        name="mine", label=_("Biorę"), said=_("Prowadzisz tę rozmowę."), key="m", icon="user",
        group="work",
        shown=lambda talk, actor: _open(talk, actor) and talk.handler_id != actor.staff_id,
        run=lambda do: commands.assign(do.talk.id, to=do.actor.staff_id, **do.who),
        undo="assign",
    ),
    TalkAct(
        name="settle", label=_("Załatwione"), said=_("Rozmowa załatwiona."), key="e",
        icon="check", group="work", shown=_open, careful=True, leaves=True, undo="reopen",
        run=lambda do: commands.settle(do.talk.id, category=_first_code(do.talk), **do.who),
    ),
    TalkAct(
        name="snooze", label=_("Odłóż"), said=_("Odłożona. Wróci sama."), key="z",
        icon="clock", group="work", shown=_in_state(ThreadState.OPEN, ThreadState.WAITING),
        form=forms.SnoozeForm, leaves=True, undo="wake", submit=_("Odłóż"),
        run=lambda do: commands.snooze(do.talk.id, until=do.data["until"], **do.who),
    ),
    TalkAct(
        name="wake", label=_("Przywróć teraz"), said=_("Rozmowa znów czeka na nas."), key="z",
        icon="play", group="work", shown=_in_state(ThreadState.SNOOZED),
        run=lambda do: _only(commands.wake_up(do.talk.id, **do.who)),
    ),
    TalkAct(
        name="aside", label=_("Spam"), said=_("Odłożona na bok."), key="s", icon="bin",
        group="route", shown=_open, careful=True, leaves=True, undo="reopen",
        run=lambda do: commands.put_aside(do.talk.id, **do.who),
    ),
    TalkAct(
        name="restore", label=_("To nie spam"), said=_("Rozmowa znów czeka na nas."), key="s",
        icon="undo", group="work", shown=_in_state(ThreadState.ASIDE),
        run=lambda do: commands.reopen(do.talk.id, **do.who),
    ),
    TalkAct(
        name="reopen", label=_("Otwórz ponownie"), said=_("Rozmowa znów czeka na nas."), key="o",
        icon="undo", group="work", shown=_in_state(ThreadState.DONE),
        run=lambda do: commands.reopen(do.talk.id, **do.who),
    ),
    TalkAct(
        name="assign", label=_("Przydziel"), said=_("Przydzielono."), key="i", icon="users",
        group="route", shown=_open, form=forms.AssignForm, run=_assign, undo="assign",
        submit=_("Przydziel"),
    ),
    TalkAct(
        name="link", label=_("Powiąż ze sprawą"), said=_("Powiązano ze sprawą."), key="p",
        icon="link", group="route", shown=_always, form=forms.LinkForm, run=_link,
        submit=_("Powiąż"),
    ),
    TalkAct(
        name="line2", label=_("Na linię II"), said=_("Przekazano na linię II."), key="l",
        icon="phone", group="route",
        shown=lambda talk, actor: (
            _open(talk, actor) and bool(talk.address) and actor.may("intake.receive")
        ),
        form=forms.LineTwoForm, run=_line_two, careful=True, submit=_("Przekaż"),
    ),
    TalkAct(
        name="hand-on", label=_("Inna jednostka"), said=_("Odpowie inna jednostka."), key="f",
        icon="forward", group="route", shown=_open, form=forms.HandOnForm, leaves=True,
        run=lambda do: commands.hand_on(do.talk.id, unit=do.data["unit"], **do.who),
        submit=_("Przekaż"),
    ),
    TalkAct(
        name="forward", label=_("Wyślij na zewnątrz"), said=_("Wysłano na zewnątrz."), key="w",
        icon="external", group="route",
        shown=lambda talk, _actor: _alive(talk) and talk.channel == "email",
        form=forms.ForwardForm, run=_forward, held=True, drafts=True, submit=_("Wyślij"),
    ),
    TalkAct(
        name="merge", label=_("Połącz"), said=_("Rozmowy połączone."), key="x", icon="merge",
        group="route", shown=lambda talk, _actor: _alive(talk) and bool(talk.others),
        form=forms.MergeForm, run=_merge, undo="unmerge", submit=_("Połącz"),
    ),
    TalkAct(
        name="unmerge", label=_("Rozłącz"), said=_("To znów osobna rozmowa."), key="x",
        icon="merge", group="route", shown=lambda talk, _actor: talk.may_unmerge,
        run=lambda do: commands.unmerge(do.talk.id, **do.who),
    ),
    TalkAct(
        name="kind", label=_("Rodzaj pisma"), said=_("Rodzaj zapisany."), key="r",
        icon="flag", group="route", shown=_always, form=forms.KindForm, submit=_("Zapisz"),
        run=lambda do: commands.confirm_kind(do.talk.id, kind=do.data["kind"], **do.who),
    ),
    TalkAct(
        name="known", label=_("To nie obcy"), said=_("Zapisano: to nie ktoś obcy."),
        icon="check", group="", shown=lambda talk, _actor: _alive(talk) and talk.stranger,
        run=lambda do: commands.accept_writer(do.talk.id, **do.who),
    ),
)  # fmt: skip
TALK_ACTS: Mapping[str, TalkAct] = {one.name: one for one in _ALL}


def _first_code(talk: ThreadPage) -> str:
    """Why they wrote, as far as the machine knows, unless somebody said it."""
    if talk.category:
        return ""
    return next((code for code in talk.codes if snapshot().category(code)), "")


def _only(_done: bool) -> None:
    """Whether it was asleep does not matter: it is awake."""


def acts_for(talk: ThreadPage, actor: Actor) -> dict[str, list[TalkAct]]:
    """The buttons of the page, by group."""
    found: dict[str, list[TalkAct]] = {"work": [], "route": []}
    for act in _ALL:
        if act.group and act.shown(talk, actor):
            found[act.group].append(act)
    return found

"""What was sent and has not left yet, and who is writing: for the pages of the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.cases.queries.desk_case import DeskCase, numbers_of, others_here
from kck.conversations.queries.held import HeldPost, held_posts_of
from kck.desk.actions import ACTIONS
from kck.desk.doors import StaffRequest
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.replies.queries import HeldRow, held_about, held_by, typing_now

_UNTIL = "held_until"  # of the session: most pages need not ask the database
_SAID = {
    "answer": _("Odpowiedź wyjdzie za chwilę"),
    "ask": _("Pytanie wyjdzie za chwilę"),
    "done": _("Sprawa zakończy się za chwilę"),
    "close": _("Sprawa zamknie się za chwilę"),
    "schedule": _("Termin prac wyjdzie za chwilę"),
    "forward": _("Sprawa pójdzie dalej za chwilę"),
    "reopen": _("Sprawa otworzy się za chwilę"),
}
_TYPING = {
    "answer": _("%(name)s pisze odpowiedź"),
    "ask": _("%(name)s pisze pytanie"),
    "note": _("%(name)s pisze notatkę"),
    "done": _("%(name)s kończy tę sprawę"),
    "close": _("%(name)s kończy tę sprawę"),
    "forward": _("%(name)s przekazuje tę sprawę"),
}


_TALK_LABELS = {"forward": _("Wyślij na zewnątrz")}


@dataclass(frozen=True, kw_only=True)
class HeldLine:
    """One reply of this person, for the bar with the countdown."""

    held: HeldRow
    number: str
    said: Any


def remember(request: StaffRequest, due_at: datetime) -> None:
    """From now on this person's pages show the bar, until it has left."""
    request.session[_UNTIL] = due_at.timestamp()


def held_lines(request: StaffRequest) -> list[HeldLine]:
    until = request.session.get(_UNTIL, 0)
    if until <= clock.real_now().timestamp():
        return []
    rows = [row for row in held_by(request.actor.id or 0) if row.seconds]
    ids = {row.id: int(row.about.removeprefix("case:")) for row in rows}
    numbers = numbers_of(request.actor, set(ids.values()))
    return [
        HeldLine(held=row, number=numbers.get(ids[row.id], ""), said=_SAID.get(row.action, ""))
        for row in rows
    ]


def held_posts(request: StaffRequest) -> list[HeldPost]:
    """Answers in conversations that this person can still take back."""
    if request.session.get(_UNTIL, 0) <= clock.real_now().timestamp():
        return []
    return held_posts_of(request.actor.id or 0)


def presence_parts(case: DeskCase, actor: Actor) -> dict[str, Any]:
    """Colleagues who have the case open, and those of them who are writing."""
    writing = typing_now(f"case:{case.id}", but=actor.id)
    typing, names = [], set()
    for row in writing:
        names.add(row.name)
        words = _TYPING.get(row.action, _("%(name)s coś tu wpisuje"))
        typing.append(words % {"name": row.name})
    others = [name for name in others_here(case.id, actor.id) if name not in names]
    return {"others": others, "typing": typing}


def waiting_here(case: DeskCase, actor: Actor) -> list[HeldRow]:
    """What colleagues have sent and can still take back."""
    return [row for row in held_about(f"case:{case.id}") if row.staff_id != actor.id]


def actions_held(case: DeskCase, actor: Actor) -> set[str]:
    """What this person has sent about the case that has not left yet."""
    return {row.action for row in held_about(f"case:{case.id}") if row.staff_id == actor.id}


def label_of(action: str) -> Any:
    found = ACTIONS.get(action)
    return found.label if found else _TALK_LABELS.get(action, action)

"""What somebody has just done with conversations, and how it is taken back within ten minutes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kck.conversations import commands
from kck.conversations.rules import IllegalStep
from kck.conversations.terms import UNDO_WITHIN
from kck.desk.doors import StaffRequest
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused

_KEY = "talks_undo"
Who = dict[str, Any]
_BACK: Mapping[str, Callable[[int, int | None, Who], object]] = {
    "reopen": lambda pk, _was, who: commands.reopen(pk, **who),
    "wake": lambda pk, _was, who: commands.wake_up(pk, **who),
    "assign": lambda pk, was, who: commands.assign(pk, to=was, **who),
    "unmerge": lambda pk, _was, who: commands.unmerge(pk, **who),
}


@dataclass(frozen=True, kw_only=True)
class Undo:
    """For the bar: what was done."""

    said: str


def remember(
    request: StaffRequest, verb: str, said: str, rows: Sequence[tuple[int, int | None]]
) -> None:
    """Of each conversation who had it before. What was done earlier is not taken back any more."""
    until = (clock.real_now() + UNDO_WITHIN).timestamp()
    request.session[_KEY] = {"verb": verb, "said": said, "rows": list(rows), "until": until}


def forget(request: StaffRequest) -> None:
    request.session.pop(_KEY, None)


def undo_of(request: StaffRequest) -> Undo | None:
    kept = request.session.get(_KEY)
    if not kept or kept["until"] < clock.real_now().timestamp():
        return None
    return Undo(said=kept["said"])


def take_back(request: StaffRequest) -> tuple[int, str]:
    """How many are as they were, and why the rest is not."""
    kept = request.session.pop(_KEY, None)
    if not kept or kept["until"] < clock.real_now().timestamp():
        return 0, str(_("Za późno, żeby to cofnąć."))
    done, problem = 0, ""
    for thread_id, was in kept["rows"]:
        try:
            _BACK[kept["verb"]](thread_id, was, {"at": clock.now(), "by": request.actor})
            done += 1
        except (IllegalStep, Refused) as refused:
            problem = str(refused)
    return done, problem

"""Where a post belongs, what a reply means, what changes by it. Plain Python."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.conversations.terms import Arrived, Noise, ThreadState
from kck.directory.info import CalendarInfo
from kck.directory.rules import add_target
from kck.directory.terms import TargetUnit
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _

LONGEST_SNOOZE = timedelta(days=92)
_NUMBER = re.compile(r"(?<![0-9])[0-9]{2}[-–\s]?[0-9]{6,8}[-–\s]?[0-9](?![0-9])")
_REPLY_MARK = re.compile(
    r"^\s*((re|odp|odpowiedź|fwd?|pd|przekazany|sv|aw|відп|відповідь)\s*(\[\d+\])?\s*:\s*)+",
    re.IGNORECASE,
)


class IllegalStep(ValueError):
    """It cannot be done with the thread as it stands; the message is for people."""


@dataclass(frozen=True, kw_only=True)
class Belongs:
    """To which thread or case a post belongs. `stranger`: its writer was never part of it."""

    thread_id: int = 0
    case_id: int = 0
    stranger: bool = False


def numbers_in(subject: str) -> tuple[str, ...]:
    """Case numbers with a right check digit, as they stand in a subject."""
    found = []
    for one in _NUMBER.findall(subject):
        try:
            found.append(parse(one))
        except WrongNumber:
            continue
    return tuple(dict.fromkeys(found))


def plain_subject(subject: str) -> str:
    """Without "Re:", "Odp:", "Fwd:" in the tongues of mail programs."""
    return " ".join(_REPLY_MARK.sub("", subject).split())[:200]


def participates(sender: str, known: Collection[str]) -> bool:
    return sender.casefold() in {one.casefold() for one in known if one}


def first_state(arrived: Arrived) -> ThreadState:
    """Spam and machines wait for nobody; whatever else is new waits for us."""
    machine = arrived.noise not in (Noise.NONE, Noise.COURTESY)
    return ThreadState.ASIDE if arrived.spam or machine else ThreadState.OPEN


def state_after(state: ThreadState, noise: Noise) -> ThreadState:
    """Words of a person open a thread again; thanks and machines leave it as it is."""
    if noise != Noise.NONE or state == ThreadState.ASIDE:
        return state
    return ThreadState.OPEN


def still_waits(posts: Iterable[tuple[datetime, bool, bool]]) -> datetime | None:
    """Since when words of theirs wait; posts are (when, answers, asks for nothing), in order."""
    since = None
    for at, answers, noise in posts:
        if answers:
            since = None
        elif not noise:
            since = since or at
    return since


def answer_due(at: datetime, hours: int, calendar: CalendarInfo) -> datetime:
    return add_target(at, hours, TargetUnit.WORKING_HOURS, calendar)


def reply_subject(subject: str) -> str:
    return f"Re: {subject}"[:150] if subject else str(_("Odpowiedź"))


def check_snooze(until: datetime, at: datetime) -> None:
    if until <= at:
        raise IllegalStep(str(_("Ten czas już minął. Wybierz późniejszy.")))
    if until - at > LONGEST_SNOOZE:
        raise IllegalStep(str(_("Odłożyć można najwyżej na trzy miesiące.")))

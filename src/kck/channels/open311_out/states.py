"""Which of our verbs a far end's state means: the unit's own table, else what is usual."""

import re
from collections.abc import Mapping

from kck.cases.terms import Outcome
from kck.channels.open311_out.terms import DEFAULT_STATES, DONE, VERBS, FarChange

_BETWEEN = re.compile(r"[\s_-]+")


class WrongTable(ValueError):
    """A line of the table that nobody could follow; the message is that line."""


def verb_of(change: FarChange, table: Mapping[str, str]) -> str:
    """Empty when the state is one that we do not know."""
    if change.extended in {"kck:done", "kck:closed"} and change.outcome in set(Outcome):
        return DONE + change.outcome
    for state in (change.extended, change.state):
        if state and (verb := table.get(state) or DEFAULT_STATES.get(state)):
            return verb
    return ""


def normal(state: object) -> str:
    """`In Progress` and `IN_PROGRESS` are the same word."""
    return _BETWEEN.sub("_", str(state or "").strip().lower())[:60]


def parse_table(text: str) -> dict[str, str]:
    """`their state = our verb`, one a line; `WrongTable` names the first that is none."""
    found = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        state, equals, verb = (part.strip() for part in line.partition("="))
        if not equals or not state or verb not in VERBS:
            raise WrongTable(line.strip()[:100])
        found[normal(state)] = verb
    return found


def written(table: Mapping[str, str]) -> str:
    return "\n".join(f"{state} = {verb}" for state, verb in sorted(table.items()))

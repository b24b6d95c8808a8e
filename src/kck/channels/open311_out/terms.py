"""The words of far ends: what they say, and what we do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.cases.terms import OUTCOME_LABELS, Outcome
from kck.foundation.reasons import Reason
from kck.foundation.text import _

DONE = "done:"
VERBS: Mapping[str, Any] = {
    "accept": _("przyjęta przez jednostkę"),
    "take": _("w realizacji"),
    "schedule": _("zaplanowana (gdy podano termin)"),
    "contractor": _("u wykonawcy"),
    "ask": _("pytanie do zgłaszającego"),
    "hand-back": _("jednostka oddaje sprawę"),
    "nothing": _("stan sprawy się nie zmienia"),
    **{f"{DONE}{outcome}": OUTCOME_LABELS[outcome] for outcome in Outcome},
}
# GeoReport's two words, mySociety's finer ones, and KCK's own (`kck:`), which another KCK adds
DEFAULT_STATES: Mapping[str, str] = {
    "open": "accept",
    "investigating": "take",
    "in_progress": "take",
    "action_scheduled": "schedule",
    "planned": "take",
    "internal_referral": "nothing",
    "reopen": "nothing",
    "acknowledged": "accept",
    "closed": "done:done",
    "fixed": "done:done",
    "fixed_council": "done:done",
    "no_further_action": "done:refused",
    "unable_to_fix": "done:refused",
    "duplicate": "done:duplicate",
    "not_councils_responsibility": "hand-back",
    "not_responsible": "hand-back",
    "cancelled": "hand-back",
    "kck:new": "nothing",
    "kck:accepted": "accept",
    "kck:forwarded": "nothing",
    "kck:in_progress": "take",
    "kck:scheduled": "schedule",
    "kck:contractor": "contractor",
    "kck:waiting": "ask",
    "kck:reopened": "nothing",
    "kck:merged": "done:duplicate",
    "kck:withdrawn": "hand-back",
}


@dataclass(frozen=True, kw_only=True)
class FarAddress:
    """Where a unit's server is, and how it knows us."""

    unit: str
    endpoint: str
    jurisdiction: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Created:
    """What a far end answered to a new request: its number, or a token for one to come."""

    number: str = ""
    token: str = ""


@dataclass(frozen=True, kw_only=True)
class FarChange:
    """One thing that a far end says about a case. `update_id` is the same when it says it again.

    `state` is its word in lower case; `extended` what another KCK adds to it.
    """

    update_id: str
    number: str
    state: str
    words: str
    at: datetime | None
    planned: datetime | None = None
    photos: tuple[str, ...] = ()
    extended: str = ""
    outcome: str = ""


class FarRefuses(Exception):
    """It says no to this one; sending the same again would not help."""

    def __init__(self, reason: Reason, *, status: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


class FarUnclear(Exception):
    """Nobody knows what came of it: no answer in time, or one that makes no sense."""

    def __init__(self, reason: Reason, *, silent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.silent = silent  # there was no answer at all: the next one would wait as long


class FarAway(Exception):
    """Nothing reached it, or it wants nothing of us now; no fault of what was sent."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

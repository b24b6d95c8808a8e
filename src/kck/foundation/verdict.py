"""Answers of policies."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with a reason that a person can read (text of `kck.foundation.text`)."""

    allowed: bool
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


class Refused(PermissionDenied):
    """A command was asked by somebody who may not; the message is for people."""


def no(reason: Any) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(str(verdict.reason))

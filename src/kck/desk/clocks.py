"""The clocks on the case page: what runs out, what stands still and why, who is waited for."""

from typing import Any

from kck.cases.queries.clocks import clock_lines, held_words
from kck.cases.queries.desk_case import DeskCase
from kck.cases.terms import WaitingOn
from kck.foundation import clock


def clocks_of(case: DeskCase) -> dict[str, Any]:
    at = clock.now()
    return {
        "clocks": clock_lines(case, at=at),
        "waited": held_words(case, at=at) if case.waiting_on != WaitingOn.NOBODY else "",
    }

"""Everything that changes a conversation in writing."""

from kck.conversations.commands.answer import (
    TooLate,
    add_note,
    answer,
    forward_outside,
    let_go,
    take_back,
)
from kck.conversations.commands.arrive import arrive
from kck.conversations.commands.into_cases import into_cases
from kck.conversations.commands.moving import (
    assign,
    count_as_answered,
    hand_on,
    merge,
    put_aside,
    rate,
    reopen,
    settle,
    snooze,
    unmerge,
    wake_up,
)
from kck.conversations.commands.steps import ChangedMeanwhile, expect_unchanged

__all__ = [
    "ChangedMeanwhile",
    "TooLate",
    "add_note",
    "answer",
    "arrive",
    "assign",
    "count_as_answered",
    "expect_unchanged",
    "forward_outside",
    "hand_on",
    "into_cases",
    "let_go",
    "merge",
    "put_aside",
    "rate",
    "reopen",
    "settle",
    "snooze",
    "take_back",
    "unmerge",
    "wake_up",
]

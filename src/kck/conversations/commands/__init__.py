"""Everything that changes a conversation in writing."""

from kck.conversations.commands.adopting import adopt_answer, settle_adopted
from kck.conversations.commands.answer import (
    TooLate,
    add_note,
    answer,
    forward_outside,
    let_go,
    take_back,
)
from kck.conversations.commands.arrive import arrive
from kck.conversations.commands.asking import ask_whether_it_helped
from kck.conversations.commands.into_cases import into_cases
from kck.conversations.commands.late_files import files_checked
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
from kck.conversations.commands.presence import be_here, leave_thread
from kck.conversations.commands.steps import ANY_INBOX, ChangedMeanwhile, expect_unchanged
from kck.conversations.commands.tying import (
    accept_writer,
    confirm_kind,
    link_case,
    to_line_two,
    unlink_case,
)

__all__ = [
    "ANY_INBOX",
    "ChangedMeanwhile",
    "TooLate",
    "accept_writer",
    "add_note",
    "adopt_answer",
    "answer",
    "arrive",
    "ask_whether_it_helped",
    "assign",
    "be_here",
    "confirm_kind",
    "count_as_answered",
    "expect_unchanged",
    "files_checked",
    "forward_outside",
    "hand_on",
    "into_cases",
    "leave_thread",
    "let_go",
    "link_case",
    "merge",
    "put_aside",
    "rate",
    "reopen",
    "settle",
    "settle_adopted",
    "snooze",
    "take_back",
    "to_line_two",
    "unlink_case",
    "unmerge",
    "wake_up",
]

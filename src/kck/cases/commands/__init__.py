"""Everything that changes a case. `open_case` and `open_many` are for intake alone."""

from kck.cases.commands.alarms import see_alarm
from kck.cases.commands.complaints import leave_unexamined, name_complained
from kck.cases.commands.contents import (
    add_photos,
    erase_personal_data,
    expire_case,
    publish,
    redact_photo,
    redact_text,
    unpublish,
)
from kck.cases.commands.contractors import keep_contractor
from kck.cases.commands.documents import add_file, erase_file
from kck.cases.commands.finish import (
    close_by_silence,
    close_outright,
    confirm,
    disagree,
    done,
    reopen,
    withdraw,
)
from kck.cases.commands.holding import TooLate, held_for, hold, let_go, let_mine_go, take_back
from kck.cases.commands.joining import join
from kck.cases.commands.kind import change_visibility, requalify
from kck.cases.commands.label_keeping import (
    change_label,
    merge_label,
    retire_label,
    revive_label,
    undo_merge,
)
from kck.cases.commands.labels import put_label, relabel, relabel_back, take_label_off
from kck.cases.commands.mention import note_and_tell
from kck.cases.commands.merge import hear_again, leave, merge, unmerge
from kck.cases.commands.pass_on import pass_all_on, pass_on
from kck.cases.commands.presence import (
    ChangedMeanwhile,
    be_here,
    expect_unchanged,
    leave_case,
    open_task,
)
from kck.cases.commands.prolong import prolong
from kck.cases.commands.returning import note_return, say_cause
from kck.cases.commands.routing import forward, hand_back, recategorise, undo_triage
from kck.cases.commands.tasks import (
    ask_about_task,
    cancel_task,
    finish_task,
    give_task,
    hand_back_task,
    photograph_task,
    see_task,
    take_task,
)
from kck.cases.commands.ties import tie, untie
from kck.cases.commands.work import (
    accept,
    add_note,
    answer,
    ask,
    assign,
    pass_to_contractor,
    reply,
    schedule,
    stop_waiting,
    take,
)

__all__ = [
    "ChangedMeanwhile",
    "TooLate",
    "accept",
    "add_file",
    "add_note",
    "add_photos",
    "answer",
    "ask",
    "ask_about_task",
    "assign",
    "be_here",
    "cancel_task",
    "change_label",
    "change_visibility",
    "close_by_silence",
    "close_outright",
    "confirm",
    "disagree",
    "done",
    "erase_file",
    "erase_personal_data",
    "expect_unchanged",
    "expire_case",
    "finish_task",
    "forward",
    "give_task",
    "hand_back",
    "hand_back_task",
    "hear_again",
    "held_for",
    "hold",
    "join",
    "keep_contractor",
    "leave",
    "leave_case",
    "leave_unexamined",
    "let_go",
    "let_mine_go",
    "merge",
    "merge_label",
    "name_complained",
    "note_and_tell",
    "note_return",
    "open_task",
    "pass_all_on",
    "pass_on",
    "pass_to_contractor",
    "photograph_task",
    "prolong",
    "publish",
    "put_label",
    "recategorise",
    "redact_photo",
    "redact_text",
    "relabel",
    "relabel_back",
    "reopen",
    "reply",
    "requalify",
    "retire_label",
    "revive_label",
    "say_cause",
    "schedule",
    "see_alarm",
    "see_task",
    "stop_waiting",
    "take",
    "take_back",
    "take_label_off",
    "take_task",
    "tie",
    "undo_merge",
    "undo_triage",
    "unmerge",
    "unpublish",
    "untie",
    "withdraw",
]

"""How conversations come in."""

from kck.intake.commands.line2 import (
    answer,
    extend,
    give_back,
    hand_on,
    hand_over,
    note_try,
    take,
    take_back,
)
from kck.intake.commands.line2_case import make_case
from kck.intake.commands.line2_clock import escalate
from kck.intake.commands.receive import follow_up, me_too, receive, show_redirect
from kck.intake.commands.receive_many import receive_many
from kck.intake.commands.sheets import draw_sheets, void_sheet
from kck.intake.commands.split import Part, split, undo_split

__all__ = [
    "Part",
    "answer",
    "draw_sheets",
    "escalate",
    "extend",
    "follow_up",
    "give_back",
    "hand_on",
    "hand_over",
    "make_case",
    "me_too",
    "note_try",
    "receive",
    "receive_many",
    "show_redirect",
    "split",
    "take",
    "take_back",
    "undo_split",
    "void_sheet",
]

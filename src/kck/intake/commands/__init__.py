"""How conversations come in."""

from kck.intake.commands.receive import follow_up, me_too, receive, show_redirect
from kck.intake.commands.receive_many import receive_many
from kck.intake.commands.sheets import draw_sheets, void_sheet
from kck.intake.commands.split import Part, split, undo_split

__all__ = [
    "Part",
    "draw_sheets",
    "follow_up",
    "me_too",
    "receive",
    "receive_many",
    "show_redirect",
    "split",
    "undo_split",
    "void_sheet",
]

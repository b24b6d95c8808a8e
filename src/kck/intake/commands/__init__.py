"""How conversations come in."""

from kck.intake.commands.receive import follow_up, me_too, receive, show_redirect
from kck.intake.commands.receive_many import receive_many

__all__ = ["follow_up", "me_too", "receive", "receive_many", "show_redirect"]

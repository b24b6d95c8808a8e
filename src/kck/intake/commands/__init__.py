"""How conversations come in."""

from kck.intake.commands.receive import me_too, receive, show_redirect
from kck.intake.commands.receive_many import receive_many

__all__ = ["me_too", "receive", "receive_many", "show_redirect"]

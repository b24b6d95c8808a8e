"""How conversations come in."""

from kck.intake.commands.receive import me_too, receive, show_redirect

__all__ = ["me_too", "receive", "show_redirect"]

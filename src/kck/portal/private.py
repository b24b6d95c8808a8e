"""Pages that only the reporter has the address of."""

from kck.ui.private import private

__all__ = ["private"]

"""What the states of a case look like."""

STATE_COLORS = {
    "new": "info",
    "accepted": "info",
    "forwarded": "info",
    "in_progress": "accent",
    "scheduled": "accent",
    "with_contractor": "accent",
    "waiting": "warning",
    "waiting_for_reporter": "warning",
    "paused": "warning",
    "done": "success",
    "closed": "neutral",
    "reopened": "danger",
    "overdue": "danger",
    "late": "danger",
    "due_soon": "warning",
    "merged": "neutral",
    "withdrawn": "neutral",
    "draft": "neutral",
}


def state_color(state: object) -> str:
    """The colour of a case's state; the words beside it say the same."""
    return STATE_COLORS.get(
        str(getattr(state, "value", state)).lower().replace("-", "_"), "neutral"
    )

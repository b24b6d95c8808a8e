"""Conversations answered at once keep the words themselves; others left them in a case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.foundation.actor import Actor
from kck.foundation.privacy import Holder, register
from kck.intake.commands.forgetting import expire_conversations, forget_conversations
from kck.intake.models import Conversation


def _export(person_id: int) -> Mapping[str, Any]:
    rows = Conversation.objects.filter(person_id=person_id).order_by("received_at")
    return {
        "conversations": [
            {
                "channel": row.channel,
                "received_at": row.received_at.isoformat(),
                "question": row.question,
                "answer": row.answer,
                **_line_two(row),
            }
            for row in rows.select_related("second_line")
        ]
    }


def _line_two(row: Conversation) -> Mapping[str, Any]:
    """What a department was told of it; who works there is not the person's data."""
    line = getattr(row, "second_line", None)
    if line is None:
        return {}
    return {
        "second_line": {
            "shown": line.shown,
            "promised_at": line.promised_at.isoformat(),
            "extension_reason": line.extension_reason,
            "return_reason": line.return_reason,
            "tries": [one.isoformat() for one in line.tries],
            "how": line.how,
        }
    }


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    return forget_conversations(person_id, at=at, by=by)


register(
    Holder(
        name="intake",
        export=_export,
        forget=_forget,
        holds=lambda person_id: "",
        expire=lambda at, preview: expire_conversations(at=at, preview=preview),
    )
)

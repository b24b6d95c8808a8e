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
            }
            for row in rows
        ]
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

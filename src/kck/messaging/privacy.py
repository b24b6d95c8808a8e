"""What messages hold about a person: addresses and words, for as long as they are kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.foundation.actor import Actor
from kck.foundation.privacy import Holder, register
from kck.messaging.commands import expire, forget
from kck.messaging.models import Delivery, Suppression
from kck.messaging.outgoing import mailing_wording
from kck.messaging.queries import messages_of_person


def _export(person_id: int) -> Mapping[str, Any]:
    return {
        "messages": [
            {
                "channel": row.channel,
                "address": row.address,
                "at": row.message.at.isoformat(),
                "sent_at": row.sent_at.isoformat() if row.sent_at else None,
                "state": row.state,
                **_words(row),
            }
            for row in messages_of_person(person_id)
        ],
        "not_written_to": [
            {"channel": row.channel, "address": row.address, "since": row.since.isoformat()}
            for row in Suppression.objects.filter(person_id=person_id, lifted_at=None)
        ],
    }


def _words(row: Delivery) -> Mapping[str, str]:
    """Those of a mailing are put together as they were sent."""
    if row.mailing is None:
        return {"subject": row.subject, "text": row.body}
    words = mailing_wording(row.mailing, row.language, row.sent_at or row.message.at)
    said = words.words(row.values or {})
    return {"subject": said.subject, "text": said.body}


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    return forget([person_id], at=at)


register(
    Holder(
        name="messaging",
        export=_export,
        forget=_forget,
        holds=lambda person_id: "",
        expire=lambda at, preview: expire(at=at, preview=preview),
    )
)

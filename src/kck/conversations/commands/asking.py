"""Whether our answer helped: asked once, a day after the talk was settled without a case."""

from datetime import datetime

from django.conf import settings

from kck.conversations.commands.steps import lock
from kck.conversations.models import Thread
from kck.conversations.rules import reply_subject
from kck.conversations.terms import Ended
from kck.conversations.tokens import rate_token
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.messaging.commands import send
from kck.messaging.terms import Recipient


@command
def ask_whether_it_helped(thread_id: int, *, at: datetime) -> bool:
    """Again asks nobody."""
    thread = lock(thread_id)
    if not _to_ask(thread):
        return False
    thread.asked_at = at
    thread.save(update_fields=["asked_at"])
    url = f"{settings.SITE_URL}/s/rate/{rate_token(thread.pk)}"
    send(
        "conversations.rate",
        dedupe=f"rate:{thread.pk}",
        to=[
            Recipient(
                address=thread.address, person_id=thread.person_id, language=thread.language,
                channel=thread.channel,
            )
        ],
        variables=lambda _language: {
            "rate_url": url,
            "subject": reply_subject(thread.subject) if thread.subject else "",
        },
        about=thread.stream,
        at=at,
        by=PLATFORM,
    )  # fmt: skip
    return True


def _to_ask(thread: Thread) -> bool:
    answered = thread.ended == Ended.ANSWERED and thread.last_out_at is not None
    spoken = bool(thread.address) and thread.erased_at is None
    asked = thread.asked_at is not None or thread.satisfied is not None
    return answered and spoken and not asked and not thread.cases.exists()

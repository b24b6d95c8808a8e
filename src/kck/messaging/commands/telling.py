"""To send a message once, to stop it, to change the city's words."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import clean
from kck.foundation.verdict import require
from kck.messaging import policy
from kck.messaging.events import TextEdited
from kck.messaging.ids import keyed, own_id
from kck.messaging.models import Delivery, Message, Suppression, TextEdition
from kck.messaging.ports import erase_copies
from kck.messaging.registry import message_text
from kck.messaging.rules import problems
from kck.messaging.terms import KEPT_FOR, DeliveryState, Ground, Reason, Recipient, Words
from kck.messaging.wording import Renderer, VariablesFor

SENDER_JOB = "kck.messaging.jobs.send_queued"
SENDER_LOCK = "messaging.send_queued"
_AT_ONCE = 1000
_EXPIRED_AT_ONCE = 10_000
_INSERT_ONCE = """
INSERT INTO messaging_message (key, dedupe, about, at, author, ground)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (dedupe) DO NOTHING RETURNING id
"""


class UnusableWords(ValueError):
    """An edition that could not be sent; `problems` are sentences for its editor."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(" ".join(found))
        self.problems = found


@command
def send(
    key: str,
    *,
    dedupe: str,
    to: Iterable[Recipient],
    variables: VariablesFor,
    about: str,
    at: datetime,
    by: Actor,
    district: str = "",
    ground: Ground = Ground.MATTER,
) -> Message:
    """Tell these people, once: asking again with the same `dedupe` changes nothing.

    `district` chooses the notices at the foot of the message. On another `ground` than a matter of
    their own it does not wait for the morning.
    """
    message, fresh = message_once(key, dedupe=dedupe, about=about, at=at, by=by, ground=ground)
    if not fresh:
        return message
    render = Renderer(key, variables, at, district=district)
    recipients = iter(to)
    while batch := list(islice(recipients, _AT_ONCE)):
        Delivery.objects.bulk_create(
            [_delivery(message, recipient, render) for recipient in batch], ignore_conflicts=True
        )
    transaction.on_commit(wake, robust=True)
    return message


def message_once(
    key: str,
    *,
    dedupe: str,
    about: str,
    at: datetime,
    by: Actor,
    ground: Ground = Ground.MATTER,
) -> tuple[Message, bool]:
    """A second transaction with the same key waits here for the first one, then finds its row."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ONCE, [key, dedupe, about, at, str(by), str(ground)])
        made = cursor.fetchone()
    if made is None:
        return Message.objects.get(dedupe=dedupe), False
    return Message(pk=made[0], key=key, dedupe=dedupe, about=about, at=at, author=str(by)), True


def _delivery(message: Message, recipient: Recipient, render: Renderer) -> Delivery:
    name = recipient_name(recipient)
    words = render(recipient) if recipient.address else Words(body="")
    now = clock.real_now()
    return Delivery(
        message=message,
        recipient=name,
        person_id=recipient.person_id,
        channel=recipient.channel,
        address=recipient.address,
        language=recipient.language,
        subject=words.subject,
        body=words.body,
        leave_url=recipient.leave_url,
        own_id=own_id(message.dedupe, name, recipient.channel),
        state=DeliveryState.QUEUED if recipient.address else DeliveryState.SUPPRESSED,
        reason="" if recipient.address else Reason.NO_ADDRESS,
        next_try_at=now if recipient.address else None,
        ways=_ways(recipient, render) if recipient.ways else None,
        receipt_by=now if recipient.ways and not recipient.address else None,
        made_at=now,
    )


def _ways(recipient: Recipient, render: Renderer) -> list[dict[str, Any]]:
    """With the words, since nobody can render them when it comes to that."""
    found = []
    for way in recipient.ways:
        words = render(replace(recipient, channel=way.channel, address=way.address))
        found.append(
            {
                "channel": way.channel,
                "address": way.address,
                "after": int(way.after.total_seconds() // 60) if way.after else None,
                "subject": words.subject,
                "body": words.body,
            }
        )
    return found


def recipient_name(recipient: Recipient) -> str:
    if recipient.person_id is not None:
        return f"person:{recipient.person_id}"
    return f"address:{keyed(recipient.address.casefold())}"


def wake() -> None:
    """Have a sender look, unless one is about to.

    After the commit, so that it finds the rows, and without fear of loss: the rows are the queue,
    and the clock wakes a sender every minute anyway.
    """
    with suppress(AlreadyEnqueued):
        app.configure_task(SENDER_JOB, queueing_lock=SENDER_LOCK).defer(timestamp=0)


# stopping


@command
def stop(about: str, *, person_ids: Iterable[int], reason: Reason = Reason.LEFT) -> int:
    """What still waits to be sent to these people about this thing is not sent."""
    waiting = Delivery.objects.waiting().filter(
        message__about=about, person_id__in=list(person_ids)
    )
    return waiting.update(state=DeliveryState.SUPPRESSED, next_try_at=None, reason=reason)


@command
def forget(person_ids: Iterable[int], *, at: datetime) -> int:
    """Erase words and addresses of these people; what waits is not sent. Twice changes nothing."""
    people = list(person_ids)
    Suppression.objects.filter(person_id__in=people).delete()
    held = Delivery.objects.filter(person_id__in=people, erased_at=None)
    held.filter(next_try_at__isnull=False).update(
        state=DeliveryState.SUPPRESSED, next_try_at=None, reason=Reason.FORGOTTEN
    )
    return _erase(list(held.values_list("pk", flat=True)), at)


def _erase(ids: list[int], at: datetime) -> int:
    held = Delivery.objects.filter(pk__in=ids)
    held.exclude(reason__in=list(Reason)).update(reason="")  # may quote the address
    erase_copies(list(held.values_list("own_id", flat=True)))
    return held.update(
        address="", subject="", body="", leave_url="", values=None, ways=None, erased_at=at
    )


@command
def drop_words(abouts: Iterable[str]) -> int:
    """The words of messages that carry a key are not kept once they are sent or given up."""
    settled = Delivery.objects.filter(message__about__in=list(abouts), next_try_at=None)
    return settled.exclude(state=DeliveryState.CLAIMED).update(body="")


# words


@command
def edit_text(
    key: str,
    language: str,
    words: Words,
    *,
    since: datetime | None = None,
    at: datetime,
    by: Actor,
) -> TextEdition:
    """The city's own words, now or from a later moment on. `UnusableWords` says what to mend."""
    require(policy.may_edit_texts(by))
    text = message_text(key)
    words = Words(subject=clean(words.subject), body=clean(words.body))
    if found := problems(words, text.variables, must=text.must, subject=text.subject):
        raise UnusableWords(found)
    edition = TextEdition(
        key=key, language=language, subject=words.subject, body=words.body, since=since or at
    )
    return _keep(edition, at=at, by=by)


@command
def restore_default(key: str, language: str, *, at: datetime, by: Actor) -> TextEdition:
    """Back to the words that ship; the city's editions stay in the history."""
    require(policy.may_edit_texts(by))
    message_text(key)
    return _keep(TextEdition(key=key, language=language, default=True, since=at), at=at, by=by)


def _keep(edition: TextEdition, *, at: datetime, by: Actor) -> TextEdition:
    edition.author = str(by)
    edition.save(force_insert=True)
    record(
        TextEdited(
            key=edition.key,
            language=edition.language,
            edition_id=edition.pk,
            default=edition.default,
        ),
        by=by,
        at=at,
    )
    return edition


@command
def expire(*, at: datetime, preview: bool = False) -> int:
    """Erase words and addresses of what was settled long ago; at most ten thousand at once."""
    old = Delivery.objects.filter(
        made_at__lt=clock.real_now() - KEPT_FOR, erased_at=None, next_try_at=None
    ).exclude(state=DeliveryState.CLAIMED)
    if preview:
        return old.count()
    return _erase(list(old.order_by("made_at").values_list("pk", flat=True)[:_EXPIRED_AT_ONCE]), at)

"""What stands around a mail of a talk: where answers go, what it answers, copies and files."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from kck.channels.email.terms import CHANNEL, Envelope, Part, Sender
from kck.conversations.queries.answers import SentFile, answer_of, box_of
from kck.conversations.tokens import with_token
from kck.files.queries import open_file
from kck.messaging.ports import Outgoing


def reads_mail() -> bool:
    """Whether answers to our mails come to anybody."""
    env = settings.ENV
    return bool(env.mailboxes or env.mail_listen or settings.KCK_DEMO)


def envelope_of(message: Outgoing, sender: Sender) -> Envelope:
    """As it is best answered: of a case by its token, of a talk in the talk's own box."""
    if not message.thread or not reads_mail():
        return Envelope(sender=sender)
    box = box_of(message.thread, CHANNEL)
    if not box:
        return Envelope(sender=sender)
    answers_to = replace(sender, reply_to=with_token(box, message.thread))
    found = answer_of(message.message_id)
    if found is None:
        return Envelope(sender=answers_to)
    return Envelope(
        sender=answers_to,
        in_reply_to=found.answers,
        references=found.references,
        cc=tuple(one for one in found.cc if one != message.address),
        parts=_parts(found.files),
        personal=True,
    )


def _parts(files: Sequence[SentFile]) -> tuple[Part, ...]:
    parts = []
    for one in files:
        data = _bytes_of(one.file)
        if data is not None:
            parts.append(Part(name=one.name, content_type=one.content_type, data=data))
    return tuple(parts)


def _bytes_of(public_id: UUID) -> bytes | None:
    opened = open_file(public_id)
    if opened is None:
        return None
    with opened.content as source:
        data: bytes = source.read()
    return data

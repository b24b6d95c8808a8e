"""What may be asked of messaging. Each is one transaction."""

from kck.messaging.commands.telling import (
    SENDER_JOB,
    SENDER_LOCK,
    UnusableWords,
    drop_words,
    edit_text,
    expire,
    forget,
    recipient_name,
    restore_default,
    send,
    stop,
    wake,
)
from kck.messaging.ids import own_id

__all__ = [
    "SENDER_JOB",
    "SENDER_LOCK",
    "UnusableWords",
    "drop_words",
    "edit_text",
    "expire",
    "forget",
    "own_id",
    "recipient_name",
    "restore_default",
    "send",
    "stop",
    "wake",
]

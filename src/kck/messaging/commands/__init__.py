"""What may be asked of messaging. Each is one transaction."""

from kck.messaging.commands.mailings import (
    approve_mailing,
    draft_mailing,
    pause_mailing,
    resume_mailing,
    send_unknown_again,
    stop_mailing,
    write_edition,
)
from kck.messaging.commands.mending import correct_address, go_another_way, resend, use_channel
from kck.messaging.commands.receipts import note_bounce, note_receipt
from kck.messaging.commands.suppressing import (
    lift_suppression,
    suppress_address,
    want_no_promotions,
    want_promotions_again,
)
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
    "approve_mailing",
    "correct_address",
    "draft_mailing",
    "drop_words",
    "edit_text",
    "expire",
    "forget",
    "go_another_way",
    "lift_suppression",
    "note_bounce",
    "note_receipt",
    "own_id",
    "pause_mailing",
    "recipient_name",
    "resend",
    "restore_default",
    "resume_mailing",
    "send",
    "send_unknown_again",
    "stop",
    "stop_mailing",
    "suppress_address",
    "use_channel",
    "wake",
    "want_no_promotions",
    "want_promotions_again",
    "write_edition",
]

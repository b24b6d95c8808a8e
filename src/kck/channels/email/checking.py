"""Files that were held back while the scanner was away are looked at again."""

import logging
from datetime import datetime

from django.db import transaction

from kck.channels.email.inbound_files import files_of
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.parsing.reading import parse
from kck.channels.email.reading import bytes_of
from kck.conversations.commands import files_checked

_log = logging.getLogger(__name__)
_AT_ONCE = 100


def check_again(*, at: datetime) -> int:
    """How many mails are done with; the first that finds no scanner ends it."""
    waiting = ReceivedMail.objects.filter(unchecked=True).order_by("at")[:_AT_ONCE]
    done = 0
    for mail_id in list(waiting.values_list("pk", flat=True)):
        try:
            if not _check_one(mail_id, at):
                break
            done += 1
        except Exception as problem:  # one that cannot be opened again holds up no other
            _log.error("files of mail %s stay held back: %s", mail_id, type(problem).__name__)
            ReceivedMail.objects.filter(pk=mail_id).update(unchecked=False)
    return done


def _check_one(mail_id: int, at: datetime) -> bool:
    with transaction.atomic():
        row = ReceivedMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
        found = files_of(parse(bytes_of(row)).attachments, at=at)
        if found.unchecked:
            transaction.set_rollback(True)
            return False
        if row.post_id:
            files_checked(row.post_id, found.files, at=at)
        row.unchecked = False
        row.save(update_fields=["unchecked"])
        return True

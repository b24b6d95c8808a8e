"""To speak to everybody, and to take it back."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.notices import policy
from kck.notices.events import NoticePublished, NoticeWithdrawn
from kck.notices.models import Notice
from kck.notices.queries import forget_notices
from kck.notices.rules import cleaned, must_be_sound

TOPIC = "notices"


@command
def publish_notice(
    *,
    kind: str,
    titles: Mapping[str, str],
    texts: Mapping[str, str] | None = None,
    districts: Iterable[str] = (),
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    code: str = "",
    from_file: bool = False,
    by: Actor,
    at: datetime,
) -> Notice:
    """Say it from now or from then on. The same code again replaces what was said under it."""
    notice = _of_code(code) if code else Notice(code=f"n{secrets.token_hex(4)}")
    require(policy.may_edit(by))
    begins, short, long = valid_from or at, cleaned(titles), cleaned(texts or {})
    must_be_sound(kind, short, long, begins, valid_to)

    notice.kind, notice.titles, notice.texts = kind, short, long
    notice.districts = sorted(set(districts))
    notice.valid_from, notice.valid_to, notice.withdrawn_at = begins, valid_to, None
    notice.from_file = from_file
    notice.save()
    _note(notice, by=by, at=at)
    return notice


def _of_code(code: str) -> Notice:
    found = Notice.objects.select_for_update().filter(code=code).first()
    return found or Notice(code=code)


def _note(notice: Notice, *, by: Actor, at: datetime) -> None:
    forget_notices()
    record(
        NoticePublished(
            notice_id=notice.pk,
            code=notice.code,
            kind=notice.kind,
            districts=notice.districts,
            valid_from=notice.valid_from,
            valid_to=notice.valid_to,
        ),
        by=by,
        at=at,
        topics=[TOPIC],
    )


@command
def withdraw_notice(notice_id: int, *, by: Actor, at: datetime) -> Notice:
    """Take a notice back at once. Asking again changes nothing."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    require(policy.may_edit(by))
    if notice.withdrawn_at is not None:
        return notice

    notice.withdrawn_at = at
    notice.save(update_fields=["withdrawn_at"])
    forget_notices()
    record(NoticeWithdrawn(notice_id=notice.pk, code=notice.code), by=by, at=at, topics=[TOPIC])
    return notice

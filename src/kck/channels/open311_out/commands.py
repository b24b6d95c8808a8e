"""Setting a far end up, and hearing what it posts to us."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from kck.accounts.queries import partner_exists
from kck.cases.models import Case
from kck.channels.open311_out import keys
from kck.channels.open311_out.far_ends import far_ends_of
from kck.channels.open311_out.incoming import hear, system_of
from kck.channels.open311_out.models import FarEnd
from kck.channels.open311_out.states import normal
from kck.channels.open311_out.terms import FarChange
from kck.directory import policy
from kck.directory.queries import snapshot
from kck.files.commands import receive_photo
from kck.files.terms import DRAFT_KEPT_FOR
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.handover.queries import sendings_of
from kck.handover.terms import SendingInfo


class UnknownPartner(ValueError):
    """There is no partner key of this number."""


@command
def set_far_end(unit: str, *, key: str | None, partner_id: int | None, by: Actor) -> FarEnd:
    """With which key we call it (None: as before), and with which of our partner keys it calls."""
    require(policy.may_edit(by))
    if partner_id is not None and not partner_exists(partner_id):
        raise UnknownPartner(str(_("Nie ma takiego klucza partnera.")))
    far_end = far_ends_of([unit])[unit]
    if key is not None:
        far_end.locked_key = keys.lock(key)
    far_end.partner_id = partner_id
    far_end.poll_next_at = None
    far_end.save(update_fields=["locked_key", "partner_id", "poll_next_at"])
    return far_end


def posted_to(partner_id: int, number: str) -> SendingInfo | None:
    """The sending about which this partner may speak: a case of ours that its unit has."""
    far_end = FarEnd.objects.filter(partner_id=partner_id).first()
    case_id = Case.objects.filter(number=number).values_list("pk", flat=True).first()
    if far_end is None or case_id is None:
        return None
    city = snapshot()
    theirs = [
        one
        for one in sendings_of(case_id)
        if city.unit_by_id(one.unit_id, city.day).code == far_end.unit
    ]
    return theirs[-1] if theirs else None


def take_posted(
    sending: SendingInfo,
    partner_id: int,
    *,
    update_id: str,
    status: str,
    words: str,
    uploads: Sequence["UploadedFile[bytes]"] = (),
    at: datetime,
) -> str:
    """What a unit's system posts about a case it has; our id of it, the same when it posts again.

    Raises `NotAPhoto`.
    """
    far_end = FarEnd.objects.get(partner_id=partner_id)
    change = FarChange(
        update_id=f"posted:{update_id}"[:160],
        number=sending.far_number,
        state=normal(status),
        words=words,
        at=at,
    )
    by = system_of(sending.unit_id)
    known = far_end.updates.filter(update_id=change.update_id).first()
    if known is None:
        photos: list[UUID] = [
            receive_photo(one, at=at, by=by, expires_at=at + DRAFT_KEPT_FOR).public_id
            for one in uploads
        ]
        known = hear(change, sending, far_end, photos=photos, at=at)
    known = known or far_end.updates.get(update_id=change.update_id)
    return f"f{known.pk}"

"""What deliveries hold of a person: who wrote from where, and the files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.channels.edoreczenia.commands import forget
from kck.channels.edoreczenia.folder import remove_original
from kck.channels.edoreczenia.keeping import remove_old_originals
from kck.channels.edoreczenia.models import Delivery
from kck.directory.terms import FORMAL_KINDS
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.foundation.privacy import Holder, register
from kck.foundation.text import _


def _export(person_id: int) -> Mapping[str, Any]:
    rows = Delivery.objects.filter(case__person_id=person_id, erased_at=None)
    return {
        "deliveries": [
            {
                "id": row.far_id,
                "from": row.sender,
                "name": row.sender_name,
                "subject": row.subject,
                "received_at": row.received_at.isoformat(),
                "files": [one.name for one in row.files.all()],
            }
            for row in rows.prefetch_related("files").order_by("received_at")
        ]
    }


def _forget(person_id: int, at: datetime, by: Actor) -> int:
    """Of formal cases nothing: see `holds`."""
    rows = Delivery.objects.filter(case__person_id=person_id, erased_at=None)
    free = list(rows.exclude(case__kind__in=FORMAL_KINDS).values_list("case_id", "kept_as"))
    for _case_id, name in free:
        remove_original(name)
    return sum(
        forget(case_id, at=at, by=by, ground="art. 17 RODO")
        for case_id in {case_id for case_id, _name in free if case_id}
    )


def _holds(person_id: int) -> str:
    rows = Delivery.objects.filter(case__person_id=person_id, case__kind__in=FORMAL_KINDS)
    numbers = sorted({row.case.number for row in rows.select_related("case") if row.case})
    if not numbers:
        return ""
    shown = ", ".join(display(number) for number in numbers)
    return str(_("Pisma doręczone elektronicznie w sprawach: %(numbers)s") % {"numbers": shown})


register(
    Holder(
        name="edoreczenia",
        export=_export,
        forget=_forget,
        holds=_holds,
        expire=lambda at, preview: remove_old_originals(at=at, preview=preview),
    )
)

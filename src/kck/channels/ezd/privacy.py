"""What was handed to the records system is kept there by the archive's rules, not by ours.

We keep no bytes of a package: only that it left, when, and under which number.
"""

from collections.abc import Mapping
from typing import Any

from kck.channels.ezd.models import RecordsPackage
from kck.foundation.numbers import display
from kck.foundation.privacy import Holder, register
from kck.foundation.text import _


def _export(person_id: int) -> Mapping[str, Any]:
    rows = RecordsPackage.objects.filter(case__person_id=person_id).select_related("case")
    return {
        "records": [
            {
                "case": row.case.number,
                "package": row.package_id,
                "asked_at": row.asked_at.isoformat(),
                "sent_at": row.sent_at.isoformat() if row.sent_at else None,
                "receipt": row.receipt_number,
            }
            for row in rows.order_by("asked_at")
        ]
    }


def _holds(person_id: int) -> str:
    rows = RecordsPackage.objects.filter(case__person_id=person_id).select_related("case")
    numbers = ", ".join(display(row.case.number) for row in rows.order_by("asked_at"))
    if not numbers:
        return ""
    return str(
        _("Sprawy przekazane do EZD, które zachowuje archiwum: %(numbers)s") % {"numbers": numbers}
    )


register(
    Holder(
        name="ezd",
        export=_export,
        forget=lambda person_id, at, by: 0,
        holds=_holds,
        expire=lambda at, preview: 0,
    )
)

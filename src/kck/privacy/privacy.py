"""The register of requests is about people too."""

from collections.abc import Mapping
from typing import Any

from kck.foundation.privacy import Holder, register
from kck.privacy.models import PrivacyRequest

_TOLD = (
    "kind", "received_at", "how", "words", "due_on", "longer_because", "state", "answer",
    "ended_at",
)  # fmt: skip


def _export(person_id: int) -> Mapping[str, Any]:
    rows = PrivacyRequest.objects.filter(person_id=person_id).order_by("received_at")
    return {"requests": list(rows.values(*_TOLD))} if rows else {}


register(
    Holder(
        name="privacy",
        export=_export,
        # what was asked for and answered must be proved; it names nobody once they are forgotten
        forget=lambda person_id, at, by: 0,
        holds=lambda person_id: "",
        expire=lambda at, preview: 0,
    )
)

"""What was done by a slip and taken back before anybody outside was told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kck.foundation.models import RecordedEvent

# the deed that an undoing takes back
SLIPS: Mapping[str, str] = {
    "cases.triage_undone": "cases.case_recategorised",
    "cases.forward_undone": "cases.case_forwarded",
    "cases.accept_undone": "cases.case_accepted",
}


def slips_of(streams: Iterable[str], *, since: datetime) -> set[int]:
    """The ids of the events since then that were taken back, whenever that was."""
    names = [*SLIPS, *SLIPS.values()]
    rows = RecordedEvent.objects.filter(stream__in=set(streams), name__in=names, at__gte=since)
    standing: dict[tuple[str, str], list[int]] = {}
    found = set()
    for pk, stream, name in rows.order_by("stream", "seq").values_list("pk", "stream", "name"):
        undone = standing.get((stream, SLIPS.get(name, "")), [])
        if name not in SLIPS:
            standing.setdefault((stream, name), []).append(pk)
        elif undone:
            found.add(undone.pop())
    return found

"""What happened to a case, as somebody without an account of its unit may read it."""

from collections.abc import Iterable

from kck.cases.models import Case
from kck.cases.queries.timeline import Entry, timeline
from kck.foundation.models import RecordedEvent


def unit_story(case_id: int, *, authors: Iterable[str] = ()) -> list[Entry]:
    """What the reporter reads too, and the notes of these actors; the oldest first."""
    case = Case.objects.get(pk=case_id)
    told = timeline(case, for_staff=False)
    written = set(
        RecordedEvent.objects.filter(
            stream=case.stream, name="cases.note_added", actor__in=list(authors)
        ).values_list("pk", flat=True)
    )
    notes = [one for one in timeline(case, for_staff=True) if one.id in written] if written else []
    return sorted([*told, *notes], key=lambda entry: entry.seq)

"""Words that events name."""

from kck.cases.events import Seals
from kck.cases.models import CaseText
from kck.cases.terms import TextKind


def text_in(seals: Seals, kind: TextKind) -> str:
    """The words of this kind among those an event names, unless they were erased since."""
    ids = [int(pk) for what, pk, _digest in seals if what == "text"]
    rows = CaseText.objects.filter(pk__in=ids, kind=kind, erased_at=None).order_by("id")
    return rows.values_list("body", flat=True).first() or ""

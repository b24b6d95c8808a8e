"""What was told apart from a case that spoke of several matters: its words, and where they are."""

from dataclasses import dataclass

from kck.cases.models import Case, CaseText
from kck.cases.terms import CaseState, TextKind
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class Apart:
    """One matter that is a case of its own now; `number` is empty when it is not to be seen."""

    text: str
    number: str
    category: str
    unit: str
    state: CaseState


def told_apart(case_id: int, actor: Actor) -> list[Apart]:
    """In the order of their numbers; none of a split that was taken back."""
    ids = _split_into(case_id)
    if not ids:
        return []
    rows = list(Case.objects.filter(pk__in=ids).order_by("pk"))
    seen = set(Case.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    texts = CaseText.objects.filter(
        case_id__in=ids, kind=TextKind.DESCRIPTION, erased_at=None
    ).order_by("-pk")
    words = dict(texts.values_list("case_id", "body"))
    return [_apart(row, words.get(row.pk, ""), row.pk in seen) for row in rows]


def _split_into(case_id: int) -> set[int]:
    events = RecordedEvent.objects.filter(
        stream=f"case:{case_id}", name__in=["cases.case_split", "cases.split_undone"]
    )
    found: set[int] = set()
    for name, payload in events.order_by("seq").values_list("name", "payload"):
        ids = set(payload["into_ids"])
        found = found | ids if name == "cases.case_split" else found - ids
    return found


def _apart(row: Case, text: str, seen: bool) -> Apart:
    city = snapshot()
    return Apart(
        text=text,
        number=row.number if seen else "",
        category=city.category_by_id(row.category_id).name() if seen else "",
        unit=city.unit_by_id(row.unit_id).code,
        state=CaseState(row.state),
    )

"""What people decided about categories, as lessons for triage."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.cases.events import CaseHandedBack, CaseRecategorised, TriageUndone
from kck.cases.models import Case, CaseText
from kck.cases.terms import TextKind
from kck.directory.queries import snapshot
from kck.foundation.models import RecordedEvent
from kck.triage.model.lessons import Lesson
from kck.triage.queries import mask, spot

SETTLED_AFTER = timedelta(days=7)  # a decision teaches when nobody took it back for so long
OF_ONE_PERSON = 5  # lessons about one category; nobody teaches the machine alone
MOST = 20_000  # decisions, the newest
_HALF_LIFE = timedelta(days=180)
_FRESH, _LEAST, _AGAINST = 2.0, 0.25, -0.5
_NAMES = (CaseRecategorised.name, TriageUndone.name, CaseHandedBack.name)


@dataclass(frozen=True, kw_only=True)
class _Decision:
    """`category` is empty where the case was handed back: it counts against what it has."""

    case_id: int
    category: str
    actor: str
    weight: float


def lessons_of_cases(at: datetime) -> Iterator[Lesson]:
    """Settled decisions with the words of the reporter, without personal data in them."""
    decisions = list(_decisions(at))
    texts, cases = _texts(decisions), _cases(decisions, at)
    counts: Counter[tuple[str, str]] = Counter()
    for decision in decisions:
        text = texts.get(decision.case_id, "").strip()
        now, language = cases.get(decision.case_id, ("", "pl"))
        category = decision.category or now
        counts[decision.actor, category] += 1
        if text and category and counts[decision.actor, category] <= OF_ONE_PERSON:
            yield Lesson(
                category=category,
                language=language,
                text=mask(text, spot(text)),
                weight=decision.weight,
            )


def _decisions(at: datetime) -> Iterator[_Decision]:
    """The last word about each case, the newest first."""
    events = RecordedEvent.objects.filter(name__in=_NAMES, at__lte=at).order_by("-at", "-pk")
    heard: set[int] = set()
    for event in events[:MOST].iterator(2000):
        case_id = event.payload["case_id"]
        if case_id in heard:
            continue
        heard.add(case_id)
        if event.at > at - SETTLED_AFTER or not event.actor.startswith("staff:"):
            continue
        if event.name == CaseRecategorised.name:
            category, weight = event.payload["to_category"], _weight(at - event.at)
        elif event.name == CaseHandedBack.name:
            category, weight = "", _AGAINST
        else:  # taken back
            continue
        yield _Decision(case_id=case_id, category=category, actor=event.actor, weight=weight)


def _weight(age: timedelta) -> float:
    """The newest weigh most: half as much every half a year."""
    return max(_LEAST, _FRESH * math.pow(0.5, age / _HALF_LIFE))


def _texts(decisions: Iterable[_Decision]) -> dict[int, str]:
    rows = CaseText.objects.filter(
        case__in=[one.case_id for one in decisions], kind=TextKind.DESCRIPTION, erased_at=None
    )
    return dict(rows.order_by("-pk").values_list("case_id", "body"))


def _cases(decisions: Iterable[_Decision], at: datetime) -> dict[int, tuple[str, str]]:
    """By id, the category a case has now, and its language."""
    rows = Case.objects.filter(pk__in=[one.case_id for one in decisions])
    codes = {row.id: row.code for row in snapshot(at).all_categories.all}
    return {
        pk: (codes.get(category, ""), language)
        for pk, category, language in rows.values_list("pk", "category_id", "language")
    }

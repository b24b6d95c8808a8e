"""Cases whose category a person has to decide: dangers first, then those who wait longest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choose
from django.db.models import IntegerField, Value, When

from kck.cases.models import Case, CaseText
from kck.cases.queries.desk import View, condition
from kck.cases.terms import TextKind
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """A case as the triage screen shows it: the reporter's own words, and what is assumed."""

    id: int
    number: str
    text: str
    place: str
    opened_at: datetime
    channel: str
    language: str
    danger: str
    category: str
    code: str
    lat: float | None
    lon: float | None
    unit: str
    hand_backs: int


def undecided(actor: Actor, *, at: datetime) -> list[Undecided]:
    """Those in front of the queue; `MOST` of them at the most."""
    first = Choose(When(danger="", then=Value(1)), default=Value(0), output_field=IntegerField())
    cases = list(
        Case.objects.filter(condition(View.TRIAGE, actor, at))
        .annotate(calm=first)
        .order_by("calm", "opened_at", "pk")[:MOST]
    )
    rows = CaseText.objects.filter(case__in=cases, kind=TextKind.DESCRIPTION, erased_at=None)
    texts = dict(rows.order_by("pk").values_list("case_id", "body"))
    city = snapshot(at)
    return [
        Undecided(
            id=case.pk,
            number=case.number,
            text=texts.get(case.pk, ""),
            place=case.address,
            opened_at=case.opened_at,
            channel=case.channel,
            language=case.language,
            danger=case.danger,
            category=city.category_by_id(case.category_id).name(),
            code=city.category_by_id(case.category_id).code,
            lat=case.lat,
            lon=case.lon,
            unit=city.unit_by_id(case.unit_id).code,
            hand_backs=case.hand_backs,
        )
        for case in cases
    ]

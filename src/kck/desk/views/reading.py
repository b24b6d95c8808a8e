"""Why a category: what the machine makes of the report, computed when somebody asks."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kck.cases.queries.desk_case import DeskCase, history_seen
from kck.cases.terms import TextKind
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.desk.views.case import of_case
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.triage.queries import triage

_SHOWN = 3
_LEAST = 0.01


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A category, its unit, how probable, and because of which words."""

    name: str
    unit: str
    percent: int
    words: tuple[str, ...]
    current: bool


@require_safe
@of_case
def reading(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """A part of the case page, or a page of its own without script."""
    context = {"case": case, "suggested": suggested(case), "covered": "personal" not in case.may}
    name = "_reading" if request.htmx else "reading"
    return page(request, f"case/{name}.html", context)


def suggested(case: DeskCase) -> list[Suggested]:
    """Whoever reads the report with covered words gets no words of it here."""
    at, city = clock.now(), snapshot()
    text = " ".join(
        words.body
        for words in history_seen(case)[0].words
        if words.kind == TextKind.DESCRIPTION and not words.erased
    )
    if not text.strip():
        return []
    seen = triage(text, language=case.language, channel=case.channel, at=at)
    found = [one for matter in seen.matters for one in matter.categories[:_SHOWN]]
    rows: list[Suggested] = []
    for one in sorted(found, key=lambda one: -one.probability)[:_SHOWN]:
        category = city.category(one.code)
        unit = city.unit(category.unit) if category else None
        if category and (not rows or one.probability >= _LEAST):
            rows.append(
                Suggested(
                    name=category.name(),
                    unit=unit.code if unit else city.centre.code,
                    percent=round(100 * one.probability),
                    words=one.words if "personal" in case.may else (),
                    current=category.code == case.category.code,
                )
            )
    return rows

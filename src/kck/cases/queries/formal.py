"""What is known of a formal matter: of whom a complaint is, who examines it, whose it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kck.accounts.queries import names_of
from kck.cases.clock_models import Complained, ComplaintRoute
from kck.cases.clock_terms import ComplainedOf
from kck.cases.models import Case
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from kck.foundation.text import localized
from kck.people.queries import contact

# rozporządzenie RM of 8.01.2002 on complaints and motions, par. 8. It says the same of motions;
# but here whole categories are motions (a mirror, a crossing): nobody is sent away from those
NEEDS_AUTHOR = frozenset({CaseKind.COMPLAINT})


@dataclass(frozen=True, kw_only=True)
class ComplaintAbout:
    """Of whom; `decides` says who examines it."""

    of: ComplainedOf
    of_words: Any
    unit: str
    person: str
    decides: str


def complaint_about(case_id: int, *, at: datetime) -> ComplaintAbout | None:
    """None as long as nobody has said it."""
    row = Complained.objects.filter(case_id=case_id).select_related("unit").first()
    if row is None:
        return None
    of, code = ComplainedOf(row.of), row.unit.code if row.unit else ""
    found = route_of(of, code, at)
    names = names_of({row.staff_id}) if row.staff_id else {}
    return ComplaintAbout(
        of=of,
        of_words=of.label,
        unit=snapshot(at).unit_by_id(row.unit_id).name() if row.unit_id else "",
        person=names.get(row.staff_id, "") if row.staff_id else "",
        decides=localized(found.decides) if found else "",
    )


def route_of(of: ComplainedOf, unit_code: str, at: datetime) -> ComplaintRoute | None:
    """The first of the city's rules that fits."""
    day = at.astimezone(clock.city_zone()).date()
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    rows = ComplaintRoute.objects.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))
    fits = (row for row in rows.order_by("order", "pk") if of in row.of)
    return next((row for row in fits if not row.units or unit_code in row.units), None)


def decides(case_id: int, at: datetime, language: str) -> str:
    """Who examines the complaint, as its author is told; "" when nobody knows yet."""
    row = Complained.objects.filter(case_id=case_id).select_related("unit").first()
    if row is None:
        return ""
    found = route_of(ComplainedOf(row.of), row.unit.code if row.unit else "", at)
    return localized(found.decides, language) if found else ""


def author_is_known(case: Case) -> bool:
    """With name and address: without them it may not be examined."""
    if case.person_id is None:
        return False
    found = contact(case.person_id)
    return bool(found.name.strip() and found.address.strip())


def was_asked(case: Case) -> bool:
    events = RecordedEvent.objects.filter(stream=case.stream)
    return events.filter(name="cases.author_asked").exists()


def may_stay_unexamined(case: Case) -> bool:
    """Only what nobody has signed, after its author was asked."""
    return case.kind in NEEDS_AUTHOR and was_asked(case) and not author_is_known(case)

"""How much open work somebody has: before they leave, or are given more."""

from kck.cases.models import Case
from kck.cases.terms import OPEN_STATES


def open_held_by(staff_id: int) -> int:
    return Case.objects.filter(handler_id=staff_id, state__in=sorted(OPEN_STATES)).count()

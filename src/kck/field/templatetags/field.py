"""How the field writes numbers, moments and ways."""

from datetime import datetime

from django import template
from django.utils.formats import number_format

from kck.foundation import numbers
from kck.foundation.when import at_time, by_when

register = template.Library()


@register.filter
def case_number(number: str) -> str:
    return numbers.display(number)


@register.filter
def by(moment: datetime, now: datetime) -> str:
    """ "dziś do 18.00" """
    return by_when(moment, now)


@register.filter
def past(moment: datetime, now: datetime) -> str:
    """ "wczoraj o 14.30" """
    return at_time(moment, now)


@register.filter
def way(metres: float | None) -> str:
    """ "350 m", "1,2 km" """
    if metres is None:
        return ""
    if metres < 1000:
        return f"{round(metres, -1):.0f} m"
    return f"{number_format(metres / 1000, 1)} km"

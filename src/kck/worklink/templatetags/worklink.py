"""How the page writes numbers and moments."""

from datetime import datetime

from django import template

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

"""Dangers that nobody has seen yet, wherever a page of the desk shows them."""

from typing import Any

from django import template

from kck.cases.queries.alarms import Alarm, unseen_alarms
from kck.foundation import clock

register = template.Library()


@register.simple_tag(takes_context=True)
def alarms_now(context: Any) -> list[Alarm]:
    return unseen_alarms(context["request"].actor, at=clock.now())

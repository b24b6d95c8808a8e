"""The banner of crowds on a page of the desk: one statement where it stands, none elsewhere."""

from typing import Any

from django import template
from django.template import Context

from kck.foundation import clock
from kck.intake.crowd_queries import CrowdInfo, open_crowds

register = template.Library()


@register.simple_tag(takes_context=True)
def crowds_now(context: Context) -> list[CrowdInfo]:
    request: Any = context["request"]
    return open_crowds(request.actor, at=clock.now())

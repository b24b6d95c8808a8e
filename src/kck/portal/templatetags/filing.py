"""How a letter is filed formally, for every page on which somebody may think they just did."""

from typing import Any

from django import template

from kck.directory.filing import filing_ways as ways_of
from kck.directory.queries import snapshot

register = template.Library()


@register.inclusion_tag("portal/_filing.html")
def filing_ways(*, folded: bool = False, bare: bool = False) -> dict[str, Any]:
    """`folded`: one line that opens; `bare`: only the ways, where the page says the rest."""
    return {"ways": ways_of(snapshot()), "folded": folded, "bare": bare}

"""How notes and reports are written out on the page of a case."""

from collections.abc import Mapping, Sequence

from django import template

from kck.cases.queries.apart import Apart
from kck.desk.pieces import Piece, not_found, of_note, of_report

register = template.Library()


@register.filter
def note_pieces(text: str, names: Mapping[str, str] | str) -> list[Piece]:
    return of_note(text, names if isinstance(names, Mapping) else {})


@register.filter
def report_pieces(text: str, apart: Sequence[Apart] | str) -> list[Piece]:
    return of_report(text, () if isinstance(apart, str) else apart)


@register.filter
def apart_elsewhere(text: str, apart: Sequence[Apart] | str) -> list[Apart]:
    return not_found(text, () if isinstance(apart, str) else apart)

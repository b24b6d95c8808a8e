"""Tables about recognition as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from kck.foundation.text import _
from kck.queues.tables import as_csv

TEMPLATE_ROWS = 10  # sentences asked for a category


def as_file(
    wanted: str,
    tables: dict[str, list[Any]],
    pairs: Sequence[tuple[str, str, int, str, str]],
    helped: Sequence[tuple[str, str, int, int]],
) -> HttpResponse:
    """A table by its name, the pairs, or a template to be filled with examples."""
    if wanted == "template":
        return _template(code for code, *_rest in helped)
    if wanted == "pairs":
        head = [_("ma być"), _("wzięto za"), _("sprawy")]
        return _csv(wanted, head, [one[:3] for one in pairs])
    if wanted not in tables:
        raise Http404
    head = [
        _("nazwa"), _("sprawy"), _("bez udziału człowieka, %"), _("ocenione"),
        _("pierwsza propozycja trafna, %"), _("pomyłki bez udziału człowieka, %"),
        _("średnia pewność, %"), _("pewność na zestawie oceny, %"),
    ]  # fmt: skip
    return _csv(wanted, head, map(_cells, tables[wanted]))


def _cells(row: Any) -> list[Any]:
    own = row.of
    shares = [
        _share(one) for one in (own.coverage, own.accuracy, own.error, own.confidence, row.expected)
    ]
    return [row.name, own.number, shares[0], own.judged, *shares[1:]]


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.1f}".replace(".", ",")


def _csv(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    return _attached(name, b"".join(as_csv([[str(one) for one in head], *rows])))


def _template(codes: Iterable[str]) -> HttpResponse:
    """With commas, as the city's own files of sentences have them."""
    lines = [f"{code},pl," for code in codes for _row in range(TEMPLATE_ROWS)]
    return _attached("template", "\r\n".join(["category,language,text", *lines, ""]).encode())


def _attached(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="recognition-{name}.csv"'
    return response

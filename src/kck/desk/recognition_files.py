"""Tables about recognition as files."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from kck.foundation.text import _

TEMPLATE_ROWS = 10  # sentences asked for a category


def as_file(
    wanted: str,
    tables: dict[str, list[Any]],
    pairs: Sequence[tuple[str, str, int, str, str]],
    helped: Sequence[tuple[str, str, int, int]],
) -> HttpResponse:
    """A table by its name, the pairs, or a template to be filled with examples."""
    if wanted == "template":
        empty = [[code, "pl", ""] for code, *_rest in helped for _row in range(TEMPLATE_ROWS)]
        return _csv(wanted, ["category", "language", "text"], empty, ",")
    if wanted == "pairs":
        head = [_("ma być"), _("wzięto za"), _("sprawy")]
        return _csv(wanted, head, [one[:3] for one in pairs])
    if wanted not in tables:
        raise Http404
    head = [
        _("nazwa"), _("sprawy"), _("bez udziału człowieka, %"), _("ocenione"),
        _("pierwsza propozycja trafna, %"), _("pomyłki bez udziału człowieka, %"),
        _("średnia pewność, %"),
    ]  # fmt: skip
    return _csv(wanted, head, map(_cells, tables[wanted]))


def _cells(row: Any) -> list[Any]:
    own = row.of
    shares = [_share(one) for one in (own.coverage, own.accuracy, own.error, own.confidence)]
    return [row.name, own.number, shares[0], own.judged, *shares[1:]]


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.1f}".replace(".", ",")


def _csv(
    name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]], sign: str = ";"
) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="recognition-{name}.csv"'
    response.write("\ufeff")  # so that a spreadsheet reads Polish letters
    writer = csv.writer(response, delimiter=sign)
    writer.writerow([str(one) for one in head])
    writer.writerows(rows)
    return response

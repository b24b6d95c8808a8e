"""A view as a table: the same filters and rights as on the screen, and nobody's personal data."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from kck.cases.queries.desk import cases_of
from kck.cases.queries.filters import Filters
from kck.cases.queries.views import View
from kck.cases.terms import CaseState, Outcome
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.terms import CaseKind
from kck.foundation import clock, numbers
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.places.queries import area

MOST = 50_000
AT_ONCE = 2_000
_NAMES = (
    "pk", "number", "kind", "category_id", "unit_id", "priority", "state", "outcome", "channel",
    "address", "street", "district", "private", "coarse", "opened_at", "first_due_at", "due_at",
    "legal_due_at", "done_at", "closed_at", "waiting_on", "waiting_since", "hand_backs",
    "disputes", "me_too",
)  # fmt: skip
Cell = str | int | datetime | None


def head() -> list[str]:
    """Titles of the columns, in the reader's language."""
    titles = (
        _("numer"), _("rodzaj"), _("kategoria"), _("jednostka"), _("pilność"), _("stan"),
        _("wynik"), _("kanał"), _("miejsce"), _("dzielnica"), _("zgłoszona"),
        _("najbliższy termin"), _("obiecany"), _("ustawowy"), _("wykonana"), _("zamknięta"),
        _("czeka na"), _("czeka od"), _("oddana razy"), _("zakwestionowana razy"), _("też to mam"),
    )  # fmt: skip
    return [str(title) for title in titles]


def rows(
    actor: Actor, view: View, filters: Filters, *, channels: Mapping[str, Any], at: datetime
) -> Iterator[list[Cell]]:
    """At most fifty thousand, in the order of the list, read some at a time."""
    chosen = cases_of(actor, view, filters, at=at)
    name, down = chosen.order.removeprefix("-"), chosen.order.startswith("-")
    by = F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
    city = snapshot(at)
    found = chosen.cases.order_by(by, "pk").values(*_NAMES)[:MOST]
    for row in found.iterator(chunk_size=AT_ONCE):
        yield _row(row, city, channels)


def count(actor: Actor, view: View, filters: Filters, *, at: datetime) -> int:
    """Of all that the view holds, also beyond what fits."""
    return cases_of(actor, view, filters, at=at).cases.count()


def _row(row: dict[str, Any], city: Snapshot, channels: Mapping[str, Any]) -> list[Cell]:
    district = area(row["district"]) if row["district"] else None
    # where the exact place could say who somebody is, only the street
    exact = not (row["private"] or row["coarse"])
    return [
        numbers.display(row["number"]),
        _label(CaseKind, row["kind"]),
        city.category_by_id(row["category_id"]).name(),
        city.unit_by_id(row["unit_id"], city.day).code,
        row["priority"],
        str(CaseState(row["state"]).label),
        str(Outcome(row["outcome"]).label) if row["outcome"] else "",
        str(channels.get(row["channel"], row["channel"])),
        row["address"] if exact else row["street"],
        district.name if district else row["district"],
        *(_local(row[name]) for name in (
            "opened_at", "first_due_at", "due_at", "legal_due_at", "done_at", "closed_at",
        )),
        row["waiting_on"],
        _local(row["waiting_since"]),
        row["hand_backs"],
        row["disputes"],
        row["me_too"],
    ]  # fmt: skip


def _label(words: Any, value: str) -> str:
    try:
        return str(words(value).label)
    except ValueError:
        return value


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(clock.city_zone()) if moment else None

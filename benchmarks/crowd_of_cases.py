"""A table with as many cases as asked, copied from one real case in one statement."""

from django.db import connection

from kck.cases.models import Case
from kck.cases.terms import Spot
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming

FIRST = 10_000_000  # ids and numbers of copies begin here
# one in fifty is open, as in a city whose million cases are mostly past
_OVERRIDES = {
    "id": f"{FIRST} + g",
    "number": "lpad((900000000 + g)::text, 12, '0')",
    "token": "md5(g::text)",
    "opened_at": "c.opened_at - g * interval '11 seconds'",
    "updated_at": "c.opened_at - g * interval '11 seconds'",
    "due_at": "c.opened_at - g * interval '11 seconds' + interval '2 days'",
    "state": "CASE WHEN g %% 50 = 0 THEN 'new' ELSE 'closed' END",
    "closed_at": "CASE WHEN g %% 50 = 0 THEN NULL ELSE c.opened_at END",
    "done_at": "CASE WHEN g %% 50 = 0 THEN NULL ELSE c.opened_at END",
    "unit_id": "(SELECT ids[1 + g %% array_length(ids, 1)] FROM units)",
    "category_id": "(SELECT ids[1 + g %% array_length(ids, 1)] FROM categories)",
    "district": "(1 + g %% 18)::text",
}


def one_case() -> Case:
    """The case that all others are copies of."""
    received = receive(
        Incoming(
            channel=Channel.WEB,
            text="Dziura w jezdni przy przejściu.",
            category="roads-pothole",
            spot=Spot(lat=50.0617, lon=19.9373, address="ul. Karmelicka 5"),
        ),
        at=clock.now(),
        by=ANYBODY,
    )
    if received.case is None:
        raise RuntimeError("a report becomes a case")
    return Case.objects.get(pk=received.case.id)


def fill(case: Case, start: int, end: int) -> None:
    """Copies number `start` to `end` - 1, and fresh statistics."""
    columns = [f.column for f in Case._meta.concrete_fields if not getattr(f, "generated", False)]
    values = ", ".join(_OVERRIDES.get(str(name), f'c."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH units AS (SELECT array_agg(id ORDER BY id) AS ids FROM directory_unit),"
            " categories AS (SELECT array_agg(id ORDER BY id) AS ids FROM directory_category)"
            f" INSERT INTO cases_case ({names}) SELECT {values}"
            " FROM cases_case c CROSS JOIN generate_series(%s, %s) AS g WHERE c.id = %s",
            [start, end - 1, case.pk],
        )
        cursor.execute("VACUUM ANALYZE cases_case")

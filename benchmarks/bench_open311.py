"""A list of 1 000 requests, beside the time PostgreSQL needs to produce the same JSON."""

import json
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client

from benchmarks.crowd_of_cases import fill, one_case
from benchmarks.figures import Figure, median
from benchmarks.ground import Ground

ROWS, TIMES = 1000, 15
AGAINST = "json_agg in PostgreSQL"
_JSON = """
SELECT json_agg(r) FROM (
    SELECT c.number AS service_request_id,
           CASE WHEN c.state = 'new' THEN 'open' ELSE 'closed' END AS status,
           c.state AS status_notes, k.names->>'pl' AS service_name, k.code AS service_code,
           coalesce(t.body, k.names->>'pl') AS description, u.names->>'pl' AS agency_responsible,
           NULL AS service_notice,
           to_char(c.opened_at, 'YYYY-MM-DD"T"HH24:MI:SSOF') AS requested_datetime,
           to_char(c.updated_at, 'YYYY-MM-DD"T"HH24:MI:SSOF') AS updated_datetime,
           to_char(c.due_at, 'YYYY-MM-DD"T"HH24:MI:SSOF') AS expected_datetime,
           c.address, NULL AS address_id, NULL AS zipcode, c.lat, c.lon AS long,
           p.public_id AS media_url
    FROM cases_case c
    JOIN directory_category k ON k.id = c.category_id
    JOIN directory_unit u ON u.id = c.unit_id
    LEFT JOIN LATERAL (
        SELECT body FROM cases_casetext t WHERE t.case_id = c.id AND t.kind = 'description'
        AND t.published_at IS NOT NULL AND t.erased_at IS NULL ORDER BY t.id DESC LIMIT 1
    ) t ON true
    LEFT JOIN LATERAL (
        SELECT f.public_id FROM cases_casephoto p JOIN files_storedfile f ON f.id = p.file_id
        WHERE p.case_id = c.id AND p.published_at IS NOT NULL AND p.erased_at IS NULL
        ORDER BY p.id LIMIT 1
    ) p ON true
    WHERE NOT c.private AND c.state <> 'withdrawn'
    ORDER BY c.opened_at DESC, c.id DESC LIMIT 1000
) r
"""


def measure(ground: Ground) -> list[Figure]:
    fill(one_case(), 0, 5_000)
    client = Client()
    by_hand = _median_ms(_in_postgresql)
    return [
        Figure(
            name=f"Open311: {ROWS} requests as {form.upper()}",
            measured=_median_ms(lambda form=form: _asked(client, form)),
            unit="ms",
            baseline=by_hand,
            against=AGAINST,
            most=4,
        )
        for form in ("json", "xml")
    ]


def _in_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_JSON)
        row = cursor.fetchone()
    found = row[0] if isinstance(row[0], list) else json.loads(row[0])
    if len(found) != ROWS:
        raise RuntimeError(f"{len(found)} rows by hand")


def _asked(client: Client, form: str) -> None:
    answer = client.get(f"/open311/v2/requests.{form}")
    count = answer.content.count(b"service_request_id") // (1 if form == "json" else 2)
    if answer.status_code != 200 or count != ROWS:
        raise RuntimeError(f"{answer.status_code}, {count} requests")


def _median_ms(work: Callable[[], None]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)

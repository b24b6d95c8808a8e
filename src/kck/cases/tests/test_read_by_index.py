import json

import pytest
from django.db import connection
from tests.builders import MONDAY, a_case, everywhere

from kck.cases.models import Case
from kck.cases.queries.desk_case import _with_more, case_for

pytestmark = pytest.mark.django_db


def plan_of(rows):
    """As PostgreSQL would read them, were the tables large."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return json.dumps(json.loads(rows.explain(format="json")))


def test_the_page_of_a_case_does_not_read_the_history_of_the_whole_city():
    case = a_case()

    plan = plan_of(_with_more(Case.objects.filter(number=case.number)))

    assert "event_stream_seq" in plan
    assert "Seq Scan" not in plan


def test_its_last_event_is_found_that_way():
    case = a_case()

    assert case_for(everywhere(), case.number, at=MONDAY).seq == 1

"""Whoever needs no personal data reads what people wrote without them."""

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.cases.queries.desk_case import case_for, history_seen

pytestmark = pytest.mark.django_db
TOLD = "Dziura przed bramą. Proszę dzwonić: 600 100 200, Kowalski Zenobiusz, zenek@example.org"


def read_by(actor):
    case = a_case(text=TOLD, name="Zenobiusz Kowalski", email="zenek@example.org")
    seen = case_for(actor, case.number, at=MONDAY)
    return " ".join(words.body for entry in history_seen(seen) for words in entry.words)


@pytest.mark.parametrize("grants", [("cases.view",), ("cases.view", "cases.work")])
def test_a_worker_of_the_unit_reads_what_happened_without_who_says_so(grants):
    read = read_by(acting_for("ZDMK", *grants))

    assert "Dziura przed bramą" in read
    for word in ("600", "Zenobiusz", "Kowalski", "zenek"):
        assert word not in read


@pytest.mark.parametrize("grant", ["cases.contact", "cases.publish", "cases.redact"])
def test_whoever_may_see_the_contact_or_publishes_or_redacts_reads_it_as_it_was_written(grant):
    assert TOLD in read_by(everywhere("cases.view", grant))

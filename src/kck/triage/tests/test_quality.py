"""What Kraków's shipped sentences teach, judged by messages that nothing was tuned on."""

from datetime import UTC, datetime

import pytest

from kck.triage.learning import Learnt, learn

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def learnt(django_db_setup, django_db_blocker) -> Learnt:
    with django_db_blocker.unblock():
        return learn(AT)


def test_the_shipped_city_is_understood(learnt: Learnt):
    found = learnt.card["evaluation"]

    assert found["n"] >= 400
    assert found["top3"] >= 0.95
    by_language = found["by_language"]
    assert by_language["pl"]["top1"] >= 0.88
    assert by_language["en"]["top1"] >= 0.80
    assert by_language["uk"]["top1"] >= 0.85


def test_what_is_taken_alone_is_right(learnt: Learnt):
    found = learnt.card["evaluation"]

    assert found["automatic_coverage"] >= 0.15
    assert found["automatic_error"] <= 0.03
    assert found["automatic_unit_error"] <= 0.01

import pytest
import time_machine

from kck.foundation.limits import allow
from kck.foundation.models import Tally

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-02-02T09:00:10Z", tick=False)
def test_the_limit_holds_within_its_window():
    assert [allow("code:1", limit=3, seconds=60) for _ in range(5)] == [True] * 3 + [False] * 2
    assert allow("code:2", limit=3, seconds=60)


def test_the_next_window_begins_anew():
    with time_machine.travel("2026-02-02T09:00:10Z", tick=False):
        assert [allow("code:1", limit=1, seconds=60) for _ in range(2)] == [True, False]
    with time_machine.travel("2026-02-02T09:01:10Z", tick=False):
        assert allow("code:1", limit=1, seconds=60)


def test_whom_it_concerns_is_not_kept():
    allow("address:203.0.113.7", limit=1, seconds=60)

    assert "203.0.113.7" not in Tally.objects.get().key

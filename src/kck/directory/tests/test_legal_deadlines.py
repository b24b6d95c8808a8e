from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kck.directory.rules import LEGAL_TERMS, is_holiday, legal_deadline
from kck.directory.terms import CaseKind

WARSAW = ZoneInfo("Europe/Warsaw")


def deadline(kind: CaseKind, opened: str) -> str:
    at = datetime.fromisoformat(opened).replace(tzinfo=WARSAW)
    found = legal_deadline(kind, at)
    return found.astimezone(WARSAW).isoformat(timespec="seconds")[:19] if found else ""


@pytest.mark.parametrize(
    ("kind", "opened", "ends"),
    [
        (CaseKind.COMPLAINT, "2026-02-02T09:00", "2026-03-02T23:59:59"),
        # the day of the event is not counted, however early it came
        (CaseKind.PUBLIC_INFORMATION, "2026-02-02T00:01", "2026-02-16T23:59:59"),
        (CaseKind.ACCESSIBILITY_REQUEST, "2026-02-02T23:59", "2026-02-09T23:59:59"),
        # no 31 February: the last day of the month, which is a Saturday, so Monday
        (CaseKind.COMPLAINT, "2026-01-31T09:00", "2026-03-02T23:59:59"),
        (CaseKind.PETITION, "2026-02-02T09:00", "2026-05-04T23:59:59"),
        # the 24th is free since 2025, the 25th and 26th too, then Sunday
        (CaseKind.MOTION, "2026-11-24T09:00", "2026-12-28T23:59:59"),
        # before 2025 Christmas Eve was a working day
        (CaseKind.MOTION, "2024-11-24T09:00", "2024-12-24T23:59:59"),
        # Sunday 3 May and Friday 1 May: the term ends on the next day that is neither
        (CaseKind.INTERPELACJA, "2026-04-17T09:00", "2026-05-04T23:59:59"),
        (CaseKind.RODO_REQUEST, "2026-12-15T09:00", "2027-01-15T23:59:59"),
    ],
)
def test_a_legal_term_ends(kind: CaseKind, opened: str, ends: str) -> None:
    assert deadline(kind, opened) == ends


@pytest.mark.parametrize(
    "kind", [CaseKind.REPORT, CaseKind.ENQUIRY, CaseKind.IDEA, CaseKind.PRAISE]
)
def test_the_law_sets_no_clock_for(kind: CaseKind) -> None:
    assert legal_deadline(kind, datetime(2026, 2, 2, tzinfo=UTC)) is None


@settings(deadline=None)
@given(
    st.sampled_from(sorted(LEGAL_TERMS)),
    st.datetimes(
        min_value=datetime(2025, 1, 1),  # noqa: DTZ001
        max_value=datetime(2035, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)
def test_a_term_never_ends_on_a_free_day_nor_before_its_time(
    kind: CaseKind, opened_at: datetime
) -> None:
    due = legal_deadline(kind, opened_at)

    assert due is not None
    last: date = due.astimezone(WARSAW).date()
    assert last.weekday() < 5
    assert not is_holiday(last, "PL")
    # in days of the city: one of them may have 23 hours
    assert last - opened_at.astimezone(WARSAW).date() >= timedelta(days=7)
    assert due - opened_at < timedelta(days=105)

from datetime import UTC, date, datetime

import pytest

from kck.people.rules import calls_stopped, sought, sought_phone

NOW = datetime(2026, 2, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "600100200",
        "600 100 200",
        "600-100-200",
        "(600) 100 200",
        "+48 600 100 200",
        "+48600100200",
        "0048 600 100 200",
        "48600100200",
        "0600100200",
        "tel. 600 100 200",
        "Telefon: 600.100.200",
        "тел. 600 100 200",
    ],
)
def test_a_number_is_understood_in_any_form(typed):
    assert sought_phone(typed) == "+48600100200"


@pytest.mark.parametrize("typed", ["", "600", "Jan 600", "26-004512-7x", "600100200600100200"])
def test_what_is_no_number_is_none(typed):
    assert sought_phone(typed) == ""


def test_what_was_typed_says_how_to_look():
    assert (sought("Jan@Example.org ").by, sought("Jan@Example.org ").value) == (
        "email",
        "jan@example.org",
    )
    assert sought("Żółć Łukasz").words == ("żółć", "łukasz")
    assert sought("al").by == "nothing"
    assert sought("jan@").by == "nothing"
    assert sought("12345").by == "nothing"


def test_calls_stay_stopped_until_the_day_that_was_named():
    assert not calls_stopped(None, None, date(2026, 2, 2))
    assert calls_stopped(NOW, None, date(2036, 2, 2))
    assert calls_stopped(NOW, date(2026, 3, 1), date(2026, 3, 1))
    assert not calls_stopped(NOW, date(2026, 3, 1), date(2026, 3, 2))

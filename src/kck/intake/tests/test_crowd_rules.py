from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kck.intake.crowd_rules import (
    Report,
    Usual,
    at_least,
    cluster,
    comes_back,
    expected,
    is_crowd,
    people,
)
from kck.places.rules import cell

LAT, LON = 50.0617, 19.9373
NOTHING = Usual(in_area=0, hours=24, in_city=0, at_this_hour=0, such_hours=0)


def a_report(number: int, *keys: str, north: float = 0) -> Report:
    lat = LAT + north / 111_195
    return Report(
        conversation_id=number,
        case_id=number,
        cell=cell(lat, LON),
        lat=lat,
        lon=LON,
        keys=frozenset(keys or (f"p{number}",)),
    )


def test_reports_hang_together_from_neighbour_to_neighbour():
    chain = [a_report(n, north=300 * n) for n in range(5)]
    alone = a_report(9, north=5000)

    found = cluster(chain[0], [*chain, alone])

    assert {one.conversation_id for one in found} == {0, 1, 2, 3, 4}


def test_whoever_shares_a_contact_or_a_device_is_one():
    told = [a_report(1, "a@x", "+481"), a_report(2, "+481", "device:1"), a_report(3, "device:1")]

    assert people(told) == 1
    assert people([*told, a_report(4, "b@x")]) == 2
    assert people([]) == 0


def test_poisson_is_poisson():
    assert at_least(0, 3) == 1
    assert abs(at_least(1, 0.5) - 0.3934693) < 1e-6
    assert abs(at_least(4, 1.0) - 0.0189882) < 1e-6


@given(st.integers(1, 40), st.floats(0.001, 30))
def test_more_is_rarer_and_a_higher_usual_makes_it_commoner(count, mean):
    assert at_least(count + 1, mean) <= at_least(count, mean) + 1e-12
    assert at_least(count, mean) <= at_least(count, mean * 1.5) + 1e-9


def test_four_people_in_a_young_installation_are_a_crowd_three_are_not():
    mean = expected(NOTHING, 0.5)

    assert mean > 0
    assert is_crowd(4, mean)
    assert not is_crowd(3, mean)


def test_a_busy_place_at_a_busy_hour_needs_more_than_a_quiet_one():
    busy = Usual(in_area=600, hours=1344, in_city=20_000, at_this_hour=900, such_hours=24)
    quiet = replace(busy, in_area=10)
    night = replace(busy, at_this_hour=20)

    assert not is_crowd(4, expected(busy, 0.5))
    assert is_crowd(4, expected(quiet, 0.5))
    assert expected(night, 0.5) < expected(busy, 0.5) / 5


def test_what_was_dismissed_comes_back_when_it_has_doubled():
    assert not comes_back(9, 5)
    assert comes_back(10, 5)
    assert not comes_back(5, 4)
    assert comes_back(8, 4)


def test_a_month_of_usual_load_raises_hardly_a_flag():
    """Places of very different liveliness, each reporting as it always does, hour by hour."""
    random, flags, asked = Random(20261126), 0, 0  # noqa: S311
    for place in range(40):
        per_week = 2 ** (place % 8)  # 1 to 128 reports a week of one kind in one area
        usual = Usual(
            in_area=per_week * 8, hours=1344, in_city=per_week * 200, at_this_hour=0, such_hours=0
        )
        usual = replace(usual, at_this_hour=round(usual.in_city / 56), such_hours=24)
        for _half_hour in range(30 * 48):
            count = sum(1 for _try in range(20) if random.random() < per_week / 336 / 20)
            asked += count > 0
            flags += is_crowd(count, expected(usual, 0.5))

    assert asked > 2000
    assert flags <= 1

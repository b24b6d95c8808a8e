import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.field.driving import SAME_SPOT_M, Band, Stop, band_of, driving_order, legs
from kck.places.rules import distance_m

BASE = (50.0614, 19.9366)
EXAMPLES = Path(__file__).parents[1] / "frontend" / "driving.examples.json"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MIDNIGHT = NOON + timedelta(hours=12)

spots = st.none() | st.tuples(st.floats(49.97, 50.12), st.floats(19.79, 20.21))
ways = st.lists(st.tuples(spots, st.sampled_from(Band)), max_size=14).map(
    lambda found: [Stop(key=str(n), spot=spot, band=band) for n, (spot, band) in enumerate(found)]
)


def stop(key, lat, lon, band=Band.LATER):
    return Stop(key=key, spot=(lat, lon), band=band)


def keys(stops):
    return [one.key for one in stops]


@given(ways)
def test_every_stop_is_driven_to_once(stops):
    assert sorted(keys(driving_order(stops, BASE))) == sorted(keys(stops))


@given(ways)
def test_nothing_of_a_later_band_comes_before_unless_it_is_at_the_same_spot(stops):
    order = driving_order(stops, BASE)

    for place, one in enumerate(order):
        for later in order[place + 1 :]:
            if later.band < one.band:
                assert any(
                    other.spot and one.spot and distance_m(other.spot, one.spot) <= SAME_SPOT_M
                    for other in order[:place]
                )


@given(ways)
def test_asking_twice_gives_the_same_way(stops):
    assert driving_order(stops, BASE) == driving_order(stops, BASE)


def test_danger_goes_first_however_far_it_is():
    near, far = stop("near", 50.062, 19.937), stop("far", 50.11, 20.2, Band.DANGER)

    assert keys(driving_order([near, far], BASE)) == ["far", "near"]


def test_what_lies_at_the_spot_of_an_urgent_stop_is_done_with_it():
    danger = stop("danger", 50.07, 19.95, Band.DANGER)
    beside = stop("beside", 50.0705, 19.9505)
    other = stop("other", 50.0615, 19.9367, Band.TODAY)

    assert keys(driving_order([beside, other, danger], BASE)) == ["danger", "beside", "other"]


def test_a_way_that_crosses_itself_is_turned_round():
    """Nearest first goes A, B, C and back over its own track to D; shorter is D, A, B, C."""
    lats = {"A": 50.0634, "B": 50.0664, "C": 50.0714, "D": 50.0592}
    stops = [stop(key, lat, 19.9366) for key, lat in lats.items()]

    order = driving_order(stops, BASE)

    assert keys(order) == ["D", "A", "B", "C"]
    assert sum(metres or 0 for metres in legs(order, BASE)) < 1700


def test_what_has_no_spot_comes_last_within_its_band():
    nowhere = Stop(key="nowhere", spot=None, band=Band.DANGER)
    danger, later = stop("danger", 50.07, 19.95, Band.DANGER), stop("later", 50.062, 19.937)

    order = driving_order([later, nowhere, danger], BASE)

    assert keys(order) == ["danger", "nowhere", "later"]
    assert legs(order, BASE)[1] is None


@pytest.mark.parametrize(
    ("urgent", "due_at", "band"),
    [
        (True, None, Band.DANGER),
        (False, NOON - timedelta(days=3), Band.TODAY),
        (False, MIDNIGHT - timedelta(minutes=1), Band.TODAY),
        (False, MIDNIGHT, Band.LATER),
        (False, None, Band.LATER),
    ],
)
def test_danger_then_what_runs_out_today_then_the_rest(urgent, due_at, band):
    assert band_of(urgent=urgent, due_at=due_at, end_of_day=MIDNIGHT) == band


def test_the_phone_and_the_server_drive_alike():
    """The same examples are read by `driving.test.ts`."""
    examples = json.loads(EXAMPLES.read_text())

    assert len(examples) >= 5
    for one in examples:
        stops = [
            Stop(key=key, spot=tuple(spot) if spot else None, band=Band(band))
            for key, spot, band in one["stops"]
        ]
        order = driving_order(stops, tuple(one["start"]))
        assert keys(order) == one["order"]
        assert [
            round(way) if way is not None else None for way in legs(order, tuple(one["start"]))
        ] == one["legs"]

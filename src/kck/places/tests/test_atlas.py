from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from kck.places.atlas import Atlas, Piece
from kck.places.terms import AreaInfo


def a_piece(kind: str, code: str, shape: BaseGeometry, **props: str) -> Piece:
    info = AreaInfo(kind=kind, code=code, names={"pl": code}, lat=0, lon=0, props=props)
    return Piece(info=info, shape=shape)


RING = Polygon(
    box(20, 50, 20.1, 50.1).exterior.coords, [box(20.04, 50.04, 20.06, 50.06).exterior.coords]
)
TOWN = Atlas(
    [
        a_piece("district", "2", box(20.1, 50, 20.2, 50.1)),
        a_piece("district", "1", RING),
        a_piece("owner", "park", box(20.01, 50.01, 20.03, 50.03), owner="green", unit="ZZM"),
        a_piece("owner", "path", box(20.018, 50.01, 20.022, 50.03), owner="road", unit="ZDMK"),
    ]
)


def test_a_point_lies_in_its_district():
    found = TOWN.locate(50.02, 20.09)

    assert found.inside
    assert found.district
    assert found.district.code == "1"


def test_a_hole_is_outside_but_its_border_is_not():
    assert not TOWN.locate(50.05, 20.05).inside
    assert TOWN.locate(50.04, 20.05).inside


def test_a_point_on_a_shared_border_always_gets_the_same_district():
    order = [piece.info.code for piece in TOWN.pieces if piece.info.kind == "district"]
    turned = Atlas(reversed(TOWN.pieces))

    found = TOWN.locate(50.05, 20.1).district
    again = turned.locate(50.05, 20.1).district

    assert found
    assert again
    assert found.code == again.code == order[0]


def test_the_smallest_owner_wins_where_several_lie_above_each_other():
    assert TOWN.locate(50.02, 20.02).owner == "road"
    assert TOWN.locate(50.02, 20.02).owner_unit == "ZDMK"
    assert TOWN.locate(50.02, 20.012).owner == "green"
    assert TOWN.locate(50.02, 20.09).owner == ""


def test_a_district_in_two_parts_is_one():
    parts = MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])
    town = Atlas([a_piece("district", "1", parts)])

    assert town.locate(0.5, 0.5).inside
    assert town.locate(0.5, 2.5).inside
    assert not town.locate(0.5, 1.5).inside


def test_a_gap_between_districts_within_the_city_belongs_to_the_nearest():
    town = Atlas(
        [
            a_piece("city", "town", box(0, 0, 2, 1)),
            a_piece("district", "1", box(0, 0, 0.99, 1)),
            a_piece("district", "2", box(1.01, 0, 2, 1)),
        ]
    )

    found = town.locate(0.5, 0.995)

    assert found.inside
    assert found.district
    assert found.district.code == "1"


def test_while_no_limits_are_known_nobody_is_sent_away():
    assert Atlas([]).locate(50, 20).inside
    assert Atlas([a_piece("owner", "park", box(0, 0, 1, 1))]).locate(50, 20).inside
    assert Atlas([]).base_map()["features"] == []


@given(st.floats(), st.floats())
def test_any_two_numbers_get_an_answer(lat, lon):
    found = TOWN.locate(lat, lon)

    assert found.inside is (found.district is not None)


@given(st.floats(50, 50.1), st.floats(20, 20.2))
def test_inside_is_everything_but_the_hole(lat, lon):
    in_hole = 50.04 < lat < 50.06 and 20.04 < lon < 20.06

    assert TOWN.locate(lat, lon).inside is not in_hole


def test_the_base_map_holds_each_district_with_its_names():
    drawn = TOWN.base_map()

    assert [feature["id"] for feature in drawn["features"]] == ["1", "2"]
    assert drawn["features"][0]["properties"]["names"] == {"pl": "1"}
    assert {feature["geometry"]["type"] for feature in drawn["features"]} == {"Polygon"}

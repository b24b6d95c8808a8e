import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kck.places import rules
from kck.places.projections import NotAPoint, to_wgs84
from kck.places.rules import normalise_query, split_name, street_key

LATS, LONS = st.floats(-89, 89), st.floats(-179, 179)


@pytest.mark.parametrize(
    ("typed", "prefix", "words", "number", "flat"),
    [
        ("Długa 12a/5", "", "dluga", "12a/5", "5"),
        ("ul. Długa 12", "ul.", "dluga", "12", ""),
        ("ULICA długa", "ul.", "dluga", "", ""),
        ("al.29 Listopada 15", "al.", "29 listopada", "15", ""),
        ("3 Maja 5", "", "3 maja", "5", ""),
        ("29 Listopada", "", "29 listopada", "", ""),
        ("os. Złotego Wieku 12 m. 4", "os.", "zlotego wieku", "12", "4"),
        ("Długa 12 lok 3", "", "dluga", "12", "3"),
        ("Długa 12 A", "", "dluga", "12a", ""),
        ("Długa 12 / 14", "", "dluga", "12/14", "14"),
        ("31-147 Długa 12", "", "dluga", "12", ""),
        ("Rynek Główny 1", "rynek", "rynek glowny", "1", ""),
        ("pl. Matejki", "pl.", "matejki", "", ""),
        ("Frycza-Modrzewskiego 4", "", "frycza modrzewskiego", "4", ""),
        ("12", "", "12", "", ""),
        ("ul.", "", "ul", "", ""),
        ("„Długa”", "", "dluga", "", ""),
        ("", "", "", "", ""),
        ("💥 \u202e\0", "", "", "", ""),
    ],
)
def test_what_is_typed_is_split_into_street_house_and_flat(typed, prefix, words, number, flat):
    query = normalise_query(typed)

    assert (query.prefix, query.text, query.number, query.flat) == (prefix, words, number, flat)


def test_the_name_of_the_city_is_left_out_unless_it_is_all():
    town = frozenset({"miasto"})

    assert normalise_query("Długa 12, Miasto", town).number == "12"
    assert normalise_query("Miasto", town).words == ("miasto",)


@example("-:0")
@given(st.text(max_size=500))
def test_anything_typed_is_read(text):
    query = normalise_query(text)

    assert all(word and not word.isspace() for word in query.words)
    assert len(query.text) <= rules.LONGEST_QUERY


@given(st.sampled_from(["Długa", "Świętej Anny", "29 Listopada"]), st.integers(1, 9999))
def test_a_number_is_found_behind_every_name(name, number):
    assert normalise_query(f"ul. {name} {number}").number == str(number)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ul. aleja Jana Pawła II", ("al.", "Jana Pawła II")),
        ("ul. Aleja 29 Listopada", ("al.", "29 Listopada")),
        ("ul. Rynek Główny", ("", "Rynek Główny")),
        ("Ulica  Długa ", ("ul.", "Długa")),
        ("Bieńczycki Plac Targowy", ("", "Bieńczycki Plac Targowy")),
        ("Aleja", ("", "Aleja")),
        ("osiedle Kolorowe", ("os.", "Kolorowe")),
    ],
)
def test_a_name_is_split_from_what_stands_before_it(name, expected):
    assert split_name(name) == expected


def test_a_street_is_one_however_it_is_spelled():
    assert street_key(*split_name("ul. Frycza-Modrzewskiego")) == street_key(
        *split_name("ULICA  frycza modrzewskiego")
    )


@pytest.mark.parametrize("word", ["sw", "swietej", "anny"])
def test_names_answer_to_abbreviations_and_to_full_words(word):
    assert word in rules.search_words("Świętej Anny", "ul.")
    assert word in rules.search_words("Św. Anny", "ul.")


def test_a_fraction_may_be_a_house_or_a_flat():
    assert rules.houses_to_try("12/14") == ("12/14", "12")
    assert rules.houses_to_try("12 A") == ("12a",)


@given(LATS, LONS)
def test_a_cell_fits_a_signed_bigint_and_is_among_its_own_neighbours(lat, lon):
    found = rules.cell(lat, lon)

    assert 0 < found < 2**63
    assert found in rules.cells_around(lat, lon, 1)


@given(LATS, LONS, LATS, LONS)
def test_distance_is_the_same_both_ways(lat_a, lon_a, lat_b, lon_b):
    there = rules.distance_m((lat_a, lon_a), (lat_b, lon_b))

    assert there == pytest.approx(rules.distance_m((lat_b, lon_b), (lat_a, lon_a)))
    assert 0 <= there <= 20_020_000


def test_distance_is_in_metres():
    market, castle = (50.06170, 19.93730), (50.05410, 19.93540)

    assert rules.distance_m(market, castle) == pytest.approx(856, abs=5)


def test_coordinates_the_wrong_way_round_are_noticed():
    bounds = (50.0, 19.8, 50.1, 20.2)

    assert rules.looks_swapped(19.9, 50.05, bounds)
    assert not rules.looks_swapped(50.05, 19.9, bounds)
    assert not rules.looks_swapped(52.2, 21.0, bounds)


@pytest.mark.parametrize(
    ("crs", "east", "north"),
    # the same corner of a market square in both systems of Polish registers
    [
        ("2180", 567_088.0, 244_016.0),
        ("2178", 7_424_008.0, 5_547_592.0),
        ("4326", 19.9373, 50.0617),
    ],
)
def test_polish_coordinates_become_degrees(crs, east, north):
    lat, lon = to_wgs84(east, north, crs)

    assert (lat, lon) == (pytest.approx(50.0617, abs=0.003), pytest.approx(19.9373, abs=0.003))


@pytest.mark.parametrize("crs", ["4326", "2180", "2178"])
@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e30])
def test_numbers_that_are_nowhere_are_refused(crs, number):
    with pytest.raises(NotAPoint):
        to_wgs84(number, number, crs)

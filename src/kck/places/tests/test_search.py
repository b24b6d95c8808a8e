from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kck.places import queries, versions
from kck.places.city import load_city
from kck.places.tests.builders import a_house, a_landmark, a_stop, a_street, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(no_city, tmp_path):
    load_city(a_town(tmp_path))
    long_street = a_street("ul. Karmelicka", 50.06, 19.93)
    for number in ("1", "2", "10", "12", "12A", "12/14", "120"):
        a_house(long_street, number, 50.06 + int(number[:2].rstrip("/")) / 1e5, 19.93, "31-128")
    a_street("ul. Królowej Jadwigi")
    a_street("ul. 28 Lipca 1943")
    a_street("ul. Księdza Jerzego Popiełuszki")
    a_street("al. Jana Pawła II", 50.07, 20.02)
    a_stop("Dworzec Główny", 50.068, 19.947, "1")
    a_stop("Dworzec Główny", 50.066, 19.945, "2")
    a_stop("Dworzec Daleki", 51.0, 21.0, "3")
    a_landmark("hala", 50.067, 19.99, pl="Hala Targowa", en="Market Hall")
    versions.bump("streets", at=datetime(2026, 2, 2, 8, tzinfo=UTC))


def labels(text: str) -> list[str]:
    return [suggestion.label for suggestion in queries.suggest(text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("karm", "ul. Karmelicka"),
        ("KARMELICKA", "ul. Karmelicka"),
        ("ulica karmelicka", "ul. Karmelicka"),
        ("slowack", "al. Juliusza Słowackiego"),
        ("aleja słowackiego", "al. Juliusza Słowackiego"),
        ("sw anny", "ul. Świętej Anny"),
        ("św. anny", "ul. Świętej Anny"),
        ("ks. popiełuszki", "ul. Księdza Jerzego Popiełuszki"),
        ("dworzec gl", "Dworzec Główny"),
        ("wawel", "Zamek"),
        ("castle", "Zamek"),
        ("zachod", "Zachód"),
        ("28 lipca 1943", "ul. 28 Lipca 1943"),
    ],
)
def test_names_are_found_without_diacritics_by_their_beginning_and_abbreviated(typed, first):
    assert labels(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("karmelikca", "ul. Karmelicka"),
        ("kramelicka", "ul. Karmelicka"),
        ("karmelcka", "ul. Karmelicka"),
        ("slowakiego", "al. Juliusza Słowackiego"),
        ("krolowej jadwgi", "ul. Królowej Jadwigi"),
        ("krolowejjadwigi", "ul. Królowej Jadwigi"),
        ("popieluski", "ul. Księdza Jerzego Popiełuszki"),
        ("karmelikca 12", "ul. Karmelicka 12"),
    ],
)
def test_typing_errors_are_forgiven(typed, meant):
    assert labels(typed)[0] == meant


@given(st.integers(0, 9), st.sampled_from("abcdefghijklmnoprstuwyz"))
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_one_wrong_letter_never_hides_a_street(place, letter):
    name = "karmelicka"

    assert "ul. Karmelicka" in labels(name[:place] + letter + name[place + 1 :])


def test_nothing_like_it_gives_nothing():
    assert labels("xyzzyqwert") == []
    assert labels("gen. nieznanego") == []
    assert labels("   ") == []
    assert labels("'; DROP TABLE --") == []


def test_the_very_house_comes_before_those_that_begin_alike():
    found = queries.suggest("karmelicka 12")

    assert [s.label for s in found[:4]] == [
        "ul. Karmelicka 12",
        "ul. Karmelicka 12/14",
        "ul. Karmelicka 12A",
        "ul. Karmelicka 120",
    ]
    assert (found[0].kind, found[0].detail) == ("address", "31-128, Zachód")
    assert found[0].value == found[0].label


@pytest.mark.parametrize(
    ("typed", "house"), [("12a", "12A"), ("12/14", "12/14"), ("12/5", "12"), ("12 m. 5", "12")]
)
def test_flats_and_letters_lead_to_the_house(typed, house):
    assert labels(f"Karmelicka {typed}")[0] == f"ul. Karmelicka {house}"


def test_an_unknown_number_is_kept_with_the_street():
    found = queries.suggest("Karmelicka 77")[0]

    assert (found.label, found.kind, found.lat) == ("ul. Karmelicka 77", "street", 50.06)


def test_what_follows_a_comma_does_not_disturb():
    assert labels("Karmelicka 12, 31-128 Miasto")[0] == "ul. Karmelicka 12"
    assert labels("Karmelicka 12, gdziekolwiek indziej")[0] == "ul. Karmelicka 12"


def test_poles_of_one_stop_are_one_suggestion_in_their_middle():
    found = [s for s in queries.suggest("dworzec") if s.kind == "stop"]

    assert [s.label for s in found] == ["Dworzec Główny", "Dworzec Daleki"]
    assert found[0].lat == pytest.approx(50.067)
    assert found[0].detail == "przystanek, Zachód"


def test_details_speak_the_readers_language():
    assert queries.suggest("hala", language="en")[0].label == "Market Hall"
    with override("en"):
        assert queries.suggest("dworzec")[0].detail.endswith("West")


def test_a_sure_text_is_geocoded_and_an_unsure_one_is_not():
    sure = queries.geocode("ul. Karmelicka 12, Miasto")

    assert sure
    assert (sure.label, sure.kind) == ("ul. Karmelicka 12", "address")
    assert queries.geocode("Wawel")
    assert queries.geocode("Słowackiego")
    assert queries.geocode("Dworzec") is None
    assert queries.geocode("Świętej Anny 4") is None  # known by name only
    assert queries.geocode("gdzieś") is None


def test_a_point_is_described_by_the_nearest_house():
    assert queries.nearest_address(50.06011, 19.93001) == "ul. Karmelicka 12"
    assert queries.describe(50.06011, 19.93001) == "ul. Karmelicka 12, Zachód"
    assert queries.describe(50.06011, 19.93001, "en", coarse=True) == "ul. Karmelicka, West"


def test_where_no_house_is_near_a_stop_or_a_landmark_says_where():
    assert queries.nearest_address(50.067, 19.946) == ""
    assert queries.describe(50.067, 19.946) == "okolice przystanku Dworzec Główny, Zachód"
    assert queries.describe(50.067, 19.9901) == "okolice: Hala Targowa, Zachód"
    assert queries.describe(50.02, 20.08) == "Wschód"


def test_outside_is_said_kindly_and_a_swap_is_named():
    assert queries.outside_sentence(50.05, 19.95) == ""
    assert "poza granicami miasta" in queries.outside_sentence(52.2, 21.0)
    assert "zamienione" in queries.outside_sentence(19.95, 50.05)
    assert "Wskaż je jeszcze raz" in queries.outside_sentence(float("nan"), 500)
    assert queries.swapped(19.95, 50.05)


def test_districts_come_in_the_order_of_their_numbers():
    assert [district.name for district in queries.districts()] == ["Zachód", "Wschód"]
    assert queries.area("2") == queries.districts()[1]
    assert queries.area("9") is None
    assert queries.bounds() == (50.0, 19.9, 50.1, 20.1)


def test_a_search_asks_the_database_only_for_houses(django_assert_num_queries):
    labels("karm")

    with django_assert_num_queries(0):
        labels("karm")
        queries.locate(50.05, 19.95)
    with django_assert_num_queries(2):
        labels("karmelicka 12")

import pytest
from django.test import Client

from kck.cases.models import Case, CaseText
from kck.cases.terms import TextKind
from kck.portal.tests.walking import carried, come_to_check, write

pytestmark = pytest.mark.django_db


def _send(client: Client, **where: str) -> Case:
    client.post("/report/check/", {"draft": carried(come_to_check(client, **where))})
    return Case.objects.get()


def test_words_alone_are_enough(client: Client):
    case = _send(client, words="koło kiosku")

    assert case.lat is None
    assert CaseText.objects.get(kind=TextKind.PLACE).body == "koło kiosku"


def test_an_address_is_found_without_polish_letters_and_without_a_script(client: Client):
    case = _send(client, address="dluga")

    assert case.address == "ul. Długa"
    assert case.lat is not None


def test_several_places_are_asked_about_once(client: Client):
    write(client)

    page = client.post("/report/where/", {"address": "park"})

    assert page.status_code == 422
    assert 'name="choice"' in page.content.decode()
    kept = client.post("/report/where/", {"address": "park", "choice": "as-typed"})
    assert kept.status_code == 302


def test_an_unknown_address_is_kept_as_it_was_written(client: Client):
    case = _send(client, address="Qwzxyk Vbnmpl 77")

    assert (case.address, case.lat) == ("Qwzxyk Vbnmpl 77", None)


def test_nothing_at_all_is_said_kindly(client: Client):
    write(client)

    page = client.post("/report/where/", {})

    assert page.status_code == 422
    assert "Błąd: Gdzie to jest?" in page.content.decode()


def test_outside_the_city_whom_to_ask_is_said(client: Client):
    write(client)
    warsaw = {"lat": "52.2297", "lon": "21.0122", "address": "", "words": "", "point_of": ""}

    page = client.post("/report/where/", warsaw)

    assert page.status_code == 422
    assert "poza granicami miasta" in page.content.decode()


def test_swapped_degrees_are_put_right(client: Client):
    case = _send(client, lat="19.9373", lon="50.0617", address="Rynek", point_of="Rynek")

    assert (round(case.lat or 0), round(case.lon or 0)) == (50, 20)


@pytest.mark.parametrize("degrees", ["NaN", "inf", "north", "1e400", "-91"])
def test_nonsense_for_degrees_is_no_place(client: Client, degrees: str):
    write(client)

    page = client.post("/report/where/", {"lat": degrees, "lon": degrees})

    assert page.status_code == 422


def test_a_changed_address_makes_the_old_point_void(client: Client):
    old = {"lat": "50.0617", "lon": "19.9373", "point_of": "Rynek Główny 1"}

    case = _send(client, address="Qwzxyk Vbnmpl 77", **old)

    assert case.lat is None


def test_a_script_gets_suggestions_and_the_outlines(client: Client):
    found = client.get("/places/suggest", {"q": "dlug"}).json()["suggestions"]

    assert "ul. Długa" in [one["label"] for one in found]
    assert client.get("/places/base.json").json()["features"]


SAID = "Na Długiej leży złamana gałąź, wystaje na jezdnię."


def test_a_place_named_in_the_words_is_offered_and_taken_with_one_press(client: Client):
    write(client, SAID)

    offer = client.get("/report/where/").content.decode()
    answer = client.post("/report/where/", {"use": "text", "words": "koło kiosku"})

    assert "W opisie jest: <strong>ul. Długa</strong>" in offer
    assert answer.status_code == 302
    again = client.get("/report/where/").content.decode()
    assert 'value="ul. Długa"' in again
    assert "koło kiosku" in again
    assert "W opisie jest" not in again


def test_nothing_is_offered_where_the_words_name_no_place(client: Client):
    write(client, "Długa kolejka do okienka w urzędzie, a okienko zamknięte.")

    page = client.get("/report/where/").content.decode()
    pressed = client.post("/report/where/", {"use": "text"})

    assert "W opisie jest" not in page
    assert pressed.status_code == 422

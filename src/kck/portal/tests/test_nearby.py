from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import MONDAY, a_case, everywhere

from kck.cases.commands.contents import publish
from kck.cases.models import Case, Follower
from kck.cases.terms import Spot
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.portal.tests.walking import HERE, POTHOLE, write

pytestmark = pytest.mark.django_db
NEXT_DOOR = Spot(lat=50.06175, lon=19.93735, address="Rynek Główny 2")
FAR = Spot(lat=50.0717, lon=19.9373, address="ul. Długa 70")


@pytest.fixture(autouse=True)
def _soon_after(monkeypatch):
    """A pothole of half a year ago is another one."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))


def _to_nearby(client: Client) -> str:
    write(client)
    answer = client.post("/report/where/", HERE)
    assert answer.headers["Location"] == "/report/nearby/"
    return client.get("/report/nearby/").content.decode()


def test_an_open_report_of_the_same_kind_next_door_is_shown_without_its_words(client: Client):
    case = a_case(text="Dziura przed domem pani Kowalskiej", spot=NEXT_DOOR)

    page = _to_nearby(client)

    assert display(case.number) in page
    assert "Rynek Główny 2" in page
    assert "Kowalskiej" not in page


def test_only_published_words_are_shown(client: Client):
    case = a_case(text="Dziura na pół jezdni", spot=NEXT_DOOR)
    publish(case.pk, texts=[case.texts.get().pk], at=case.opened_at, by=everywhere())

    assert "Dziura na pół jezdni" in _to_nearby(client)


@pytest.mark.parametrize(
    ("category", "spot"),
    [("roads-pothole", FAR), ("waste-overflowing-bin", NEXT_DOOR), ("energy-gas-smell", NEXT_DOOR)],
)
def test_what_is_far_of_another_kind_or_not_public_is_not_shown(
    client: Client, category: str, spot: Spot
):
    a_case(category=category, spot=spot)
    write(client)

    assert client.post("/report/where/", HERE).headers["Location"] != "/report/nearby/"


def test_me_too_is_counted_and_makes_no_second_case(client: Client):
    case = a_case(spot=NEXT_DOOR)
    _to_nearby(client)

    asked = client.post("/report/nearby/", {"same": case.number}).content.decode()
    assert "Dołącz do zgłoszenia" in asked
    answer = client.post("/report/nearby/", {"join": case.number, "email": "jan@example.org"})

    assert answer.headers["Location"] == "/report/sent/"
    case.refresh_from_db()
    assert (case.me_too, Case.objects.count()) == (1, 1)
    assert Follower.objects.get(case=case).person.email == "jan@example.org"
    thanks = client.get("/report/sent/").content.decode()
    assert display(case.number) in thanks
    assert case.token not in thanks


def test_mine_is_different_goes_on_and_is_not_asked_again(client: Client):
    a_case(spot=NEXT_DOOR)
    _to_nearby(client)

    assert client.post("/report/nearby/", {"same": ""}).headers["Location"] == "/report/details/"
    client.post("/report/details/", {})
    assert client.get("/report/check/").status_code == 200


def test_nobody_joins_a_case_that_was_not_shown(client: Client):
    hidden = a_case(category="energy-gas-smell", spot=NEXT_DOOR)
    a_case(spot=NEXT_DOOR)
    _to_nearby(client)

    client.post("/report/nearby/", {"join": hidden.number})

    hidden.refresh_from_db()
    assert hidden.me_too == 0


def test_a_wrong_contact_is_said_and_nothing_is_counted(client: Client):
    case = a_case(text=POTHOLE, spot=NEXT_DOOR)
    _to_nearby(client)

    page = client.post("/report/nearby/", {"join": case.number, "phone": "12"})

    assert page.status_code == 422
    assert "600 100 200" in page.content.decode()
    case.refresh_from_db()
    assert case.me_too == 0

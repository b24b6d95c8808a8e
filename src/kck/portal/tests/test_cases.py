"""The public list, its map, points and feed."""

import json
from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.test import Client
from tests.builders import RYNEK, a_case, everywhere, reporter_of

from kck.cases import commands as commands
from kck.cases.models import Case
from kck.cases.terms import Outcome, Spot
from kck.foundation import clock
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db
NOWA_HUTA = Spot(lat=50.072, lon=20.037, address="al. Róż 5")
ATOM = "{http://www.w3.org/2005/Atom}"


def _list(client: Client, query: str = "") -> str:
    return client.get(f"/cases/{query}").content.decode()


def _closed() -> Case:
    case, at, staff = a_case(at=clock.now()), clock.now(), everywhere()
    words = "Na miejscu nic nie ma."
    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words=words, at=at, by=staff)
    commands.confirm(case.pk, at=at, by=reporter_of(case))
    return case


def test_the_list_names_number_category_place_unit_and_state(client: Client):
    case = a_case(at=clock.now())

    page = _list(client)

    assert display(case.number) in page
    assert "Dziura / ubytek w jezdni" in page
    assert "Rynek Główny 1" in page
    assert "Zarząd Dróg Miasta Krakowa" in page
    assert "Duża dziura" not in page  # nobody has looked at the words yet


def test_an_empty_list_says_so_and_what_to_do(client: Client):
    assert "Nie ma tu żadnych zgłoszeń" in _list(client)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?district=1", {"old town"}),
        ("?district=18", {"nowa huta", "closed elsewhere"}),
        ("?category=roads-pavement", {"nowa huta"}),
        ("?group=damage", {"old town", "nowa huta", "closed elsewhere"}),
        ("?group=animals", set()),
        ("?state=done", {"closed elsewhere"}),
        ("?state=open&district=18", {"nowa huta"}),
    ],
)
def test_filters_narrow_the_list(client: Client, query: str, found: set[str]):
    closed = _closed()
    Case.objects.filter(pk=closed.pk).update(district="18")
    known = {
        "old town": a_case(at=clock.now()),
        "nowa huta": a_case(category="roads-pavement", spot=NOWA_HUTA, at=clock.now()),
        "closed elsewhere": closed,
    }

    answer = client.get(f"/cases/{query}")

    assert answer.status_code == 200
    page = answer.content.decode()
    assert {name for name, case in known.items() if display(case.number) in page} == found


def test_set_filters_can_be_taken_off_one_by_one(client: Client):
    page = _list(client, "?district=1&state=open")

    assert 'href="?district=1"' in page
    assert 'href="?state=open"' in page


def test_a_filter_that_does_not_exist_is_said(client: Client):
    page = client.get("/cases/?district=atlantyda&category=%3Cscript%3E")

    assert page.status_code == 422
    assert "Tego nie ma na liście" in page.content.decode()


def test_pages_follow_one_another_and_lead_back(client: Client):
    cases = [a_case(at=clock.now() - timedelta(hours=n)) for n in range(25)]

    first = client.get("/cases/?district=1")
    second = client.get(f"/cases/{first.context['older']}")
    back = client.get(f"/cases/{second.context['newer']}")

    rows = [row.number for page in (first, second) for row in page.context["rows"]]
    assert rows == [display(case.number) for case in cases]
    assert "district=1&page=" in first.context["older"]
    assert [r.number for r in back.context["rows"]] == [r.number for r in first.context["rows"]]


def test_a_broken_page_address_is_the_first_page(client: Client):
    case = a_case(at=clock.now())

    assert display(case.number) in _list(client, "?page=%00not-a-cursor")


def test_a_number_leads_to_its_case_and_a_wrong_digit_is_said(client: Client):
    case = a_case()
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)

    assert client.get("/cases/", {"number": case.number}).headers["Location"] == (
        f"/cases/{display(case.number)}/"
    )
    page = client.get("/cases/", {"number": wrong})
    assert page.status_code == 422
    assert "któraś cyfra się nie zgadza" in page.content.decode()


def test_points_follow_the_filters_and_lead_to_pages(client: Client):
    case = a_case(at=clock.now())
    a_case(spot=NOWA_HUTA, at=clock.now())

    answer = client.get("/cases/points.json?district=1")

    assert answer.headers["Content-Type"] == "application/geo+json"
    features = json.loads(answer.content)["features"]
    assert [one["properties"]["url"] for one in features] == [f"/cases/{display(case.number)}/"]
    assert features[0]["geometry"]["coordinates"] == [RYNEK.lon, RYNEK.lat]


def test_points_within_a_box(client: Client):
    a_case(at=clock.now())

    inside = client.get("/cases/points.json?bbox=19.9,50.0,20.0,50.1").json()
    outside = client.get("/cases/points.json?bbox=20.1,50.0,20.2,50.1").json()
    broken = client.get("/cases/points.json?bbox=a,b").json()

    assert [len(one["features"]) for one in (inside, outside, broken)] == [1, 0, 1]


def test_the_map_has_the_list_as_its_text(client: Client):
    page = client.get("/cases/map/?state=open").content.decode()

    assert 'points="/cases/points.json?state=open"' in page
    assert 'href="/cases/?state=open"' in page


def test_the_feed_is_atom_with_the_same_filters(client: Client):
    case = a_case(at=clock.now())
    a_case(spot=NOWA_HUTA, at=clock.now())

    answer = client.get("/cases/feed.atom?district=1")

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"http://testserver/cases/{display(case.number)}/"
    ]
    assert "Duża dziura" not in answer.content.decode()


def test_only_reading(client: Client):
    for path in ("", "map/", "points.json", "feed.atom"):
        assert client.post(f"/cases/{path}").status_code == 405

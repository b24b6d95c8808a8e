import logging
from dataclasses import replace

import httpx2
import pytest

from kck.places import adapters, queries
from kck.places.adapters import arcgis, geocoders
from kck.places.adapters.arcgis import ArcGisLocator, land_owner
from kck.places.adapters.geocoders import Nominatim, Photon

TOWN = (50.0, 19.8, 50.1, 20.2)
TYPED = "Tajna 7 mieszkanie Kowalskich"
NOMINATIM = [
    {"display_name": "12, Długa, Miasto", "lat": "50.06", "lon": "19.94"},
    {"display_name": "12, Długa, Daleko", "lat": "52.2", "lon": "21.0"},
]
PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [19.94, 50.06]},
            "properties": {"street": "Długa", "housenumber": "12"},
        },
        {"geometry": {"coordinates": [21.0, 52.2]}, "properties": {"name": "Daleko"}},
    ]
}
ARCGIS = {
    "candidates": [
        {"address": "Długa 12", "location": {"x": 19.94, "y": 50.06}, "score": 98.5},
        {"address": "Krótka 1", "location": {"x": 19.95, "y": 50.06}, "score": 40},
    ]
}


def answering(content, status=200, seen=None):
    def handle(request):
        if seen is not None:
            seen.append(request)
        if isinstance(content, bytes):
            return httpx2.Response(status, content=content)
        return httpx2.Response(status, json=content)

    return httpx2.Client(transport=httpx2.MockTransport(handle))


def failing(error):
    def handle(request):
        raise error

    return httpx2.Client(transport=httpx2.MockTransport(handle))


FAR_ENDS = [(Nominatim, NOMINATIM), (Photon, PHOTON), (ArcGisLocator, ARCGIS)]


@pytest.mark.parametrize(("make", "answer"), FAR_ENDS)
def test_only_good_answers_within_the_city_are_taken(make, answer):
    found = make("http://far.test/", answering(answer)).search("Długa 12", limit=5, near=TOWN)

    assert len(found) == 1
    assert "Długa" in found[0].label
    assert (found[0].lat, found[0].lon) == (50.06, 19.94)


def test_the_far_end_is_asked_within_the_limits_of_the_city():
    seen: list[httpx2.Request] = []

    Nominatim("http://far.test", answering(NOMINATIM, seen=seen)).search(
        "Długa 12", limit=5, near=TOWN
    )

    assert seen[0].url.path == "/search"
    assert seen[0].url.params["viewbox"] == "19.8,50.0,20.2,50.1"
    assert seen[0].url.params["q"] == "Długa 12"


@pytest.mark.parametrize(("make", "_answer"), FAR_ENDS)
@pytest.mark.parametrize(
    "client",
    [
        answering({"error": "no"}, 500),
        answering(b"<html>proxy</html>"),
        answering([]),
        answering({}),
        answering({"features": 3, "candidates": "x"}),
        answering({"features": [3, {"properties": None}], "candidates": [{"location": 5}]}),
        answering([{"lat": "north"}, "text", None]),
        failing(httpx2.ConnectTimeout("slow")),
        failing(httpx2.ConnectError("down")),
    ],
)
def test_a_far_end_that_fails_is_nothing_and_the_log_says_nothing_of_the_text(
    make, _answer, client, caplog
):
    caplog.set_level(logging.DEBUG)

    found = make("http://far.test", client).search(TYPED, limit=5, near=TOWN)

    assert found == []
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("kck")]
    assert not any("Tajna" in line or "Kowalskich" in line for line in ours)


def test_the_time_limit_is_two_seconds():
    seen: list[httpx2.Request] = []

    Photon("http://far.test", answering(PHOTON, seen=seen)).search("x", limit=1, near=None)

    assert set(seen[0].extensions["timeout"].values()) == {2.0}


@pytest.fixture
def far_ends(settings, monkeypatch):
    """All of them set; each question is noted as (which, text)."""
    asked: list[tuple[str, str]] = []
    settings.ENV = replace(
        settings.ENV, nominatim_url="http://nominatim.test", photon_url="http://photon.test"
    )

    def ask(name, url, params, client):
        asked.append((name, params["q"]))
        return NOMINATIM if name == "Nominatim" else {"features": []}

    monkeypatch.setattr(geocoders, "ask", ask)
    return asked


def test_nothing_is_asked_while_no_address_is_set():
    assert adapters.suggest("Długa", limit=5, near=TOWN) == []
    assert adapters.geocode("Długa", near=TOWN) is None


def test_nominatim_is_not_asked_at_every_key_press(far_ends):
    adapters.suggest("Długa 12", limit=5, near=TOWN)

    assert far_ends == [("Photon", "Długa 12")]


def test_they_are_asked_in_turn_until_one_knows(far_ends):
    found = adapters.geocode("Długa 12", near=TOWN)

    assert found
    assert [name for name, _text in far_ends] == ["Photon", "Nominatim"]


@pytest.mark.usefixtures("no_city")
def test_only_what_our_registers_do_not_know_is_asked_outside(far_ends):
    from kck.places.tests.builders import a_street

    a_street("ul. Długa", 50.05, 19.95)

    assert queries.geocode("Długa")
    assert queries.suggest("dlug")
    assert far_ends == []
    queries.geocode("Nieznana 5")
    queries.suggest("nie")
    assert far_ends == [("Photon", "Nieznana 5"), ("Nominatim", "Nieznana 5")]


def test_the_owner_of_land_is_read_from_the_citys_layer(settings):
    settings.ENV = replace(settings.ENV, arcgis_land_url="http://land.test/0")
    answer = {"features": [{"attributes": {"OBJECTID": 1, "WLASCICIEL": "Skarb Państwa"}}]}
    seen: list[httpx2.Request] = []

    owner = land_owner(50.06, 19.94, answering(answer, seen=seen))

    assert owner == "Skarb Państwa"
    assert seen[0].url.path == "/0/query"
    assert seen[0].url.params["geometry"] == "19.94,50.06"


@pytest.mark.parametrize("answer", [[], {}, {"features": [{"attributes": None}]}, {"features": []}])
def test_an_unknown_owner_is_empty(settings, answer):
    settings.ENV = replace(settings.ENV, arcgis_land_url="http://land.test/0")

    assert land_owner(50.06, 19.94, answering(answer)) == ""


def test_without_a_layer_no_owner_is_asked_for(settings):
    settings.ENV = replace(settings.ENV, arcgis_land_url="")

    assert land_owner(50.06, 19.94, failing(AssertionError("asked"))) == ""
    assert arcgis.OWNER_FIELDS

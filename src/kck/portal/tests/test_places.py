import logging
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from kck.foundation import limits
from kck.places import versions
from kck.portal import places

pytestmark = pytest.mark.django_db


def test_suggestions_come_as_json_in_the_readers_language(client):
    answer = client.get(
        reverse("portal:places_suggest"), {"q": "Wawel"}, headers={"Accept-Language": "en"}
    )

    first = answer.json()["suggestions"][0]
    assert first["label"] == "Wawel Royal Castle"
    assert first["lat"] == pytest.approx(50.054, abs=0.001)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("typed", ["", "   ", "x" * 5000, "\0\u202e💥", "<script>", "%s{0}"])
def test_whatever_is_typed_gets_an_answer(client, typed):
    assert client.get(reverse("portal:places_suggest"), {"q": typed}).status_code == 200


def test_here_says_district_and_words(client):
    answer = client.get(reverse("portal:places_here"), {"lat": "50.0541", "lon": "19.9354"}).json()

    assert answer["inside"] is True
    assert answer["district_code"] == "1"
    assert "Wawel" in answer["address"]
    assert answer["sentence"] == ""


def test_outside_is_said_in_a_sentence(client):
    answer = client.get(reverse("portal:places_here"), {"lat": "52.2", "lon": "21.0"}).json()

    assert answer["inside"] is False
    assert answer["address"] == ""
    assert "poza granicami miasta" in answer["sentence"]


@pytest.mark.parametrize("point", [{}, {"lat": "50"}, {"lat": "north", "lon": "19"}])
def test_no_point_is_a_clear_400(client, point):
    answer = client.get(reverse("portal:places_here"), point)

    assert answer.status_code == 400
    assert "lat" in answer.json()["error"]


@pytest.mark.parametrize("number", ["nan", "inf", "1e999", "-999"])
def test_points_that_are_nowhere_are_outside(client, number):
    answer = client.get(reverse("portal:places_here"), {"lat": number, "lon": "19.9"})

    assert answer.status_code == 200
    assert answer.json()["inside"] is False


def test_the_base_map_is_sent_once_and_again_when_areas_changed(client):
    first = client.get(reverse("portal:places_base"))
    etag = first.headers["ETag"]
    again = client.get(reverse("portal:places_base"), headers={"If-None-Match": etag})
    versions.bump("areas", at=datetime(2026, 2, 2, tzinfo=UTC))
    same = client.get(reverse("portal:places_base"))

    assert len(first.json()["features"]) == 18
    assert (again.status_code, again.content) == (304, b"")
    assert same.headers["ETag"] == etag


def test_too_many_questions_are_refused_kindly(client, monkeypatch):
    monkeypatch.setattr(places, "PER_MINUTE", 2)
    monkeypatch.setattr(limits.clock, "real_now", lambda: datetime(2026, 2, 2, tzinfo=UTC))

    answers = [client.get(reverse("portal:places_suggest"), {"q": "wawel"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Poczekaj" in answers[-1].json()["error"]


def test_only_reading_is_possible(client):
    assert client.post(reverse("portal:places_suggest"), {"q": "wawel"}).status_code == 405


def test_the_log_says_nothing_of_what_was_asked(client, caplog):
    caplog.set_level(logging.DEBUG)

    client.get(reverse("portal:places_suggest"), {"q": "Sekretna 7"})
    client.get(reverse("portal:places_here"), {"lat": "50.0541", "lon": "19.9354"})
    client.get(reverse("portal:places_here"), {"lat": "50.0541", "lon": "x"})

    said = " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert "ekretna" not in said
    assert "50.0541" not in said

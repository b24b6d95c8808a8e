from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from tests.builders import a_case

from kck.api.problems import KINDS
from kck.api.tests.conftest import ApiClient
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.notices.commands import publish_notice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "title"),
    [("pl", "Tego nie ma"), ("en-GB", "There is no such thing"), ("uk", "Такого немає")],
)
def test_a_problem_is_told_in_the_readers_language(api: ApiClient, language: str, title: str):
    answer = api.read("/cases/260000027", Accept_Language=language)

    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Content-Language"] == language[:2]
    assert (told["title"], told["status"]) == (title, 404)
    assert told["type"].endswith("/api/v1/docs#not-found")


def test_every_kind_of_problem_is_explained_on_the_page(client: Client):
    page = client.get("/api/v1/docs").content.decode()

    assert [kind for kind in KINDS if f'id="{kind}"' not in page] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "", 404),
        ("GET", "/cases/", 404),
        ("DELETE", "/cases", 405),
        ("PUT", "/districts", 405),
        ("GET", "/places/at", 422),
        ("GET", "/places/at?lat=nan&lon=inf", 422),
        ("GET", "/places/suggest?q=%ff", 400),
        ("GET", "/cases?district=%00", 422),
        ("GET", "/cases/%00", 404),
        ("GET", "/categories/%2e%2e", 404),
    ],
)
def test_wherever_one_goes_wrong_the_answer_is_a_problem(
    api: ApiClient, method: str, path: str, status: int
):
    answer = api.ask(method, path)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "typed", ["%00", "D%C5%82uga%2012%00", "%20", "-1", "1" * 200, "%F0%9F%95%B3"]
)
def test_nothing_that_is_typed_breaks_the_search(api: ApiClient, typed: str):
    assert api.read(f"/places/suggest?q={typed}").status_code == 200


def test_the_methods_that_there_are_are_named(api: ApiClient):
    assert api.ask("DELETE", "/cases")["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_our_own_fault_is_a_sentence_and_no_stack(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, caplog: Any
):
    def break_it(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("kck.api.cases.public_rows", break_it)
    api.raise_request_exception = False

    answer = api.read("/cases")

    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "secret words" in caplog.text


def test_who_comes_while_the_database_is_away_is_asked_to_come_again(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_arguments: object, **_named: object) -> None:
        raise OperationalError("no connection")

    monkeypatch.setattr("kck.api.cases.public_rows", fail)
    api.raise_request_exception = False

    answer = api.read("/cases")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.json()["detail"]


def test_a_page_of_any_site_may_read_what_is_public_and_nothing_else(api: ApiClient):
    asked = api.ask("OPTIONS", "/cases")
    public = api.read("/units")
    mine = api.ask("OPTIONS", "/my-case/260000014")
    opened = api.send("/cases", {})

    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert public["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in mine
    assert "Access-Control-Allow-Origin" not in opened


def test_head_tells_what_get_would(api: ApiClient):
    a_case()

    head, get = api.ask("HEAD", "/cases"), api.read("/cases")

    assert (head.status_code, head["ETag"], head.content) == (200, get["ETag"], b"")


def test_an_unreadable_length_is_no_length(api: ApiClient):
    answer = api.generic("POST", "/api/v1/cases", b"{}", CONTENT_LENGTH="many")

    assert answer.status_code == 413


def test_notices_are_told_for_a_district(api: ApiClient):
    publish_notice(
        kind="warning", titles={"pl": "Mróz", "en": "Frost"}, districts=["1"],
        at=clock.now(), by=PLATFORM,
    )  # fmt: skip

    here, there = api.read("/notices?district=1").json(), api.read("/notices?district=2").json()

    assert [one["title"] for one in here] == ["Frost"]
    assert there == []
    assert api.read("/notices?district=99").status_code == 422


def test_the_city_is_told(api: ApiClient):
    for path in ("/categories", "/groups", "/units", "/districts"):
        answer = api.read(path)
        assert answer.status_code == 200
        assert {"code", "name"} <= set(answer.json()[0])
        assert api.read(path, If_None_Match=answer["ETag"]).status_code == 304
    assert api.read("/categories/nope").status_code == 404


def test_a_place_is_found_by_what_is_typed_and_by_a_point(api: ApiClient):
    found = api.read("/places/suggest?q=Rynek%20G").json()
    here = api.read("/places/at?lat=50.0617&lon=19.9373").json()
    warsaw = api.read("/places/at?lat=52.2&lon=21.0").json()

    assert found[0]["address"].startswith("Rynek Główny")
    assert here["inside"]
    assert here["district"]["code"] == "1"
    assert not warsaw["inside"]
    assert warsaw["sentence"]

from datetime import timedelta
from typing import Any

import pytest
from tests.builders import everywhere

from kck.api.tests.conftest import ApiClient
from kck.api.tests.test_reports import POTHOLE, upload
from kck.cases import commands
from kck.cases.models import Case
from kck.cases.terms import CaseState, Outcome
from kck.foundation import clock
from kck.foundation.numbers import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(api: ApiClient) -> dict[str, Any]:
    return dict(api.send("/cases", POTHOLE).json())


def _case(mine: dict[str, Any]) -> Case:
    return Case.objects.get(number=mine["number"])


def _done(mine: dict[str, Any]) -> None:
    commands.done(
        _case(mine).pk, outcome=Outcome.PARTLY, words="Załatano masą na zimno.",
        at=clock.now(), by=everywhere(),
    )  # fmt: skip


def test_number_and_code_open_it_and_so_does_the_token(api: ApiClient, mine: dict[str, Any]):
    commands.add_note(_case(mine).pk, text="Tylko dla nas.", at=clock.now(), by=everywhere())

    by_code = api.read(f"/my-case/{mine['shown']}", Case_Code=mine["code"])
    by_token = api.read(f"/my-case/{mine['number']}", Case_Token=mine["token"])

    told = by_code.json()
    assert told == by_token.json()
    assert told["token"] == mine["token"]
    assert told["may"] == ["reply", "withdraw"]
    assert told["history"][0]["event"] == "case_opened"
    assert told["history"][0]["texts"][0]["text"] == POTHOLE["text"]
    assert "Tylko dla nas" not in by_code.content.decode()
    assert by_code["Cache-Control"].startswith("private")
    assert "Access-Control-Allow-Origin" not in by_code


@pytest.mark.parametrize(
    "headers",
    [{"Case_Code": "0000 0000"}, {"Case_Token": "x" * 32}, {"Case_Token": "short"}],
)
def test_who_does_not_know_the_code_is_not_told_whether_the_case_is_there(
    api: ApiClient, mine: dict[str, Any], headers: dict[str, str]
):
    there = api.read(f"/my-case/{mine['number']}", **headers)
    missing = api.read(f"/my-case/{make(26, 999_999)}", **headers)

    assert there.status_code == missing.status_code == 404
    assert there.json() == missing.json()


def test_the_token_of_another_case_opens_only_its_own(api: ApiClient, mine: dict[str, Any]):
    other = api.send("/cases", POTHOLE).json()

    answer = api.read(f"/my-case/{mine['number']}", Case_Token=other["token"])

    assert answer.status_code == 404


def test_without_a_code_one_is_told_what_to_send(api: ApiClient, mine: dict[str, Any]):
    answer = api.read(f"/my-case/{mine['number']}")

    assert answer.status_code == 401
    assert "Case-Code" in answer.json()["detail"]
    assert answer["WWW-Authenticate"]


def test_a_code_in_the_address_is_refused(api: ApiClient, mine: dict[str, Any]):
    answer = api.read(f"/my-case/{mine['number']}?code={mine['code']}")

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("#token-in-address")


def test_codes_of_one_case_cannot_be_tried_from_many_addresses(
    api: ApiClient, mine: dict[str, Any]
):
    tries = [api.read(f"/my-case/{mine['number']}", Case_Code=f"{turn:08d}") for turn in range(12)]

    assert tries[9].status_code == 404
    assert tries[10].status_code == 429
    # the token is not a thing one tries
    assert api.read(f"/my-case/{mine['number']}", Case_Token=mine["token"]).status_code == 200


def test_a_question_is_told_and_answered_with_a_photo(api: ApiClient, mine: dict[str, Any]):
    commands.ask(_case(mine).pk, question="Która to strona?", at=clock.now(), by=everywhere())
    path, token = f"/my-case/{mine['number']}", {"Case_Token": mine["token"]}
    asked = api.read(path, **token).json()

    answer = api.send(
        f"{path}/reply", {"text": "Lewa.", "photos": [upload(api).json()["id"]]}, **token
    )

    assert (asked["state"], asked["question"]) == ("waiting", "Która to strona?")
    assert answer.json()["state"] == "in-progress"
    told = api.read(path, **token).json()
    assert told["question"] == ""
    last = [one for one in told["history"] if one["event"] == "reporter_replied"][-1]
    assert (last["by"], last["texts"][0]["text"]) == ("reporter", "Lewa.")
    picture = next(one for one in told["history"] if one["photos"])["photos"][0]["id"]
    assert api.read(f"{path}/photos/{picture}/320", **token).status_code == 200
    assert api.read(f"{path}/photos/{picture}/320").status_code == 401


def test_photos_are_added_without_words(api: ApiClient, mine: dict[str, Any]):
    path = f"/my-case/{mine['number']}/photos"

    added = api.send(path, {"photos": [upload(api).json()["id"]]}, Case_Token=mine["token"])
    none = api.send(path, {"photos": []}, Case_Token=mine["token"])

    assert added.status_code == 200
    assert _case(mine).photos.count() == 1
    assert none.status_code == 422


def test_done_is_confirmed_once(api: ApiClient, mine: dict[str, Any]):
    path, token = f"/my-case/{mine['number']}/confirm", {"Case_Token": mine["token"]}
    too_early = api.send(path, **token)
    _done(mine)

    confirmed, again = api.send(path, **token), api.ask("POST", path, **token)

    assert too_early.status_code == 409
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "closed")
    assert again.json()["state"] == "closed"


def test_who_disagrees_says_why_and_the_case_is_open_again(api: ApiClient, mine: dict[str, Any]):
    _done(mine)
    path, token = f"/my-case/{mine['number']}/disagree", {"Case_Token": mine["token"]}

    without = api.send(path, {"text": ""}, **token)
    photo = upload(api).json()["id"]
    answer = api.send(path, {"text": "Dalej jest dziura.", "photos": [photo]}, **token)

    assert without.status_code == 422
    assert answer.json()["state"] == "reopened"
    assert _case(mine).disputes == 1


def test_a_case_is_withdrawn_and_leaves_the_public_list(api: ApiClient, mine: dict[str, Any]):
    answer = api.send(f"/my-case/{mine['number']}/withdraw", Case_Token=mine["token"])

    assert answer.json()["state"] == "withdrawn"
    assert api.read(f"/cases/{mine['number']}").status_code == 404


def test_an_act_may_rely_on_what_was_read(api: ApiClient, mine: dict[str, Any]):
    path, token = f"/my-case/{mine['number']}", {"Case_Token": mine["token"]}
    tag = api.read(path, **token)["ETag"]
    commands.accept(_case(mine).pk, at=clock.now() + timedelta(seconds=1), by=everywhere())

    refused = api.send(f"{path}/withdraw", If_Match=tag, **token)
    fresh = api.read(path, **token)["ETag"]
    done = api.send(f"{path}/withdraw", If_Match=fresh, **token)

    assert refused.status_code == 412
    assert done.status_code == 200
    assert _case(mine).state == CaseState.WITHDRAWN
    assert api.read(path, If_None_Match=api.read(path, **token)["ETag"], **token).status_code == 304


def test_an_act_under_a_key_is_done_once(api: ApiClient, mine: dict[str, Any]):
    path, key = f"/my-case/{mine['number']}/reply", "key-of-one-single-reply"
    headers = {"Case_Token": mine["token"], "Idempotency_Key": key}

    first, again = (api.send(path, {"text": "Jeszcze coś."}, **headers) for _ in range(2))
    stranger = api.send(path, {"text": "Jeszcze coś."}, Idempotency_Key=key)

    assert first.json() == again.json()
    assert _case(mine).texts.filter(kind="reply").count() == 1
    assert stranger.status_code == 401

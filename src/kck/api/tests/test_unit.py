from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.builders import a_case, a_photo, unit_id

from kck.accounts.models import ApiToken
from kck.accounts.token_commands import revoke_api_token
from kck.accounts.tokens import new_token
from kck.api.tests.conftest import ApiClient
from kck.api.tests.test_reports import upload
from kck.cases.models import Case, Task
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import Look, RecordedEvent

pytestmark = pytest.mark.django_db
Tokens = Callable[..., str]
ACTS: list[tuple[str, dict[str, Any], str]] = [
    ("accept", {}, "accepted"),
    ("take", {}, "in-progress"),
    ("schedule", {"when": "2099-02-02T10:00:00+01:00", "text": "W lutym."}, "scheduled"),
    ("ask", {"text": "Która to strona jezdni?"}, "waiting"),
    ("answer", {"text": "Ekipa będzie jutro."}, "new"),
    ("note", {"text": "Weź masę na zimno."}, "new"),
    ("done", {"outcome": "partly", "text": "Załatano połowę dziury."}, "done"),
    ("hand-back", {"reason": "To nie nasza droga."}, "forwarded"),
    ("forward", {"unit": "ZZM", "reason": "To teren zielony."}, "forwarded"),
]


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


def test_a_token_says_whose_it_is(api: ApiClient, a_token: Tokens):
    answer = api.read("/unit", **bearer(a_token("ZDMK", "cases.work")))

    told = answer.json()
    assert told["unit"]["code"] == "ZDMK"
    assert told["scopes"] == ["cases.view", "cases.work"]
    assert ApiToken.objects.get().last_used_at is not None
    assert "Access-Control-Allow-Origin" not in answer


def test_the_units_cases_are_listed_page_by_page(api: ApiClient, a_token: Tokens):
    own = [a_case(at=clock.now() - timedelta(hours=turn)) for turn in range(5)]
    other = a_case()
    Case.objects.filter(pk=other.pk).update(unit_id=unit_id("ZZM"))
    head = bearer(a_token())

    first = api.read("/unit/cases?limit=3", **head).json()
    a_case(at=clock.now())
    second = api.read(f"/unit/cases?limit=3&cursor={first['next']}", **head).json()

    seen = [row["number"] for row in (*first["items"], *second["items"])]
    assert seen == [case.number for case in own]
    assert second["next"] is None
    assert first["items"][0]["place"]["lat"] == own[0].lat
    assert api.read("/unit/cases?state=done", **head).json()["items"] == []
    assert api.read("/unit/cases?category=roads-pothole&limit=1", **head).json()["items"]


def test_a_case_is_told_whole_but_for_the_contact(api: ApiClient, a_token: Tokens):
    case = a_case(
        email="jan@example.org", name="Jan Kowalski", phone="600100200", photos=(a_photo(),)
    )

    answer = api.read(f"/unit/cases/{case.number}", **bearer(a_token()))

    told = answer.json()
    assert told["history"][0]["texts"][0]["text"].startswith("Duża dziura")
    assert set(told["may"]) >= {"accept", "take", "done", "forward", "hand-back", "photo"}
    assert told["has_contact"]
    assert all(word not in answer.content.decode() for word in ("jan@", "Kowalski", "600100200"))
    assert Task.objects.get(case=case).opened_at is not None


def test_the_contact_needs_its_own_scope_and_leaves_a_trace(api: ApiClient, a_token: Tokens):
    case = a_case(email="jan@example.org", name="Jan Kowalski")
    path = f"/unit/cases/{case.number}/contact"

    without = api.read(path, **bearer(a_token("ZDMK", "cases.work", name="a")))
    assert not Look.objects.exists()
    answer = api.read(path, **bearer(a_token("ZDMK", "cases.contact", name="Dispatch")))

    assert without.status_code == 403
    assert "insufficient_scope" in without["WWW-Authenticate"]
    assert answer.json()["email"] == "jan@example.org"
    assert answer["Cache-Control"] == "private, no-store"
    look = Look.objects.get()
    token = ApiToken.objects.get(name="Dispatch")
    assert (look.actor, look.subject) == (f"system:{token.pk}", f"case:{case.pk}")


def test_who_left_no_contact_has_none(api: ApiClient, a_token: Tokens):
    case = a_case()

    answer = api.read(f"/unit/cases/{case.number}/contact", **bearer(a_token()))

    assert answer.status_code == 404
    assert not Look.objects.exists()


@pytest.mark.parametrize(("act", "body", "state"), ACTS)
def test_every_act_is_done_by_the_units_system(
    api: ApiClient, a_token: Tokens, act: str, body: dict[str, Any], state: str
):
    case = a_case()

    answer = api.send(f"/unit/cases/{case.number}/{act}", body, **bearer(a_token()))

    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == state
    event = RecordedEvent.objects.filter(stream=f"case:{case.pk}").latest("seq")
    assert event.actor == f"system:{ApiToken.objects.get().pk}"
    assert event.seq == 2


@pytest.mark.parametrize(("act", "body", "state"), ACTS)
def test_no_act_is_done_on_another_units_case_or_without_the_scope(
    api: ApiClient, a_token: Tokens, act: str, body: dict[str, Any], state: str
):
    case = a_case()
    path = f"/unit/cases/{case.number}/{act}"

    foreign = api.send(path, body, **bearer(a_token("ZZM")))
    reading = api.send(path, body, **bearer(a_token("ZDMK", "cases.view", name="reads")))
    stranger = api.send(path, body)

    assert [one.status_code for one in (foreign, reading, stranger)] == [404, 403, 401]
    assert RecordedEvent.objects.filter(stream=f"case:{case.pk}").count() == 1


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("schedule", {"when": "2020-01-01T10:00:00+01:00"}, ""),
        ("schedule", {"when": "2099-01-01T10:00:00"}, "when"),
        ("schedule", {}, "when"),
        ("schedule", {"when": "9999-12-31T23:59:59-23:59"}, "when"),
        ("ask", {"text": ""}, "text"),
        ("done", {"outcome": "magic", "text": "Zrobiono wszystko."}, "outcome"),
        ("done", {"outcome": "done", "text": "ok"}, "text"),
        ("done", {"outcome": "done", "text": "Bez zdjęcia nie wolno."}, ""),
        ("forward", {"unit": "NOPE", "reason": "Nie wiem."}, ""),
        ("hand-back", {"reason": "nie"}, "reason"),
        ("photos", {"photos": ["x"]}, "photos.0"),
    ],
)
def test_a_wrong_act_is_told_and_changes_nothing(
    api: ApiClient, a_token: Tokens, act: str, body: dict[str, Any], field: str
):
    case = a_case()

    answer = api.send(f"/unit/cases/{case.number}/{act}", body, **bearer(a_token()))

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json().get("errors", [])] == ([field] if field else [])
    assert RecordedEvent.objects.filter(stream=f"case:{case.pk}").count() == 1


def test_done_with_the_photo_that_the_category_wants(api: ApiClient, a_token: Tokens):
    case, head = a_case(), bearer(a_token())
    body = {
        "outcome": "done",
        "text": "Dziura jest załatana.",
        "photos": [upload(api).json()["id"]],
    }

    answer = api.send(f"/unit/cases/{case.number}/done", body, **head)

    assert answer.json()["state"] == "done"
    kept = case.photos.get()
    assert kept.kind == "evidence"
    path = f"/unit/cases/{case.number}/photos/{kept.file.public_id}/320"
    assert api.read(path, **head).status_code == 200
    other = a_case()
    assert api.read(path.replace(case.number, other.number), **head).status_code == 404


def test_evidence_may_come_before(api: ApiClient, a_token: Tokens):
    case, head = a_case(), bearer(a_token())

    added = api.send(
        f"/unit/cases/{case.number}/photos", {"photos": [upload(api).json()["id"]]}, **head
    )
    done = api.send(
        f"/unit/cases/{case.number}/done", {"outcome": "done", "text": "Załatane dziś."}, **head
    )

    assert (added.status_code, done.status_code) == (200, 200)


def test_what_cannot_be_done_now_is_a_conflict(api: ApiClient, a_token: Tokens):
    case, head = a_case(), bearer(a_token())
    api.send(f"/unit/cases/{case.number}/accept", **head)

    again = api.send(f"/unit/cases/{case.number}/accept", **head)

    assert again.status_code == 409
    assert again.json()["detail"]


def test_an_act_relies_on_what_was_read_even_against_oneself(api: ApiClient, a_token: Tokens):
    case, head = a_case(), bearer(a_token())
    path = f"/unit/cases/{case.number}"
    tag = api.read(path, **head)["ETag"]

    accepted = api.send(f"{path}/accept", If_Match=tag, **head)
    stale = api.send(f"{path}/take", If_Match=tag, **head)
    nonsense = api.send(f"{path}/take", If_Match='"abc"', **head)
    future = api.send(f"{path}/take", If_Match='"999.1.en"', **head)
    taken = api.send(f"{path}/take", If_Match=accepted["ETag"], **head)

    codes = [one.status_code for one in (accepted, stale, nonsense, future, taken)]
    assert codes == [200, 412, 412, 412, 200]
    assert api.read(path, If_None_Match=taken["ETag"], **head).status_code == 304


def test_a_forwarded_case_is_answered_alike_though_it_is_no_longer_ours(
    api: ApiClient, a_token: Tokens
):
    case = a_case()
    head = bearer(a_token(), Idempotency_Key="forwarded-only-once")
    path, body = f"/unit/cases/{case.number}/forward", {"unit": "ZZM", "reason": "To park."}

    first, again = (api.send(path, body, **head) for _ in range(2))

    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("why", ["expired", "revoked", "unknown", "basic"])
def test_a_token_that_is_none_any_more_opens_nothing(api: ApiClient, a_token: Tokens, why: str):
    token = a_token()
    row = ApiToken.objects.get()
    if why == "expired":
        ApiToken.objects.update(expires_at=clock.real_now() - timedelta(days=3))
    if why == "revoked":
        revoke_api_token(row.pk, at=clock.now(), by=PLATFORM)
    shown = {"unknown": f"Bearer {new_token()}", "basic": "Basic abc"}.get(why, f"Bearer {token}")

    answers = [api.read(path, Authorization=shown) for path in ("/unit", "/unit/cases", "/cases")]

    assert [one.status_code for one in answers] == [401, 401, 401]
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")
    words = {"expired": "expired", "revoked": "revoked", "unknown": "know", "basic": "Bearer"}
    assert words[why] in answers[0].json()["detail"]


@pytest.mark.parametrize("where", ["path", "query", "named"])
def test_a_token_in_an_address_is_refused_with_a_sentence(
    api: ApiClient, a_token: Tokens, where: str
):
    token = a_token()
    path = {
        "path": f"/unit/{token}",
        "query": f"/unit?x={token}",
        "named": "/unit?access_token=abc",
    }[where]

    answer = api.read(path, **bearer(token))

    assert answer.status_code == 400
    assert "Authorization: Bearer" in answer.json()["detail"]
    assert token not in answer.content.decode()


def test_a_token_that_calls_too_often_has_to_wait(api: ApiClient, a_token: Tokens):
    head = bearer(a_token())
    ApiToken.objects.update(limit_per_minute=2)

    codes = [api.read("/unit", **head).status_code for _ in range(4)]
    later = api.read("/unit", **head)

    assert codes == [200, 200, 429, 429]
    assert 0 < int(later["Retry-After"]) <= 60


def test_wrong_tokens_are_counted(api: ApiClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kck.api.callers.WRONG_TOKENS_PER_HOUR", 2)

    codes = [api.read("/unit", **bearer(new_token())).status_code for _ in range(3)]

    assert codes == [401, 401, 429]


def test_strangers_ask_only_so_often(api: ApiClient, monkeypatch: pytest.MonkeyPatch):
    from kck.api import callers
    from kck.foundation.limits import Bundles

    monkeypatch.setattr(callers, "_reads", Bundles(limit=5, seconds=3600, size=2))

    codes = [api.read("/districts").status_code for _ in range(8)]

    assert codes == [200] * 5 + [429] * 3

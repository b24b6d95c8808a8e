import re
from collections.abc import Callable

from django.test import Client
from tests.builders import unit_id

from kck.accounts.models import ApiToken
from kck.accounts.token_queries import actor_by_token
from kck.foundation.models import RecordedEvent

FORM = {
    "name": "Dyspozytornia", "unit": "ZDMK", "scopes": ["cases.work"], "days": "365",
    "limit": "300",
}  # fmt: skip
_TOKEN = re.compile(r"kck_[A-Za-z0-9_-]{43}")


def _made(client: Client) -> str:
    page = client.post("/backoffice/tokens/", FORM)
    assert page.status_code == 200
    found = _TOKEN.search(page.content.decode())
    assert found
    assert "no-store" in page["Cache-Control"]
    return found[0]


def test_a_token_is_shown_once_and_works_for_its_unit_only(sign_in: Callable[..., Client]) -> None:
    client = sign_in("accounts.edit")

    token = _made(client)

    row = ApiToken.objects.get()
    assert row.digest not in token
    assert token not in client.get("/backoffice/tokens/").content.decode()
    actor = actor_by_token(token)
    assert actor is not None
    assert (actor.kind, actor.id) == ("system", row.pk)
    assert actor.may("cases.work", unit_id("ZDMK"))
    assert not actor.may("cases.work", unit_id("ZZM"))
    assert not actor.may("cases.contact", unit_id("ZDMK"))
    event = RecordedEvent.objects.get(name="accounts.api_token_made")
    assert event.actor.startswith("staff:")
    assert token not in str(event.payload)


def test_a_revoked_token_opens_nothing(sign_in: Callable[..., Client]) -> None:
    client = sign_in("accounts.edit")
    token, row = _made(client), ApiToken.objects.get()

    answers = [client.post(f"/backoffice/tokens/{row.pk}/revoke") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert actor_by_token(token) is None
    assert RecordedEvent.objects.filter(name="accounts.api_token_revoked").count() == 1
    assert _made(client)  # the name is free again


def test_a_wrong_form_says_where(sign_in: Callable[..., Client]) -> None:
    client = sign_in("accounts.edit")
    _made(client)

    again = client.post("/backoffice/tokens/", FORM)
    no_unit = client.post("/backoffice/tokens/", {**FORM, "unit": "NOPE"})
    too_much = client.post("/backoffice/tokens/", {**FORM, "name": "x", "scopes": ["cases.erase"]})

    assert [page.status_code for page in (again, no_unit, too_much)] == [422, 422, 422]
    assert "Najpierw go unieważnij" in again.content.decode()
    assert ApiToken.objects.count() == 1


def test_only_who_gives_grants_to_people_gives_them_to_systems(
    sign_in: Callable[..., Client],
) -> None:
    client = sign_in("notices.edit")

    assert client.get("/backoffice/tokens/").status_code == 403
    assert client.post("/backoffice/tokens/", FORM).status_code == 403
    assert not ApiToken.objects.exists()

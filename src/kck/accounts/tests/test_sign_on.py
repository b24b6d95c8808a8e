"""Sign-in by the city's own server, all the way, against a server that really answers."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from tests.builders import MONDAY

from kck.accounts.commands import join
from kck.accounts.models import Staff
from kck.accounts.tests.fake_sign_on import CLIENT, SECRET, SignOnServer, sign_on_server
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.django_db
BEGIN = "/account/oidc/city/login/"
NOT_CONFIRMED = "nie potwierdził"


@pytest.fixture
def server(settings: Any) -> Iterator[SignOnServer]:
    with sign_on_server() as running:
        running.who = {"sub": "7d1", "email": "anna@example.org", "email_verified": True}
        app = {
            "provider_id": "city", "name": "Konto miejskie", "client_id": CLIENT,
            "secret": SECRET, "settings": {"server_url": running.url},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield running


@pytest.fixture
def anna() -> Staff:
    return join(email="anna@example.org", name="Anna Nowak", password=None, at=MONDAY, by=PLATFORM)


def asked_of(client: Client, path: str = BEGIN) -> str:
    """To which address of the server the browser is sent."""
    answer = client.post(path)
    assert answer.status_code == 302
    return answer.headers["Location"]


def sent_back(address: str) -> str:
    """Where the server sends the browser next, as a path of ours."""
    back = urlsplit(requests.get(address, allow_redirects=False, timeout=5).headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def signed_in(client: Client) -> str:
    """The id of whoever the session belongs to; empty for nobody."""
    return str(client.session.get("_auth_user_id", ""))


def walk(client: Client) -> Any:
    return client.get(sent_back(asked_of(client)), follow=True)


def test_the_whole_way_opens_the_account_that_is_here(server: SignOnServer, anna: Staff) -> None:
    client = Client()
    page = client.get("/account/login/").content.decode()

    answer = client.get(sent_back(asked_of(client)))

    assert "Konto miejskie" in page
    assert answer.headers["Location"].startswith("/desk/")
    assert signed_in(client) == str(anna.pk)
    assert {"token", "me", "keys"} <= set(server.asked)
    assert Staff.objects.count() == 1


def test_the_question_has_a_state_a_nonce_and_a_proof_that_are_new_each_time(
    server: SignOnServer,
) -> None:
    first, second = (
        parse_qs(urlsplit(asked_of(Client(), f"{BEGIN}?auth_params=nonce%3Dmine")).query)
        for _ in range(2)
    )

    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 16
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [f"http://testserver{BEGIN}callback/"]


def test_the_second_time_it_is_their_own_id_that_counts(server: SignOnServer, anna: Staff) -> None:
    walk(Client())
    server.who["email"] = "anna.nowak-kowalska@example.org"
    client = Client()

    walk(client)

    assert signed_in(client) == str(anna.pk)


def test_a_stranger_is_refused_and_no_account_is_made(server: SignOnServer, anna: Staff) -> None:
    server.who |= {"sub": "9", "email": "ktos@example.org"}
    client = Client()

    answer = walk(client)

    assert not signed_in(client)
    assert "Nie masz tu konta" in answer.content.decode()
    assert Staff.objects.count() == 1


@pytest.mark.parametrize("verified", [False, "false", None, 0, "no"])
def test_a_mail_that_nobody_verified_opens_nothing(
    server: SignOnServer, anna: Staff, verified: object
) -> None:
    server.who["email_verified"] = verified
    client = Client()

    walk(client)

    assert not signed_in(client)


def test_whoever_has_left_is_refused(server: SignOnServer, anna: Staff) -> None:
    walk(Client())
    Staff.objects.update(is_active=False)
    client = Client()

    answer = walk(client)

    assert not signed_in(client)
    assert "zamknięte" in answer.content.decode()


def _spoilt(**changes: object) -> Callable[[dict[str, Any]], object]:
    def spoil(claims: dict[str, Any]) -> None:
        for name, value in changes.items():
            if value is None:
                claims.pop(name)
            else:
                claims[name] = value

    return spoil


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1},
        {"exp": None},
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"aud": [CLIENT, "another client"]},
        {"azp": "another client"},
        {"nonce": "of another question"},
        {"nonce": None},
        {"sub": "somebody else than userinfo"},
        {"sub": None},
        {"iat": 32_503_680_000},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_opens_nothing(
    server: SignOnServer, anna: Staff, changes: dict[str, Any]
) -> None:
    server.spoil = _spoilt(**changes)
    client = Client()

    answer = walk(client)

    assert not signed_in(client)
    assert NOT_CONFIRMED in answer.content.decode()


@pytest.mark.parametrize("how", ["another key", "none", "our secret"])
def test_a_token_that_the_server_did_not_sign_opens_nothing(
    server: SignOnServer, anna: Staff, how: str
) -> None:
    if how == "another key":
        server.signer = SignOnServer().key
    else:
        server.algorithm = "none" if how == "none" else "HS256"
        server.signer = SECRET.ljust(64, ".")
    client = Client()

    answer = walk(client)

    assert not signed_in(client)
    assert NOT_CONFIRMED in answer.content.decode()


def test_an_answer_to_nobodys_question_opens_nothing(server: SignOnServer, anna: Staff) -> None:
    """A link made by somebody else: signed in as them, one would work for them."""
    theirs = sent_back(asked_of(Client()))
    client = Client()
    asked_of(client)

    answer = client.get(theirs, follow=True)

    assert not signed_in(client)
    assert NOT_CONFIRMED in answer.content.decode()
    assert "token" not in server.asked


def test_the_same_answer_opens_once(server: SignOnServer, anna: Staff) -> None:
    client = Client()
    back = sent_back(asked_of(client))
    client.get(back)
    client.post("/account/logout/")

    client.get(back)

    assert not signed_in(client)


def test_saying_no_at_the_server_leads_back_to_the_sign_in_page(server: SignOnServer) -> None:
    client = Client()
    state = parse_qs(urlsplit(asked_of(client)).query)["state"][0]

    answer = client.get(f"{BEGIN}callback/?error=access_denied&state={state}", follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == "/account/login/"


@pytest.mark.parametrize(
    "offered",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": None},
        {"jwks_uri": "http://127.0.0.1:1"},
    ],
    ids=str,
)
def test_a_server_that_speaks_for_another_or_not_at_all_is_no_error_of_ours(
    server: SignOnServer, anna: Staff, offered: dict[str, Any]
) -> None:
    client = Client()
    server.offered = offered

    answer = client.post(BEGIN)
    if answer.status_code == 302 and answer.headers["Location"].startswith(server.url):
        answer = client.get(sent_back(answer.headers["Location"]))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/")
    assert not signed_in(client)


def test_a_server_that_is_away_leaves_one_at_the_sign_in_page(
    server: SignOnServer, settings: Any
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:1/away"}

    answer = Client().post(BEGIN, follow=True)

    assert NOT_CONFIRMED in answer.content.decode()


def test_it_begins_by_a_press_and_not_by_a_link(server: SignOnServer) -> None:
    answer = Client().get(BEGIN)

    assert answer.status_code == 200
    assert server.asked == []

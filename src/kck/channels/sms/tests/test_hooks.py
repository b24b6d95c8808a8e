"""Who may call us, and what a call may be."""

from dataclasses import replace

import pytest

from kck.channels.sms import hooks
from kck.channels.sms.models import TextIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("box")]
SECRET = "abcdefgh12345678"  # noqa: S105
URL = f"/hooks/sms/{SECRET}/"
SMS = {"MsgId": "m1", "sms_from": "48600100200", "sms_to": "000311", "sms_text": "Dzień dobry?"}


@pytest.fixture(autouse=True)
def _gateway(settings):
    settings.ENV = replace(
        settings.ENV, sms="serwersms:https://gate.example", sms_hook_secret=SECRET
    )


def test_a_wrong_secret_finds_nothing_and_guessing_is_limited(client):
    for _time in range(hooks.MOST_GUESSES):
        assert client.post("/hooks/sms/abcdefgh12345679/", SMS).status_code == 404
    assert client.post("/hooks/sms/abcdefgh12345670/", SMS).status_code == 429
    assert not TextIn.objects.exists()


def test_without_a_secret_of_ours_nobody_may_call(client, settings):
    settings.ENV = replace(settings.ENV, sms_hook_secret="")
    assert client.post(URL, SMS).status_code == 404


def test_a_secret_may_stand_in_a_file(client, settings, tmp_path):
    path = tmp_path / "secret"
    path.write_text("zyxwvutsrq987654\n", encoding="utf-8")
    settings.ENV = replace(settings.ENV, sms_hook_secret=f"@{path}")
    assert client.post("/hooks/sms/zyxwvutsrq987654/", {"x": "1"}).status_code == 200


def test_form_query_and_json_are_understood(client):
    fields = {"id": "1", "phone": "+48600100200", "text": "Raz"}
    assert client.post(URL, fields).status_code == 200
    assert client.get(URL, {**fields, "id": "2", "text": "Dwa"}).status_code == 200
    many = [{**fields, "id": "3", "text": "Trzy"}, {**fields, "id": "4", "text": "Cztery"}]
    assert client.post(URL, many, content_type="application/json").status_code == 200
    assert TextIn.objects.count() == 4
    assert client.post(URL, many, content_type="application/json").status_code == 200
    assert TextIn.objects.count() == 4


@pytest.mark.parametrize("body", ["{", "[1]", "null", "[" * 50_000])
def test_what_cannot_be_read_is_refused(client, body):
    response = client.post(URL, body, content_type="application/json")
    assert response.status_code == 400


def test_what_is_too_long_is_refused(client):
    assert client.post(URL, {"text": "x" * 70_000}).status_code == 400
    assert client.put(URL).status_code == 405


def test_nothing_is_answered_before_it_is_kept(client, monkeypatch):
    def keep(_texts):
        raise OSError("disk full")

    monkeypatch.setattr("kck.channels.sms.commands.keep", keep)
    client.raise_request_exception = False
    assert client.post(URL, {"id": "1", "phone": "+48600100200", "text": "x"}).status_code == 500

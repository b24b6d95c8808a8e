"""Webhooks in the back office: the secret is shown once, the log tells, strangers see nothing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kck.channels.webhooks import commands
from kck.channels.webhooks.models import Delivery, Subscription
from kck.channels.webhooks.terms import Scope, State
from kck.channels.webhooks.tests.conftest import a_subscription
from kck.channels.webhooks.tests.test_sending import deliveries
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
TYPED = {
    "name": "Mapa dzielnicy",
    "url": "https://hooks.example.org/kck",
    "contact": "owner@example.org",
    "scope": "public",
    "events": ["case.opened.v1", "case.done.v1"],
}


@pytest.fixture
def admin(sign_in: Callable[..., Client]) -> Client:
    return sign_in("webhooks.edit")


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(f"/backoffice/webhooks/{address}", query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def post(client: Client, address: str, data: object = None):
    return client.post(f"/backoffice/webhooks/{address}", data or {})


def test_where_nobody_listens_the_page_says_what_it_is_for(admin: Client) -> None:
    assert "Nikt jeszcze nie odbiera zdarzeń." in page(admin, "")


def test_a_new_webhook_shows_its_secret_once(admin: Client) -> None:
    answer = post(admin, "new", TYPED)
    row = Subscription.objects.get()

    assert answer["Location"] == f"/backoffice/webhooks/{row.pk}/"
    assert not SECRET.search(page(admin, f"{row.pk}/"))
    shown = post(admin, f"{row.pk}/secret")
    assert SECRET.search(shown.content.decode())
    assert shown["Cache-Control"] == "no-store"
    again = post(admin, f"{row.pk}/secret")
    assert again.status_code == 302
    assert "już pokazano" in page(admin, f"{row.pk}/")
    assert not SECRET.search(page(admin, f"{row.pk}/"))
    assert "Mapa dzielnicy" in page(admin, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "http://10.0.0.1/"}, "Adres musi zaczynać się od https://."),
        ({"url": "https://127.0.0.1/"}, "Ten adres prowadzi do sieci wewnętrznej."),
        ({"contact": "nobody"}, "To nie jest poprawny adres e-mail."),
        ({"events": []}, "Wybierz co najmniej jedno zdarzenie."),
        ({"events": ["case.note_added.v1"]}, "Zdarzenia wewnętrzne wymagają zakresu"),
        ({"name": ""}, "Wpisz nazwę."),
        ({"units": ["NOBODY"]}, "NOBODY"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(admin: Client, changes, sentence) -> None:
    answer = post(admin, "new", {**TYPED, **changes})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Subscription.objects.exists()


def test_it_can_be_changed_paused_resumed_tried_rotated_and_ended(admin: Client) -> None:
    row = a_subscription()
    address = f"{row.pk}/"
    commands.reveal_secret(row.pk, by=PLATFORM)

    post(admin, f"{address}edit", {**TYPED, "name": "Tablica", "units": ["ZDMK"]})
    row.refresh_from_db()
    assert (row.name, row.units) == ("Tablica", ["ZDMK"])

    states = []
    for verb in ("ping", "pause", "resume", "rotate", "end"):
        assert post(admin, f"{address}do/{verb}").status_code == 302
        row.refresh_from_db()
        states.append(row.state)
    assert states == [State.ACTIVE, State.PAUSED, State.ACTIVE, State.ACTIVE, State.ENDED]
    assert Delivery.objects.get().event == "webhook.ping.v1"
    assert post(admin, f"{address}do/delete").status_code == 404
    assert "Wyślij próbę" not in page(admin, address)


def test_a_new_secret_is_shown_once_too_and_the_page_says_that_two_are_valid(admin: Client) -> None:
    row = a_subscription()
    first = SECRET.search(post(admin, f"{row.pk}/secret").content.decode())
    post(admin, f"{row.pk}/do/rotate")

    second = SECRET.search(post(admin, f"{row.pk}/secret").content.decode())
    assert first is not None
    assert second is not None
    assert first[0] != second[0]
    assert "Podpisują dwa" in page(admin, f"{row.pk}/")


def test_the_log_says_what_came_of_each_and_can_be_filtered(admin: Client) -> None:
    row = a_subscription()
    deliveries(row, 1, 2)
    Delivery.objects.filter(event_id=1).update(
        state="delivered", next_at=None, status=200, took_ms=41, answer="<b>ok</b>", attempts=3
    )

    whole = page(admin, f"{row.pk}/")
    assert "41 ms" in whole
    assert "&lt;b&gt;ok&lt;/b&gt;" in whole
    assert "3 próby" in whole
    assert "41 ms" not in page(admin, f"{row.pk}/", state="waiting")
    assert "41 ms" in page(admin, f"{row.pk}/", number="26-000001-9")
    for odd in ({"number": "nonsense"}, {"state": "failed"}):
        assert "Nic takiego nie ma w dzienniku." in page(admin, f"{row.pk}/", **odd)
    assert "41 ms" in page(admin, f"{row.pk}/", state="\u0000;--", before="x" * 50)


def test_a_long_log_has_pages(admin: Client) -> None:
    row = a_subscription()
    deliveries(row, *range(1, 61), stream="")

    first = page(admin, f"{row.pk}/")
    [older] = set(re.findall(r'rel="next" href="\?([^"]+)"', first))
    second = page(admin, f"{row.pk}/", before=older.removeprefix("before="))
    assert first.count("webhooks/deliveries/") == 50
    assert second.count("webhooks/deliveries/") == 10


def test_a_delivery_shows_what_was_sent_and_can_be_sent_again(admin: Client) -> None:
    row = a_subscription()
    deliveries(row, 1)
    Delivery.objects.update(state="failed", next_at=None, trouble="timeout")
    pk = Delivery.objects.get().pk

    shown = page(admin, f"deliveries/{pk}/")
    assert "evt_1" in shown
    assert "odbiorca nie odpowiedział na czas" in shown
    post(admin, f"deliveries/{pk}/again")
    assert Delivery.objects.get().state == "waiting"


def test_a_replay_needs_a_moment_that_makes_sense(admin: Client) -> None:
    row = a_subscription()

    for since in ("", "yesterday", "1999-01-01T10:00", "2099-01-01T10:00"):
        answer = post(admin, f"{row.pk}/replay", {"since": since})
        assert answer.status_code == 422, since
    moment = clock.now().astimezone(clock.city_zone()) - timedelta(hours=3)
    answer = post(admin, f"{row.pk}/replay", {"since": moment.strftime("%Y-%m-%dT%H:%M")})
    assert answer.status_code == 302


def test_a_dead_far_end_is_shown_with_its_reason(admin: Client) -> None:
    row = a_subscription()
    now = clock.real_now()
    Subscription.objects.update(
        state=State.RESTING, probe_at=now, failing_since=now, trouble="status:503"
    )

    shown = page(admin, f"{row.pk}/")
    assert "odbiorca odmówił (HTTP 503)" in shown
    assert "odbiorca nie odpowiada" in page(admin, "")


def test_who_may_not_sees_nothing(sign_in) -> None:
    row = a_subscription(scope=Scope.INTERNAL)
    deliveries(row, 1)
    stranger = sign_in("notices.edit")

    assert stranger.get("/backoffice/webhooks/").status_code == 403
    pk = Delivery.objects.get().pk
    for address in (f"{row.pk}/", f"{row.pk}/edit", f"deliveries/{pk}/"):
        assert stranger.get(f"/backoffice/webhooks/{address}").status_code == 404
    for address in (f"{row.pk}/secret", f"{row.pk}/do/end", f"{row.pk}/replay"):
        assert post(stranger, address).status_code == 404


def test_the_head_of_a_unit_sees_and_makes_only_those_of_the_unit(client: Client) -> None:
    from kck.accounts.commands import appoint, join, set_role

    set_role("head", names={"pl": "head"}, grants=["webhooks.edit"], by=PLATFORM)
    staff = join(email="h@example.org", name="H", password=None, at=clock.now(), by=PLATFORM)
    appoint(staff, role="head", unit="ZDMK", by=PLATFORM)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    whole, other = a_subscription(name="Całe miasto"), a_subscription(name="Zieleń", units=("ZZM",))

    assert "Całe miasto" not in page(client, "")
    for row in (whole, other):
        assert client.get(f"/backoffice/webhooks/{row.pk}/").status_code == 404
    assert post(client, "new", TYPED).status_code == 422
    assert post(client, "new", {**TYPED, "units": ["ZZM"]}).status_code == 422
    assert post(client, "new", {**TYPED, "units": ["ZDMK"]}).status_code == 302
    assert "Mapa dzielnicy" in page(client, "")

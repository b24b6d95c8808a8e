import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from kck.accounts.models import PartnerKey
from kck.accounts.partner_queries import partner_for
from kck.foundation import clock
from kck.foundation.models import RecordedEvent

FORM = {"name": "Sąsiednie miasto", "days": "365", "limit": "600"}
_KEY = re.compile(r"kckp_[A-Za-z0-9_-]{43}")


def _key_on(page: object) -> str:
    found = _KEY.search(page.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[0]


def _works(key: str) -> bool:
    partner = partner_for(key)
    return partner is not None and partner.state == "valid"


def test_a_key_is_shown_once_and_lets_the_partner_in(sign_in: Callable[..., Client]) -> None:
    client = sign_in("accounts.edit")

    page = client.post("/backoffice/partners/", FORM)

    key, row = _key_on(page), PartnerKey.objects.get()
    assert "no-store" in page["Cache-Control"]
    assert _works(key)
    assert key not in client.get("/backoffice/partners/").content.decode()
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert row.expires_at is not None
    event = RecordedEvent.objects.get(name="accounts.partner_key_made")
    assert event.actor.startswith("staff:")
    assert key not in str(event.payload)


def test_a_partner_gets_another_key_and_keeps_its_cases(sign_in: Callable[..., Client]) -> None:
    client = sign_in("accounts.edit")
    first, row = _key_on(client.post("/backoffice/partners/", FORM)), PartnerKey.objects.get()
    client.post(f"/backoffice/partners/{row.pk}/revoke")
    assert not _works(first)

    page = client.post(f"/backoffice/partners/{row.pk}/renew")

    assert "no-store" in page["Cache-Control"]
    assert _works(_key_on(page))
    assert not _works(first)
    assert PartnerKey.objects.get().pk == row.pk
    names = ("accounts.partner_key_revoked", "accounts.partner_key_renewed")
    assert RecordedEvent.objects.filter(name__in=names).count() == 2


def test_a_key_that_ended_opens_nothing(sign_in: Callable[..., Client]) -> None:
    key = _key_on(sign_in("accounts.edit").post("/backoffice/partners/", FORM))
    PartnerKey.objects.update(expires_at=clock.real_now() - timedelta(seconds=1))

    form = {"api_key": key, "service_code": "roads-pothole", "description": "Dziura"}
    open311 = Client().post("/open311/v2/requests.json", form)
    api = Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {key}"})

    assert (open311.status_code, api.status_code) == (403, 401)
    assert "wygasł" in api.json()["detail"]


def test_a_wrong_form_says_where(sign_in: Callable[..., Client]) -> None:
    client = sign_in("accounts.edit")
    client.post("/backoffice/partners/", FORM)

    again = client.post("/backoffice/partners/", {**FORM, "name": "SĄSIEDNIE miasto"})
    no_name = client.post("/backoffice/partners/", {**FORM, "name": " "})

    assert (again.status_code, no_name.status_code) == (422, 422)
    assert "Wydaj mu nowy klucz" in again.content.decode()
    assert client.post("/backoffice/partners/999/revoke").status_code == 404
    assert PartnerKey.objects.count() == 1


def test_only_who_gives_grants_gives_keys(sign_in: Callable[..., Client]) -> None:
    client = sign_in("notices.edit")

    assert client.get("/backoffice/partners/").status_code == 403
    assert client.post("/backoffice/partners/", FORM).status_code == 403
    assert not PartnerKey.objects.exists()

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from kck.backoffice.urls import urlpatterns

SAMPLES = {
    "key": "messaging.frame",
    "language": "pl",
    "notice_id": 1,
    "aside_id": 1,
    "part": "units",
    "site_id": 1,
    "object_id": 1,
    "code": "ZDMK",
    "source_id": 1,
    "run_id": 1,
    "subscription_id": 1,
    "delivery_id": 1,
    "verb": "ping",
    "token_id": 1,
    "change_set_id": 1,
    "edit_id": 1,
    "upload_id": 1,
    "identity": "ZDMK",
    "request_id": 1,
    "stray_id": 1,
    "partner_id": 1,
    "number": "260000014",
}
HIDDEN = (
    {"text", "text-preview", "text-default", "notice-withdraw", "paper-seen", "way", "token-revoke"}
    | {"stray-settled", "aside-settled", "partner-renew", "partner-revoke"}
    | {f"privacy-{verb}" for verb in ("one", "give", "act")}
    | {f"retention-{verb}" for verb in ("switch", "class", "confirm", "hold", "lift")}
    | {"thing", "city-upload", "changes", "ready-text"}
    | {f"changes-{verb}" for verb in ("settings", "put", "undo", "discard", "choose", "drop")}
    | {f"register{part}" for part in ("", "-fetch", "-end", "-run", "-undo")}
    | {
        f"webhook{part}"
        for part in ("", "-edit", "-reveal", "-replay", "-act", "-delivery", "-again")
    }
)


def addresses() -> Iterator[tuple[str, str]]:
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        needed = pattern.pattern.converters
        name = str(pattern.name)
        yield name, reverse(f"backoffice:{name}", kwargs={one: SAMPLES[one] for one in needed})


@pytest.mark.parametrize(("name", "address"), [*addresses()])
def test_who_only_works_on_cases_finds_nothing_here(
    sign_in: Callable[..., Client], name: str, address: str
) -> None:
    client = sign_in("cases.view", "cases.work")

    page = client.get(address)

    assert page.status_code == (404 if name in HIDDEN else 403), name


def test_a_grant_within_one_unit_is_not_enough_for_words_of_the_whole_city(
    client: Client, db: None
) -> None:
    from kck.accounts.commands import appoint, join, set_role
    from kck.foundation import clock
    from kck.foundation.actor import PLATFORM

    set_role("words", names={"pl": "w"}, grants=["messaging.edit"], by=PLATFORM)
    staff = join(email="w@example.org", name="W", password=None, at=clock.now(), by=PLATFORM)
    appoint(staff, role="words", unit="ZDMK", by=PLATFORM)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/backoffice/texts/").status_code == 403


def test_home_shows_only_what_one_may_look_after(sign_in: Callable[..., Client]) -> None:
    words = sign_in("messaging.edit").get("/backoffice/").content.decode()

    assert "/backoffice/texts/" in words
    assert "/backoffice/notices/" not in words
    assert "/backoffice/roles/" not in words

"""Who sees what of the back office; `tests/test_every_door.py` tries every address."""

from collections.abc import Callable

from django.test import Client


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

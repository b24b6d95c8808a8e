from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from kck.accounts.commands import appoint, join, set_role
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

EDITOR_GRANTS = (
    "messaging.edit",
    "notices.edit",
    "directory.edit",
    "accounts.edit",
    "webhooks.edit",
    "places.import",
)


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    with translation.override("pl"):
        yield


@pytest.fixture
def sign_in(client: Client, db: None) -> Callable[..., Client]:
    """Sign in somebody who holds these grants everywhere."""

    def with_grants(*grants: str, name: str = "Barbara Sikora") -> Client:
        code = "-".join(grants).replace(".", "-")[:40] or "none"
        set_role(code, names={"pl": code}, grants=grants, everywhere=True, by=PLATFORM)
        email = f"{code}@example.org"
        staff = join(email=email, name=name, password=None, at=clock.now(), by=PLATFORM)
        appoint(staff, role=code, unit="KCK", by=PLATFORM)
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return with_grants


@pytest.fixture
def editor(sign_in: Callable[..., Client]) -> Client:
    return sign_in(*EDITOR_GRANTS)

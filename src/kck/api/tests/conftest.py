from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kck.accounts.terms import TOKEN_SCOPES
from kck.accounts.token_commands import make_api_token
from kck.foundation import clock
from kck.foundation.actor import PLATFORM


class ApiClient(Client):
    """Speaks JSON, in English unless told otherwise."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Accept-Language": "en", **named}
        if body is None:
            return self.generic(method, f"/api/v1{path}", headers=named)
        return getattr(self, method.lower())(
            f"/api/v1{path}", body, content_type="application/json", headers=named
        )

    def read(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def send(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, {} if body is None else body, **headers)


@pytest.fixture(autouse=True)
def _no_memory_of_limits() -> None:
    """What is left of a bundle must not outlive the count in the database."""
    from kck.api import callers

    callers.forget_bundles()


@pytest.fixture
def api(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture
def a_token(db: None) -> Callable[..., str]:
    """A token of a unit, with these scopes (none named: all)."""

    def make(unit: str = "ZDMK", *scopes: str, name: str = "Dispatch") -> str:
        return make_api_token(
            name,
            unit=unit,
            scopes=scopes or TOKEN_SCOPES,
            expires_at=clock.real_now() + timedelta(days=30),
            at=clock.now(),
            by=PLATFORM,
        ).token

    return make

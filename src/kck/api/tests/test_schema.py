"""Schemathesis asks everything that the document allows, and much that it does not."""

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.builders import a_case

from kck.accounts.models import ApiToken
from kck.api import callers, my_case, reports, uploads
from kck.api.document import document
from kck.cases.models import Case

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# of each call; a long run: API_EXAMPLES=100 pytest …
EXAMPLES = int(os.environ.get("API_EXAMPLES", "12"))
schema = schemathesis.openapi.from_dict(deepcopy(document()))
schema.app = get_wsgi_application()


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (callers, "PER_MINUTE"), (callers, "WRONG_TOKENS_PER_HOUR"), (reports, "SENT_PER_HOUR"),
        (uploads, "PHOTOS_PER_HOUR"), (my_case, "ACTS_PER_HOUR"), (my_case, "TRIES"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 10**9)
    monkeypatch.setattr(callers._reads, "allow", lambda key: True)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests come past Django's test client, which keeps the test's connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(
    db: None, one_connection: None, unlimited: None, a_token: Callable[..., str]
) -> dict[str, str]:
    """A case that is there, its own token, and one of its unit."""
    case = a_case()
    Case.objects.filter(pk=case.pk).update(state="accepted")
    token = a_token()

    ApiToken.objects.update(limit_per_minute=10**6)
    return {
        "number": case.number,
        "token": token,
        "case_token": case.token,
    }


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="API_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_call_breaks_the_server(case: Any, known: dict[str, str]):
    path = case.operation.path
    headers = {}
    if "/unit" in path and "/units" not in path:
        headers["Authorization"] = f"Bearer {known['token']}"
    if "/my-case/" in path:
        headers["Case-Token"] = known["case_token"]
    if "number" in (case.path_parameters or {}):
        case.path_parameters["number"] = known["number"]

    case.call_and_validate(headers=headers, checks=CHECKS)


def test_the_document_is_openapi_3_1_and_every_call_has_a_name_of_its_own():
    schema.validate()
    names = [
        operation["operationId"]
        for operations in document()["paths"].values()
        for operation in operations.values()
    ]

    assert document()["openapi"] == "3.1.0"
    assert len(set(names)) == len(names) > 30

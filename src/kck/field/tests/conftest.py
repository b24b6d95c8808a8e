"""A crew of ZDMK, a colleague, and somebody of another unit, signed in."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.builders import MONDAY, a_jpeg

from kck.accounts import commands as accounts
from kck.accounts.models import Staff
from kck.cases.models import Case
from kck.cases.queries.desk_case import last_seq
from kck.foundation.actor import PLATFORM

WORKER = ["cases.view", "cases.work", "cases.forward", "cases.merge"]
ROLES = {
    "worker": (WORKER, False),
    "lead": ([*WORKER, "cases.assign", "cases.contact"], False),
    "agent": ([*WORKER, "cases.triage", "cases.contact", "intake.receive"], True),
    "reader": (["cases.view"], True),
}
SignIn = Callable[..., Client]
JSON = {"Accept": "application/json"}


def a_worker(role: str = "worker", unit: str = "ZDMK", name: str = "Jan Brygadzista") -> Staff:
    grants, everywhere = ROLES[role]
    accounts.set_role(role, names={"pl": role}, grants=grants, everywhere=everywhere, by=PLATFORM)
    email = f"{name.split()[0].lower()}.{unit.lower()}.{role}@example.org"
    found = Staff.objects.filter(email=email).first()
    staff = found or accounts.join(email=email, name=name, password=None, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role=role, unit=unit, by=PLATFORM)
    return staff


@pytest.fixture
def signed_in(db: None) -> SignIn:
    def sign_in(role: str = "worker", unit: str = "ZDMK", name: str = "Jan Brygadzista") -> Client:
        client = Client()
        client.force_login(
            a_worker(role, unit, name), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


def key() -> str:
    return str(uuid.uuid4())


def send(client: Client, case: Case, act: str, *, phone: bool = True, **data: Any) -> Any:
    """As the phone's outbox does, or as a plain form."""
    data = {"key": key(), "seen": last_seq(case.pk), **data}
    headers = dict(data.pop("headers", {}))
    if phone:
        headers |= JSON
    return client.post(f"/teren/{case.number}/{act}/", data, headers=headers)


def done(**more: Any) -> dict[str, Any]:
    return {
        "outcome": "done",
        "text": "Dziura zalana masą na gorąco.",
        "photos": upload(),
        **more,
    }


def upload(name: str = "po.jpg") -> Any:
    data = a_jpeg()
    data.name = name
    return data

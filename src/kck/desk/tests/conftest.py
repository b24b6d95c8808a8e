from collections.abc import Callable

import pytest
from django.test import Client
from tests.builders import MONDAY

from kck.accounts import commands as accounts
from kck.accounts.models import Staff
from kck.accounts.terms import GRANTS
from kck.cases.queries.counts import forget_counts
from kck.foundation import outbox
from kck.foundation.actor import PLATFORM

UNIT_GRANTS = [
    "cases.view",
    "cases.work",
    "cases.forward",
    "cases.assign",
    "cases.publish",
    "cases.redact",
    "cases.requalify",
    "cases.merge",
    "cases.contact",
]
ROLES = {
    "unit": (UNIT_GRANTS, False, False),
    "agent": (
        [
            g
            for g in GRANTS
            if g.startswith(("cases.", "intake.", "people.")) and g != "people.privacy"
        ],
        True,
        False,
    ),
    "worker": (["cases.view", "cases.work", "cases.forward", "cases.merge"], False, False),
    # a unit that was given the centre's grants by mistake: they count only where held everywhere
    "nosy": ([g for g in GRANTS if g.startswith("people.")] + ["cases.view"], False, False),
    "office": ([*UNIT_GRANTS, "records.send"], True, False),
    "reader": (["cases.view"], False, False),
    "admin": (list(GRANTS), True, True),
}
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    forget_counts()


def a_colleague(role: str = "unit", unit: str = "ZDMK", name: str = "Anna Nowak") -> Staff:
    grants, everywhere, second = ROLES[role]
    accounts.set_role(
        role,
        names={"pl": role},
        grants=grants,
        everywhere=everywhere,
        second_factor=second,
        by=PLATFORM,
    )
    email = f"{name.split()[0].lower()}.{unit.lower()}.{role}@example.org"
    staff = Staff.objects.filter(email=email).first()
    if staff is None:
        staff = accounts.join(email=email, name=name, password=None, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role=role, unit=unit, by=PLATFORM)
    return staff


@pytest.fixture
def signed_in(db: None) -> SignIn:
    def sign_in(role: str = "unit", unit: str = "ZDMK", name: str = "Anna Nowak") -> Client:
        client = Client()
        client.force_login(
            a_colleague(role, unit, name),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return sign_in


@pytest.fixture
def role_of(db: None) -> Callable[..., Client]:
    """Somebody with one of the roles that ship, signed in."""
    accounts.install_roles(by=PLATFORM)

    def sign_in(role: str, unit: str = "ZDMK") -> Client:
        mail = f"{role}-{unit}@example.test"
        staff = Staff.objects.filter(email=mail).first()
        if staff is None:
            name = f"{role.title()} {unit.title()}"
            staff = accounts.join(email=mail, name=name, password=None, at=MONDAY, by=PLATFORM)
            accounts.appoint(staff, role=role, unit=unit, by=PLATFORM)
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The topics that live pages hear of, one list for each command that had something to say."""
    heard: list[list[str]] = []
    flush = outbox._flush

    def listen(unit: outbox._Unit) -> None:
        if unit.topics:
            heard.append(sorted(unit.topics))
        flush(unit)

    monkeypatch.setattr(outbox, "_flush", listen)
    return heard

"""A case of MPO, which works by links, and the link from its mail."""

import pytest
from django.test import Client
from tests.builders import MONDAY, a_photo

from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.unitlinks.commands import issue_case_link
from kck.unitlinks.tests.ways import MAIL, a_bin, works_by_link

TEXT = (
    "Nazywam się Anna Kowalska, mieszkam przy Długiej 12 m. 4. Rozbity pojemnik na szkło. "
    "Proszę dzwonić: 600 700 800 albo anna.kowalska@poczta.example"
)


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    works_by_link()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    yield
    forget_snapshot()


@pytest.fixture
def bin_case():
    return a_bin(
        text=TEXT, email="anna.kowalska@poczta.example", name="Anna Kowalska",
        phone="+48600700800", photos=(a_photo(),),
    )  # fmt: skip


@pytest.fixture
def token(bin_case):
    return issue_case_link(
        bin_case.pk, unit_id=bin_case.unit_id, mail=MAIL, at=MONDAY, by=PLATFORM
    ).token


@pytest.fixture
def phone():
    """Somebody's telephone: no account, no script, strict about tokens of forms."""
    return Client(enforce_csrf_checks=False)

"""The case page says how the case got to its unit, and lets one help."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.builders import MONDAY, a_case, unit_id

from kck.cases.models import Case
from kck.desk.tests.conftest import SignIn
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reactions_at_once
from kck.foundation.reasons import of_text
from kck.handover import ports
from kck.handover.commands import trouble
from kck.handover.queries import sending_of
from kck.handover.sending import send_due
from kck.handover.terms import SendingState
from kck.handover.tests.far_ends import Answering, accepted, refused


@pytest.fixture(autouse=True)
def _ways(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ports, "_transports", {})
    set_way("ZDMK", way=WayOfWorking.OPEN311, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)
    with reactions_at_once():
        yield


@pytest.fixture
def case() -> Case:
    found = a_case(category="roads-pothole")
    assert found.unit_id == unit_id("ZDMK")
    return found


def page_of(client: Client, case: Case) -> str:
    return client.get(f"/desk/case/{case.number}/").content.decode()


def test_what_waits_what_failed_and_why(signed_in: SignIn, case: Case) -> None:
    client = signed_in("agent", unit="KCK")
    assert "czeka na wysłanie" in page_of(client, case)

    ports.register(WayOfWorking.OPEN311, Answering(refused))
    send_due()

    page = page_of(client, case)
    assert "nie wysłano, próbujemy dalej" in page
    assert "kaput" in page
    assert "Wyślij teraz jeszcze raz" in page


def test_sent_again_by_hand_it_has_the_units_number(signed_in: SignIn, case: Case) -> None:
    client = signed_in("agent", unit="KCK")
    ports.register(WayOfWorking.OPEN311, Answering(refused))
    send_due()
    sending = sending_of(case.pk)
    assert sending is not None

    ports.register(WayOfWorking.OPEN311, Answering(accepted))
    answer = client.post(f"/desk/case/{case.number}/resend/{sending.id}/")
    send_due()

    page = page_of(client, case)
    assert answer.status_code == 302
    assert f"F-{sending.task_id}" in page
    assert "Wyślij teraz jeszcze raz" not in page


def test_a_trouble_is_shown_and_settled(signed_in: SignIn, case: Case) -> None:
    client = signed_in("agent", unit="KCK")
    ports.register(WayOfWorking.OPEN311, Answering(accepted))
    send_due()
    sending = sending_of(case.pk)
    assert sending is not None
    trouble(sending.id, of_text("stan „banana”"), at=MONDAY, by=PLATFORM)
    assert "stan „banana”" in page_of(client, case)

    client.post(f"/desk/case/{case.number}/settle/{sending.id}/")

    assert "stan „banana”" not in page_of(client, case)


def test_somebody_who_only_reads_cannot_send(signed_in: SignIn, case: Case) -> None:
    ports.register(WayOfWorking.OPEN311, Answering(refused))
    send_due()
    sending = sending_of(case.pk)
    assert sending is not None
    client = signed_in("reader")

    assert "Wyślij teraz jeszcze raz" not in page_of(client, case)
    assert client.post(f"/desk/case/{case.number}/resend/{sending.id}/").status_code == 403
    assert sending_of(case.pk).state == SendingState.FAILED  # type: ignore[union-attr]


def test_a_sending_of_another_case_is_not_behind_this_one(signed_in: SignIn, case: Case) -> None:
    other = a_case(category="roads-pothole")
    sending = sending_of(other.pk)
    assert sending is not None
    client = signed_in("agent", unit="KCK")

    assert client.post(f"/desk/case/{case.number}/resend/{sending.id}/").status_code == 404

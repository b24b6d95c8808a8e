from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, unit_id

from kck.accounts.commands import make_partner_key
from kck.cases.models import Case
from kck.channels.open311_out import polling
from kck.channels.open311_out.commands import set_far_end
from kck.channels.open311_out.models import FarEnd, FarWord
from kck.channels.open311_out.outgoing import say_due
from kck.channels.open311_out.polling import poll_due
from kck.channels.open311_out.tests.far_server import FarServer, far_server
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reactions_at_once
from kck.handover.models import Sending
from kck.handover.queries import sending_of
from kck.handover.sending import send_due
from kck.handover.terms import SendingInfo

SetUp = Callable[..., None]


@pytest.fixture
def far() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def partner(db: None) -> int:
    return make_partner_key("ZDMK", key="their-key", at=MONDAY, by=PLATFORM).pk


@pytest.fixture
def set_up(far: FarServer, partner: int) -> SetUp:
    """ZDMK works in a system of its own, with these settings."""

    def with_settings(**settings: object) -> None:
        set_way(
            "ZDMK",
            way=WayOfWorking.OPEN311,
            settings={"open311": {"endpoint": far.endpoint, **settings}},
            valid_from=None,
            at=MONDAY,
            by=PLATFORM,
        )

    with_settings()
    set_far_end("ZDMK", key="our-key", partner_id=partner, by=PLATFORM)
    return with_settings


@pytest.fixture(autouse=True)
def _reacting(set_up: SetUp, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # a test is one transaction, which threads do not see: they only speak HTTP anyway
    monkeypatch.setattr(polling, "FIRST_LOOK", timedelta(days=3650))
    with reactions_at_once():
        yield


def a_pothole(**more: object) -> Case:
    case = a_case(category="roads-pothole", **more)  # type: ignore[arg-type]
    assert case.unit_id == unit_id("ZDMK")
    return case


def sending(case: Case) -> SendingInfo:
    found = sending_of(case.pk)
    assert found is not None
    return found


def send() -> int:
    """Whatever waits, at once."""
    past = clock.real_now() - timedelta(seconds=1)
    Sending.objects.filter(next_at__isnull=False).update(next_at=past)
    return send_due()


def poll() -> int:
    FarEnd.objects.update(poll_next_at=None)
    return poll_due()


def tell() -> int:
    past = clock.real_now() - timedelta(seconds=1)
    FarWord.objects.filter(next_at__isnull=False).update(next_at=past)
    return say_due()

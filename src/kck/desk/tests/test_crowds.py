"""The flag of a crowd on the desk: seen, on a map, taken down with a reason."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.models import Case
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import display
from kck.intake.commands.crowds import notice_crowd
from kck.intake.crowd_models import Crowd
from kck.intake.crowd_terms import CrowdState

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def crowd() -> Crowd:
    for n in range(5):
        at = MONDAY + timedelta(minutes=2 * n)
        case = a_case(category="roads-pothole", email=f"a{n}@example.test", at=at)
        assert case.conversation_id
        notice_crowd(case.conversation_id, at=at, by=PLATFORM)
    return Crowd.objects.get()


def page_of(client, address="/desk/"):
    return client.get(address).content.decode()


def test_the_centre_sees_how_many_what_and_since_when(signed_in, crowd):
    page = page_of(signed_in("agent", "KCK"), "/desk/triage/")

    assert "zgłasza 5 osób" in page
    assert "Dziura / ubytek w jezdni" in page
    assert f"crowd={crowd.pk}" in page
    assert "To nie zdarzenie" in page


def test_the_unit_of_the_cases_sees_it_and_another_does_not(signed_in, crowd):
    ours = page_of(signed_in("unit"))
    theirs = page_of(signed_in("unit", unit="MPO", name="Ewa Obca"))

    assert "zgłasza 5 osób" in ours
    assert "To nie zdarzenie" not in ours
    assert "zgłasza 5 osób" not in theirs


def test_its_cases_stand_in_the_queue_and_on_the_map(signed_in, crowd):
    other = a_case(category="roads-pothole", at=LATER)
    client = signed_in("agent", "KCK")
    where = f"view=city&scope=all&crowd={crowd.pk}&show=map"

    page = page_of(client, f"/desk/?{where}")
    points = client.get(f"/desk/points.json?{where}").json()["features"]

    inside = Case.objects.exclude(pk=other.pk)
    assert all(display(case.number) in page for case in inside)
    assert display(other.number) not in page.split('id="queue"')[1]
    assert len(points) == 5
    assert "sprawy skupiska" in page


def test_it_is_taken_down_with_a_reason_and_not_without(signed_in, crowd):
    client = signed_in("agent", "KCK")
    address = f"/desk/crowds/{crowd.pk}/dismiss/"

    without = client.post(address, {"reason": ""}, follow=True).content.decode()
    assert "Napisz, dlaczego to nie zdarzenie." in without
    client.post(address, {"reason": "Remont, wszyscy wiedzą"})

    crowd.refresh_from_db()
    assert (crowd.state, crowd.reason) == (CrowdState.DISMISSED, "Remont, wszyscy wiedzą")
    assert "zgłasza 5 osób" not in page_of(client)
    assert client.post(address, {"reason": "jeszcze raz"}).status_code == 404


def test_a_unit_takes_nothing_down(signed_in, crowd):
    answer = signed_in("unit").post(f"/desk/crowds/{crowd.pk}/dismiss/", {"reason": "Nic takiego"})

    assert answer.status_code == 404
    assert Crowd.objects.get().state == CrowdState.OPEN


def test_what_is_reported_of_it_shows_no_words_of_anybody(signed_in, crowd):
    banner = page_of(signed_in("agent", "KCK"), "/desk/crowds/")

    assert "autobusy" not in banner
    assert "example.test" not in banner

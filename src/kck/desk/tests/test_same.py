"""Doubles at the desk: seen with the reason, merged with one press, taken back with another."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, RYNEK, a_case

from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.foundation import clock
from kck.foundation.numbers import display

NOW = MONDAY + timedelta(hours=2)
TEXT = "Duża dziura w jezdni przed szkołą, wjeżdżają w nią autobusy."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def pair():
    """A pothole that a unit has, and the same one waiting for the centre."""
    known = a_case(category="roads-pothole", text=TEXT)
    fresh = a_case(category="roads-pothole", text=TEXT, at=MONDAY + timedelta(hours=1))
    Case.objects.filter(pk=fresh.pk).update(needs_triage=True)
    return known, Case.objects.get(pk=fresh.pk)


def test_the_case_page_says_why_and_merges_with_one_press(signed_in, pair):
    known, fresh = pair
    client = signed_in("unit")
    page = client.get(f"/desk/case/{fresh.number}/").content.decode()
    seq = page.split('name="seen" value="')[1].split('"')[0]

    answer = client.post(
        f"/desk/case/{fresh.number}/do/merge/", {"seen": seq, "number": known.number}
    )

    assert "100 % tych samych słów" in page
    assert answer.status_code == 302
    fresh.refresh_from_db()
    assert (fresh.state, fresh.merged_into_id) == (CaseState.MERGED, known.pk)


def test_the_triage_screen_merges_and_takes_it_back(signed_in, pair):
    known, fresh = pair
    client = signed_in("agent", "KCK")
    page = client.get(f"/desk/triage/?case={fresh.number}").content.decode()
    assert "Może to już zgłoszone" in page
    assert display(known.number) in page

    after = client.post(f"/desk/triage/{fresh.number}/merge/", {"into": known.number}, follow=True)
    fresh.refresh_from_db()
    assert fresh.state == CaseState.MERGED
    assert f"{display(fresh.number)} połączono z {display(known.number)}" in after.content.decode()

    client.post(f"/desk/triage/{fresh.number}/unmerge/")
    fresh.refresh_from_db()
    assert (fresh.state == CaseState.MERGED, fresh.merged_into) == (False, None)


def test_a_danger_is_not_merged_in_passing(signed_in, pair):
    known, fresh = pair
    Case.objects.filter(pk=fresh.pk).update(danger="gas")
    client = signed_in("agent", "KCK")

    client.post(f"/desk/triage/{fresh.number}/merge/", {"into": known.number})

    fresh.refresh_from_db()
    assert fresh.state != CaseState.MERGED


def test_who_may_not_triage_merges_nothing_there(signed_in, pair):
    known, fresh = pair

    answer = signed_in("worker").post(f"/desk/triage/{fresh.number}/merge/", {"into": known.number})

    assert answer.status_code == 404


def test_what_the_caller_says_is_kept_when_the_agent_joins_a_known_case(signed_in):
    known = a_case(category="roads-pothole", text=TEXT)
    data = {
        "key": "k9", "channel": "phone", "language": "pl", "category": "roads-pothole",
        "text": "Wpadłem tam wczoraj, koło do wymiany.", "address": "Rynek Główny 1",
        "lat": RYNEK.lat, "lon": RYNEK.lon, "do": f"join-{known.number}",
    }  # fmt: skip
    client = signed_in("agent", "KCK")

    client.post("/desk/new/", data)

    page = signed_in("unit").get(f"/desk/case/{known.number}/").content.decode()
    assert "koło do wymiany" in page

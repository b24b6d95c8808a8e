"""The banner over the triage screen, and what counts as having seen a danger."""

import re
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.alarm_models import DangerAlarm
from kck.cases.commands.alarms import tell_duty
from kck.cases.models import Case
from kck.foundation import clock
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=2)
HTMX = {"HX-Request": "true", "HX-Target": "div#alarms"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def a_danger() -> Case:
    return a_case(category="", text="Czuć gaz na klatce schodowej", at=NOW)


def unseen(case: Case) -> bool:
    return DangerAlarm.objects.get(pk=case.pk).seen_at is None


def test_a_danger_stands_over_the_triage_screen_with_its_number_and_a_switch_for_the_sound(
    signed_in,
):
    case = a_danger()

    page = signed_in("agent", "KCK").get("/desk/triage/").content.decode()

    banner = page[page.index("<danger-alarm") : page.index("</danger-alarm>")]
    assert display(case.number) in banner
    assert f'data-alarms="{case.number} "' in banner
    assert ">992</span>" in banner
    assert 'role="alert"' in banner
    assert "kck:centre from:body" in banner
    assert "Dźwięk włączy się po pierwszym kliknięciu" in banner
    assert re.search(r"<button[^>]*data-mute", banner)


def test_showing_it_is_not_seeing_it(signed_in):
    case = a_danger()

    signed_in("agent", "KCK").get("/desk/triage/")

    assert unseen(case)


def test_whoever_presses_the_button_has_seen_it_and_it_goes(signed_in):
    case = a_danger()
    client = signed_in("agent", "KCK")

    left = client.post(f"/desk/alarms/{case.number}/", headers=HTMX)

    assert not unseen(case)
    assert display(case.number) not in left.content.decode()
    assert client.get("/desk/alarms/").content.decode().strip() == ""
    assert not tell_duty(case.pk, at=NOW + timedelta(hours=1))


def test_without_script_the_button_leads_back(signed_in):
    case = a_danger()

    answer = signed_in("agent", "KCK").post(f"/desk/alarms/{case.number}/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/triage/")
    assert not unseen(case)


def test_opening_the_case_is_seeing_it(signed_in):
    case = a_danger()

    signed_in("agent", "KCK").get(f"/desk/case/{case.number}/")

    assert not unseen(case)


def test_deciding_about_it_is_seeing_it(signed_in):
    case = a_danger()

    signed_in("agent", "KCK").post(f"/desk/triage/{case.number}/", {"category": "energy-gas-smell"})

    assert not unseen(case)


def test_who_was_told_meanwhile_is_said(signed_in):
    case = a_danger()
    tell_duty(case.pk, at=NOW + timedelta(minutes=2))

    page = signed_in("agent", "KCK").get("/desk/alarms/").content.decode()

    assert "powiadomiono dyżurnego" in page


def test_a_unit_has_no_banner_and_no_button(signed_in):
    case = a_danger()
    client = signed_in("unit")

    assert client.get("/desk/alarms/").status_code == 404
    assert client.post(f"/desk/alarms/{case.number}/").status_code == 404
    assert unseen(case)

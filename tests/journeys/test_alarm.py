"""A danger comes while the triage screen is open: it is seen, heard, and taken note of."""

import os

import pytest
from playwright.sync_api import expect

from kck.foundation import clock
from kck.foundation.numbers import display
from tests.builders import a_case
from tests.journeys.looking import look
from tests.journeys.test_desk import BUILT, PHONE, _city, _staff, server, sign_in

__all__ = ["_city", "_staff", "server", "sign_in"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


def _kept(page, name):
    """A picture for whoever wants to look: KCK_PICTURES is a folder."""
    if folder := os.environ.get("KCK_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


def test_a_danger_is_heard_once_a_key_was_pressed_and_goes_when_somebody_sees_it(sign_in, server):
    case = a_case(category="", text="Czuć gaz na klatce schodowej", at=clock.now())
    ola = sign_in("ola@example.org")
    ola.goto(f"{server}/desk/triage/")
    alarm = ola.locator("danger-alarm")

    expect(alarm.get_by_text(display(case.number))).to_be_visible()
    ola.keyboard.press("Shift")
    expect(alarm).to_have_attribute("data-state", "heard")
    expect(alarm).to_have_attribute("data-rung", "1")
    _kept(ola, "alarm-wide")
    look(ola)

    alarm.get_by_role("button", name="Wycisz").click()
    expect(alarm.get_by_text("Dźwięk jest wyłączony.")).to_be_visible()
    ola.reload()
    expect(alarm.get_by_role("button", name="Włącz dźwięk")).to_be_visible()

    ola.set_viewport_size(PHONE)
    ola.emulate_media(color_scheme="dark")
    _kept(ola, "alarm-phone")
    look(ola)
    alarm.get_by_role("button", name="Widzę").click()
    expect(ola.locator("[data-alarms]")).to_have_count(0)

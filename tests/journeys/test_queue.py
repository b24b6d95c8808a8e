"""A Monday morning at ZDMK: forty new reports, one keyboard, no mouse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from procrastinate.contrib.django import app

from kck.accounts.queries import actor_of_mail
from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.foundation import clock
from kck.queues.commands.steps import go_on
from kck.queues.models import BulkRun
from kck.queues.terms import RunState
from tests.builders import RYNEK, a_case
from tests.journeys.looking import look, press
from tests.journeys.test_desk import (  # noqa: F401 - fixtures
    BUILT,
    PHONE,
    _city,
    _staff,
    server,
    sign_in,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]
SignIn = Callable[..., Any]


def forty() -> None:
    """Potholes, pavements, a few that are for the city's green."""
    kinds = ["roads-pothole"] * 6 + ["roads-pavement"] * 2
    for number in range(40):
        moment = clock.now() - timedelta(minutes=5 + number)
        a_case(category=kinds[number % 8], spot=RYNEK, email=f"r{number}@example.org", at=moment)


def begun(page: Any, count: int) -> None:
    """The preview says how many, and Enter does it."""
    page.wait_for_url("**/desk/run/**")
    expect(page.locator(".run-said")).to_contain_text(f"Zostanie zrobione w {count} ")
    expect(page.locator("#run button").first).to_be_focused()
    look(page)
    page.keyboard.press("Enter")
    expect(page.locator(".run-said")).not_to_contain_text("Zostanie")


def back(page: Any, count: int) -> None:
    press(page, "o")
    page.wait_for_url("**/desk/")
    expect(page.locator("#queue tbody tr")).to_have_count(count)


def worked(page: Any) -> None:
    """What the worker does beside; the page hears of it by itself."""
    run = BulkRun.objects.latest("pk")
    while go_on(run.pk):
        pass
    assert BulkRun.objects.get(pk=run.pk).state in {RunState.DONE, RunState.UNDONE}
    page.reload()


# how many answers for the rows were asked for since, whether under way or behind another
_ASKED = """() => {
  window.asked = 0;
  document.addEventListener("htmx:config:request", (event) => {
    if (event.detail.ctx.target?.id === "queue") window.asked += 1;
  });
}"""


def test_what_is_heard_while_rows_are_on_their_way_is_shown_too(sign_in: SignIn):  # noqa: F811
    anna = sign_in("anna@example.org")
    held: list[Any] = []

    def hold(route: Any) -> None:
        if held or route.request.headers.get("hx-target") != "section#queue":
            route.continue_()
        else:
            held.append((route, route.fetch()))

    anna.route("**/desk/**", hold)
    first = a_case(at=clock.now())
    while not held:  # the test's own limit ends it
        anna.wait_for_timeout(50)
    anna.evaluate(_ASKED)
    second = a_case(at=clock.now())
    anna.wait_for_function("window.asked > 0", timeout=30_000)

    route, answer = held[0]
    assert second.number not in answer.text()
    route.fulfill(response=answer)

    for case in (first, second):
        expect(anna.locator(f"#queue tr[data-number='{case.number}']")).to_be_visible()


def test_forty_new_reports_are_cleared_by_keyboard_alone(sign_in: SignIn):  # noqa: F811
    assert app.tasks
    forty()
    anna = sign_in("anna@example.org")
    anna.goto(anna.url.partition("/desk/")[0] + "/desk/")
    expect(anna.locator("#queue tbody tr")).to_have_count(40)
    look(anna)

    # the first one is opened and one comes back; three go to the green, by their reason
    press(anna, "j", "o")
    anna.wait_for_url("**/desk/case/**")
    press(anna, "g", "u")
    anna.wait_for_url("**/desk/")
    expect(anna.locator("#queue tbody tr")).to_have_count(40)
    press(anna, "j", "x", "j", "j", "Shift+X")
    expect(anna.locator("[data-said]")).to_have_text("Zaznaczono: 3")
    look(anna)
    press(anna, "f")
    anna.wait_for_url("**/desk/many/")
    expect(anna.locator("input[type=text]").first).to_be_focused()
    anna.keyboard.type("ZZM")
    anna.keyboard.press("Enter")
    expect(anna.locator("#id_text")).to_be_focused()
    anna.keyboard.type("To zieleń, nie pas drogowy.")
    look(anna)
    anna.keyboard.press("Control+Enter")
    begun(anna, 3)
    worked(anna)
    expect(anna.locator(".run-said")).to_have_text("Zrobione w 3 sprawach.")

    # a slip: taken back, because nobody has been told
    press(anna, "z")
    expect(anna.locator("#run")).not_to_contain_text("Zrobione w 3")
    worked(anna)
    expect(anna.locator(".run-said")).to_have_text("Cofnięto w 3 sprawach.")
    back(anna, 40)

    # the whole view is accepted, then given to oneself
    press(anna, "*", "v", "a")
    begun(anna, 40)
    worked(anna)
    back(anna, 40)
    press(anna, "*", "a", "i")
    anna.wait_for_url("**/desk/many/")
    expect(anna.locator("input[type=text]").first).to_be_focused()
    anna.keyboard.press("Control+Enter")
    begun(anna, 40)
    worked(anna)
    expect(anna.locator(".run-said")).to_have_text("Zrobione w 40 sprawach.")
    press(anna, "g", "m")
    expect(anna.locator("#queue tbody tr")).to_have_count(40)

    own = actor_of_mail("anna@example.org")
    assert own is not None
    assert set(Case.objects.values_list("state", "handler_id")) == {(CaseState.ACCEPTED, own.id)}


def test_filters_a_saved_view_and_the_palette_need_no_mouse(sign_in: SignIn):  # noqa: F811
    forty()
    anna = sign_in("anna@example.org")
    press(anna, "v")
    expect(anna.locator("#filters #id_q")).to_be_focused()
    look(anna)
    anna.keyboard.type("dziura")
    anna.keyboard.press("Enter")
    anna.wait_for_url("**q=dziura**")
    look(anna)

    press(anna, "s")
    expect(anna.locator("#save-view #id_name")).to_be_visible()
    anna.locator("#save-view #id_name").focus()
    anna.keyboard.type("Dziury w centrum")
    anna.keyboard.press("Enter")
    anna.wait_for_url("**v=**")
    expect(anna.locator("#desk-queues")).to_contain_text("Dziury w centrum")

    press(anna, "g", "l")
    anna.wait_for_url("**view=late**")
    press(anna, "g", "1")
    anna.wait_for_url("**v=**")
    anna.keyboard.press("Control+k")
    anna.keyboard.type("rynek")
    expect(anna.locator(".palette")).to_contain_text("Sprawy w pobliżu")
    look(anna)
    anna.keyboard.press("Escape")
    press(anna, "?")
    expect(anna.locator("dialog[open]")).to_contain_text("następna i poprzednia sprawa")
    anna.wait_for_timeout(500)  # it fades in, and half faded its words are pale
    look(anna)


def test_the_list_can_be_worked_on_a_phone(sign_in: SignIn):  # noqa: F811
    for _ in range(3):
        a_case()
    anna = sign_in("anna@example.org", PHONE)
    anna.locator("input[name=case]").first.click()
    expect(anna.locator("[data-bar]")).to_be_visible()
    look(anna)
    anna.goto(anna.url.partition("?")[0] + "?show=map")
    look(anna)

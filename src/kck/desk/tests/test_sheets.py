"""Sheets on screen: drawn, printed, typed in with their own time."""

from datetime import timedelta

import pytest

from kck.cases.models import Case
from kck.desk.tests.conftest import SignIn
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.intake.queries import free_sheets

pytestmark = pytest.mark.django_db


def test_an_agent_draws_prints_and_types_in(signed_in: SignIn):
    agent = signed_in("agent", unit="KCK")
    assert "Nie ma wolnych arkuszy" in agent.get("/desk/sheets/").text

    printed = agent.post("/desk/sheets/", {"count": "2"}, follow=True).text

    first, second = sorted(free_sheets(), key=lambda one: one.number)
    for sheet in (first, second):
        assert display(sheet.number) in printed
        assert sheet.code in printed
    form = agent.get(f"/desk/new/?sheet={first.number}").text
    assert f"Arkusz {display(first.number)}" in form
    when = clock.now().astimezone(clock.city_zone()) - timedelta(hours=5)
    posted = {
        "key": "1", "sheet": first.number, "when": when.strftime("%Y-%m-%dT%H:%M"),
        "channel": "phone", "text": "Dziura w jezdni.", "category": "roads-pothole",
        "language": "pl",
    }  # fmt: skip
    without = agent.post("/desk/new/", posted | {"when": ""})
    assert without.status_code == 422
    assert "Wpisz z arkusza, kiedy to było." in without.text
    future = (when + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert agent.post("/desk/new/", posted | {"when": future}).status_code == 422

    assert agent.post("/desk/new/", posted).status_code == 302

    case = Case.objects.get()
    assert case.number == first.number
    assert abs(case.opened_at - when) < timedelta(minutes=1)
    again = agent.post("/desk/new/", posted | {"key": "2"})
    assert again.status_code == 422
    assert "już przepisany" in again.text


def test_a_spoilt_sheet_is_struck_off(signed_in: SignIn):
    agent = signed_in("agent", unit="KCK")
    agent.post("/desk/sheets/", {"count": "1"})
    [sheet] = free_sheets()

    assert agent.post(f"/desk/sheets/{sheet.number}/void/").status_code == 302

    assert free_sheets() == []
    assert "dostanie ten numer" not in agent.get(f"/desk/new/?sheet={sheet.number}").text


def test_it_is_for_who_takes_contacts(signed_in: SignIn):
    worker = signed_in("unit")

    assert worker.get("/desk/sheets/").status_code == 404
    assert worker.get("/desk/sheets/print/").status_code == 404
    assert worker.post("/desk/sheets/260000019/void/").status_code == 404

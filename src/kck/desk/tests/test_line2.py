"""Line II on screen: handed over while somebody is on the line, answered in the department."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import MONDAY

from kck.accounts.commands import appoint, install_roles, join
from kck.accounts.models import Staff
from kck.cases.models import Case
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import Look
from kck.intake.line2_models import SecondLine
from kck.intake.line2_rules import number_of
from kck.intake.models import Conversation

NOW = MONDAY + timedelta(hours=1)
QUESTION = "Kiedy będzie remont naszej ulicy?"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def client_of(db):
    install_roles(by=PLATFORM)

    def sign_in(role: str, unit: str = "ZDMK") -> Client:
        mail = f"{role}-{unit}@example.test"
        staff = Staff.objects.filter(email=mail).first()
        if staff is None:
            staff = join(email=mail, name=f"{role} {unit}", password=None, at=MONDAY, by=PLATFORM)
            appoint(staff, role=role, unit=unit, by=PLATFORM)
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def typed(**more):
    return {
        "key": "k1", "channel": "phone", "text": QUESTION, "language": "pl",
        "category": "roads-pothole", "phone": "600100200", "do": "line2", **more,
    }  # fmt: skip


SENT = {"do": "line2-send", "unit": "ZDMK", "by_when": "today", "shown": "Plan remontów"}


def handed(client_of) -> SecondLine:
    client_of("handler")
    client_of("agent", "KCK").post("/desk/new/", typed(**SENT))
    return SecondLine.objects.get()


def test_an_agent_hands_over_in_two_presses_and_tells_the_number(client_of):
    client_of("handler")
    agent = client_of("agent", "KCK")
    assert "Przekaż do II linii" in agent.get("/desk/new/").text

    asked = agent.post("/desk/new/", typed())
    assert asked.status_code == 200
    assert '<option value="ZDMK" selected>' in asked.text
    assert QUESTION in asked.text
    assert not Conversation.objects.exists()
    answer = agent.post("/desk/new/", typed(**SENT), follow=True)

    line = SecondLine.objects.get()
    assert number_of(line.pk) in answer.text
    assert "Cofnij" in answer.text
    assert line.conversation.question == QUESTION


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client_of):
    client_of("handler")
    agent = client_of("agent", "KCK")

    without_unit = agent.post("/desk/new/", typed(**{**SENT, "unit": ""}))
    nobody = agent.post("/desk/new/", typed(**SENT, phone=""))
    no_day = agent.post("/desk/new/", typed(**{**SENT, "by_when": "date"}))
    danger = agent.post(
        "/desk/new/", typed(**{**SENT, "text": "Czuję gaz w całej klatce schodowej!"})
    )

    for answer in (without_unit, nobody, no_day, danger):
        assert answer.status_code == 422
    assert "zadzwoni sama" in nobody.text
    assert "Podaj dzień i godzinę" in no_day.text
    assert "Plan remontów" in no_day.text
    assert "Najpierw numer alarmowy" in danger.text
    assert not SecondLine.objects.exists()


def test_the_department_sees_takes_calls_and_answers(client_of):
    line, handler = handed(client_of), client_of("handler")
    page = f"/desk/line2/{line.pk}/"
    assert QUESTION in handler.get("/desk/line2/").text
    closed = handler.get(page).text
    assert f'href="{page}do/answer/#line2-act"' in closed
    assert "600 100 200" not in closed
    assert "600100200" not in closed

    handler.post(f"{page}do/take/")
    shown = handler.post(f"{page}contact/").text
    handler.post(f"{page}do/try/")
    short = handler.post(f"{page}do/answer/", {"how": "called", "text": ""})
    done = handler.post(f"{page}do/answer/", {"how": "called", "text": "W maju."}, follow=True)

    assert "tel:+48600100200" in shown
    assert Look.objects.filter(subject=f"line2:{line.pk}").count() == 1
    assert short.status_code == 422
    assert "W maju." in done.text
    assert (
        handler.post(f"{page}do/answer/", {"how": "called", "text": "W maju."}).status_code == 404
    )
    assert "W maju." in client_of("agent", "KCK").get(page).text


def test_strangers_find_nothing(client_of):
    line = handed(client_of)
    page = f"/desk/line2/{line.pk}/"

    for role, unit in (
        ("worker", "ZDMK"),
        ("handler", "ZZM"),
        ("editor", "KCK"),
        ("analyst", "KCK"),
    ):
        stranger = client_of(role, unit)
        assert stranger.get(page).status_code == 404
        assert stranger.post(f"{page}contact/").status_code == 404
        assert stranger.post(f"{page}do/take/").status_code == 404
    assert QUESTION not in client_of("handler", "ZZM").get("/desk/line2/").text
    agent = client_of("agent", "KCK")
    assert agent.get(page).status_code == 200
    assert agent.post(f"{page}contact/").status_code == 404
    assert agent.post(f"{page}do/answer/", {"how": "called", "text": "W maju."}).status_code == 404


def test_the_caller_quotes_the_number(client_of):
    line, agent = handed(client_of), client_of("agent", "KCK")

    found = agent.get("/desk/line2/", {"q": number_of(line.pk)})

    assert found.headers["Location"] == f"/desk/line2/{line.pk}/"
    assert agent.get("/desk/line2/", {"q": "99-1"}).status_code == 404


def test_taken_back_it_is_decided_again(client_of):
    line, agent = handed(client_of), client_of("agent", "KCK")
    page = f"/desk/line2/{line.pk}/"

    back = agent.post(f"{page}do/undo/", follow=True).text
    assert "Przekaż innej jednostce" in back
    form = agent.get(f"{page}do/hand-on/").text
    assert "Plan remontów" in form
    sent = {"unit": "ZDMK", "by_when": "tomorrow", "shown": "Plan remontów"}
    assert agent.post(f"{page}do/hand-on/", sent).status_code == 302

    line.refresh_from_db()
    assert line.state == "waiting"
    assert Conversation.objects.count() == 1


def test_made_a_case_given_back_or_later(client_of):
    line, handler = handed(client_of), client_of("handler")
    page = f"/desk/line2/{line.pk}/"
    later = {"by_when": "tomorrow", "text": "Czekamy na wykonawcę."}
    assert handler.post(f"{page}do/extend/", later).status_code == 302
    assert "Czekamy na wykonawcę." in handler.get(page).text
    assert handler.post(f"{page}do/back/", {"text": ""}).status_code == 422
    form = handler.get(f"{page}do/case/").text
    assert QUESTION in form

    made = handler.post(
        f"{page}do/case/", {"text": QUESTION, "category": "roads-pothole"}, follow=True
    )

    case = Case.objects.get()
    assert case.number[2:8] in made.text
    assert handler.get(f"{page}do/back/").status_code == 404


def test_figures_tell_the_shares(client_of):
    handed(client_of)
    boss = client_of("supervisor", "KCK")

    day = NOW.date().isoformat()
    text = boss.get("/desk/figures/", {"by": "unit", "first": day, "last": day}).text

    assert "Gdzie odpowiedziano" in text
    assert "Złożone (linia II)" in text


def test_its_number_typed_above_or_in_the_palette_opens_it_for_whoever_may_see_it(client_of):
    line = handed(client_of)
    number, there = number_of(line.pk), f"/desk/line2/{line.pk}/"
    handler = client_of("handler")

    assert handler.post("/desk/search/", {"q": number})["Location"] == there
    [found, *_rest] = handler.post("/desk/palette/", {"q": number}).json()["lines"]
    assert (found["url"], number in found["label"]) == (there, True)

    for client in (client_of("worker"), client_of("handler", "ZZM")):
        assert client.post("/desk/search/", {"q": number})["Location"] != there
        lines = client.post("/desk/palette/", {"q": number}).json()["lines"]
        assert there not in {one["url"] for one in lines}
    wrong = f"{line.pk}-{(int(number[-1]) + 1) % 10}"
    assert handler.post("/desk/search/", {"q": wrong})["Location"] != there

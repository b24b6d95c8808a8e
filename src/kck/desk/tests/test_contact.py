import re
from datetime import timedelta

import pytest
from tests.builders import MONDAY, RYNEK, a_case

from kck.cases.models import Case, CaseText
from kck.cases.queries.desk_case import code_to_dictate
from kck.directory.models import Stage
from kck.directory.queries import forget_snapshot, snapshot
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.intake.models import Conversation, HourlyCount
from kck.people.models import Person

NOW = MONDAY + timedelta(hours=2)
POTHOLE = "Duża dziura w jezdni przed szkołą, wjeżdżają w nią autobusy."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def agent(signed_in):
    return signed_in("agent", "KCK")


def told(**more):
    return {
        "key": "k1",
        "channel": "phone",
        "text": POTHOLE,
        "language": "pl",
        "do": "open",
        **more,
    }


def test_a_case_is_opened_for_somebody_and_its_number_and_code_are_dictated(agent):
    data = told(
        category="roads-pothole", name="Jan Kowalski", phone="600 100 200", channel="counter"
    )

    answer = agent.post("/desk/new/", data, follow=True)

    case = Case.objects.get()
    page = answer.content.decode()
    assert display(case.number) in page
    assert code_to_dictate(case.pk) in page
    assert (case.channel, Person.objects.get().phone) == ("counter", "+48600100200")


def test_who_dictates_a_petition_is_told_that_it_is_not_filed(agent):
    petition = agent.post("/desk/new/", told(category="office-petition"), follow=True)
    report = agent.post("/desk/new/", told(key="k2", category="roads-pothole"), follow=True)
    letter = agent.post(
        "/desk/new/", told(key="k3", category="office-petition", channel="letter"), follow=True
    )

    said = "Powiedz, że to nie jest złożone pismo"
    assert said in petition.content.decode()
    assert "e-Doręczenia" in petition.content.decode()
    assert said not in report.content.decode()
    assert said not in letter.content.decode()


def test_the_code_is_shown_to_nobody_else(agent, signed_in):
    agent.post("/desk/new/", told(category="roads-pothole"))
    case = Case.objects.get()
    other = signed_in("agent", "KCK", "Ola Kot")

    page = other.get(f"/desk/new/done/{case.number}/").content.decode()

    assert display(case.number) in page
    assert code_to_dictate(case.pk) not in page


def test_without_a_category_the_centre_decides(agent):
    agent.post("/desk/new/", told(text="Znowu to samo przy tym sklepie, proszę pana"))

    assert Case.objects.get().needs_triage


def test_a_place_is_found_by_its_address(agent):
    agent.post("/desk/new/", told(category="roads-pothole", lat=RYNEK.lat, lon=RYNEK.lon,
                                  address="Rynek Główny 1", words="przy fontannie"))  # fmt: skip

    case = Case.objects.get()
    assert (case.address, case.district) == ("Rynek Główny 1", "1")
    assert CaseText.objects.filter(case=case, kind="place", body="przy fontannie").exists()


def test_a_question_answered_at_once_leaves_a_conversation_and_no_case(agent):
    answer = agent.post(
        "/desk/new/",
        told(text="Do której otwarte?", answer="Do 17.30.", do="answered"),
        follow=True,
    )

    assert "odpowiedziano od razu" in answer.content.decode()
    assert not Case.objects.exists()
    talk = Conversation.objects.get()
    assert (talk.ending, talk.question, talk.answer) == (
        "answered", "Do której otwarte?", "Do 17.30.",
    )  # fmt: skip


def test_an_answer_that_is_missing_is_asked_for(agent):
    answer = agent.post("/desk/new/", told(do="answered"))

    assert answer.status_code == 422
    assert "Napisz, jaka była odpowiedź." in answer.content.decode()
    assert POTHOLE in answer.content.decode()


def test_the_same_form_sent_twice_is_one_case(agent):
    for _ in range(2):
        agent.post("/desk/new/", told(category="roads-pothole"))

    assert Case.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(agent):
    answer = agent.post("/desk/new/", told(text="", phone="12", email="jan@", name="Jan"))

    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Napisz, o co chodzi.", "sprawdź cyfry", "jest niepełny"):
        assert sentence in page
    assert 'value="Jan"' in page


def test_outside_the_city_is_said_kindly(agent):
    answer = agent.post("/desk/new/", told(lat=52.23, lon=21.01, address="Warszawa"))

    assert answer.status_code == 422
    assert "poza granicami miasta" in answer.content.decode()


def test_danger_shows_the_number_while_it_is_typed_and_on_the_last_page(agent):
    gas = told(text="Czuć gaz na klatce schodowej", called="on")
    look = agent.post("/desk/new/look/", gas, headers={"HX-Request": "true"})
    assert 'href="tel:992"' in look.content.decode()
    assert not Conversation.objects.exists()

    done = agent.post("/desk/new/", gas, follow=True).content.decode()

    assert 'href="tel:992"' in done
    assert (Case.objects.get().priority, Case.objects.get().private) == ("P1", True)
    assert Conversation.objects.get().after_danger == "called"
    assert HourlyCount.objects.get(what="redirected").count == 1


def test_what_is_near_is_shown_before_a_double_is_opened(agent):
    there = a_case()
    spot = {"lat": RYNEK.lat, "lon": RYNEK.lon, "address": "Rynek Główny 1"}
    data = told(category="roads-pothole", **spot)

    asked = agent.post("/desk/new/", data)
    assert asked.status_code == 422
    assert display(there.number) in asked.content.decode()
    assert Case.objects.count() == 1

    agent.post("/desk/new/", {**data, "apart": "yes"})
    assert Case.objects.count() == 2


def test_enter_in_a_field_opens_a_case_and_never_joins_one(agent):
    there = a_case()
    spot = {"lat": RYNEK.lat, "lon": RYNEK.lon, "address": "Rynek Główny 1"}

    page = agent.post("/desk/new/", told(category="roads-pothole", **spot)).content.decode()

    form = page[page.index('id="new-contact"') :]
    assert f'value="join-{there.number}"' in form
    # browsers press the first button of the form
    assert form.index('name="do" value="open"') < form.index('name="do" value="join-')


def test_me_too_joins_the_case_and_gives_its_number_without_a_code(agent):
    there = a_case()
    spot = {"lat": RYNEK.lat, "lon": RYNEK.lon, "address": "Rynek Główny 1"}
    data = told(
        category="roads-pothole", do=f"join-{there.number}", email="ola@example.org", **spot
    )

    page = agent.post("/desk/new/", data, follow=True).content.decode()

    there.refresh_from_db()
    assert there.me_too == 1
    assert Case.objects.count() == 1
    assert display(there.number) in page
    assert code_to_dictate(there.pk) not in page


def test_units_take_no_contacts(signed_in):
    client = signed_in()

    assert client.get("/desk/new/").status_code == 404
    assert client.post("/desk/new/", told()).status_code == 404
    assert client.post("/desk/new/look/", told()).status_code == 404
    assert not Conversation.objects.exists()


ODD = (
    {"key": ""},
    {"key": "x" * 40},
    {"channel": "email"},
    {"lat": "x"},
    {"language": "xx"},
    {"text": "a\x00b"},
    {"category": "none"},
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_gets_a_sentence(agent, odd):
    answer = agent.post("/desk/new/", told(**odd))

    assert answer.status_code == 422
    assert not Conversation.objects.exists()


def test_a_unit_that_begins_tomorrow_is_called_by_its_old_number_today(agent, monkeypatch):
    Stage.objects.create(
        unit="ZDMK", channel="phone", function="reports", valid_from=tomorrow_of(NOW)
    )
    forget_snapshot()
    data = told(category="roads-pothole")

    today = agent.post("/desk/new/look/", data).content.decode()
    letter = agent.post("/desk/new/look/", {**data, "channel": "letter"}).content.decode()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    tomorrow = agent.post("/desk/new/look/", data).content.decode()

    unit = snapshot(NOW).unit("ZDMK")
    assert "Podaj dawny numer" in today
    assert unit.phone in today
    assert "tutaj od 3 lutego 2026" in today
    assert "Podaj dawny numer" not in letter
    assert "Podaj dawny numer" not in tomorrow


def tomorrow_of(moment):
    return (moment + timedelta(days=1)).date()


NAMED = "Na Długiej 12 wystaje szyna, rower mi tam wpadł."


def test_the_place_in_the_words_is_offered_while_none_is_written_down(agent):
    seen = agent.post("/desk/new/look/", told(text=NAMED)).content.decode()
    placed = agent.post("/desk/new/look/", told(text=NAMED, address="Rynek")).content.decode()
    nowhere = agent.post("/desk/new/look/", told(text="Długa kolejka w urzędzie")).content.decode()

    assert "Czy chodzi o:" in seen
    assert 'data-take-place="ul. Długa 12"' in seen
    assert re.search(r'data-lat="50\.\d+"', seen)
    assert "Czy chodzi o:" not in placed
    assert "Czy chodzi o:" not in nowhere


def test_without_a_script_the_page_comes_back_with_the_offered_place(agent):
    page = agent.post("/desk/new/", told(text=NAMED, do="place"))

    assert page.status_code == 200
    assert 'value="ul. Długa 12"' in page.content.decode()
    assert NAMED in page.content.decode()
    assert not Case.objects.exists()

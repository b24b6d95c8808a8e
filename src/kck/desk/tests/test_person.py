"""Somebody's card: who may open it, why, and what is changed on it."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import Look
from kck.people import commands
from kck.people.models import Alias, Consent, ContactPoint, Person, Profile

NOW = MONDAY + timedelta(hours=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def agent(signed_in):
    return signed_in("agent", "KCK")


@pytest.fixture
def case(db):
    return a_case(name="Zenobiusz Kowalski", email="zenek@example.org", phone="+48600100200")


def address(case):
    return f"/desk/person/{case.person.public_id}/"


def looks(what):
    return list(Look.objects.filter(what=what).values_list("subject", "reason"))


def found(agent, q, **more):
    return agent.post("/desk/people/", {"q": q, **more})


@pytest.mark.parametrize("typed", ["600 100 200", "0048600100200", "zenek@example.org"])
def test_who_is_found_by_telephone_or_mail_has_a_card_to_open_and_both_looks_are_kept(
    agent, case, typed
):
    page = found(agent, typed).content.decode()
    assert "Zenobiusz Kowalski" in page
    assert looks("found")[0][0] == f"person:{case.person_id}"

    answer = agent.get(address(case))

    assert answer.status_code == 200
    assert "zenek@example.org" in answer.content.decode()
    [(subject, reason)] = looks("person")
    assert subject == f"person:{case.person_id}"
    assert reason.startswith("szukanie")
    assert "no-store" in answer["Cache-Control"]


def test_the_number_of_a_case_finds_its_reporter(agent, case):
    assert "Zenobiusz" in found(agent, case.number).content.decode()


def test_a_name_is_looked_up_with_a_reason_only(agent, case):
    asked = found(agent, "kowalski")
    assert asked.status_code == 422
    assert "Zenobiusz" not in asked.content.decode()

    page = found(agent, "kowalski", reason="Oddzwaniam, zerwane połączenie").content.decode()

    assert "Zenobiusz" in page
    assert looks("found")[0][1] == "Oddzwaniam, zerwane połączenie"


def test_too_much_looking_up_is_stopped(agent, case, monkeypatch):
    monkeypatch.setattr("kck.desk.views.people.PER_HOUR", 2)

    answers = [found(agent, "600100200").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_what_is_looked_for_never_stands_in_an_address(agent, case):
    page = agent.get("/desk/people/?q=600100200").content.decode()

    assert "Zenobiusz" not in page
    assert 'method="post"' in page


def test_an_address_that_was_kept_opens_nothing_until_one_says_why(agent, case):
    answer = agent.get(address(case), follow=True)
    assert answer.redirect_chain[0][0] == f"{address(case)}why/"
    assert "Kowalski" not in answer.content.decode()
    assert agent.post(f"{address(case)}why/", {"reason": "bo"}).status_code == 422

    page = agent.post(f"{address(case)}why/", {"reason": "Prośba o kopię"}, follow=True)

    assert "Kowalski" in page.content.decode()
    assert looks("person")[-1][1] == "Prośba o kopię"


def test_a_case_of_ones_own_queue_is_reason_enough_and_another_is_none(signed_in, case):
    own = signed_in("agent", "ZDMK", "Ewa Lis")
    assert own.get(f"{address(case)}?case={case.number}").status_code == 200
    assert looks("person") == [(f"person:{case.person_id}", f"case:{case.number}")]

    other = signed_in("agent", "KCK")
    assert other.get(f"{address(case)}?case={case.number}").status_code == 302
    assert (
        own.get(f"{address(a_case(name='X', phone='+48600100201'))}?case={case.number}").status_code
        == 302
    )


PLACES = ("", "why/", "doubles/", "do/note/")


@pytest.mark.parametrize("role", ["unit", "worker", "reader", "nosy"])
def test_units_have_no_cards_whatever_they_hold(signed_in, case, role):
    client = signed_in(role)

    for place in PLACES:
        assert client.get(address(case) + place).status_code in {404, 405}
        assert client.post(
            address(case) + place, {"text": "x", "reason": "dlatego"}
        ).status_code in {404, 405}
    assert client.get("/desk/people/").status_code == 404
    assert found(client, "600100200").status_code == 404
    assert not Look.objects.exists()


def opened(agent, case):
    found(agent, "600100200")
    return address(case)


def do(agent, case, name, **data):
    return agent.post(f"{opened(agent, case)}do/{name}/", data, follow=True)


def test_the_card_is_filled_in(agent, case):
    do(agent, case, "point", kind="whatsapp", value="600 100 201", label="córka")
    do(agent, case, "needs", needs=["sign", "easy"])
    do(agent, case, "no-calls", reason="Nocna zmiana", until="2026-03-01")
    page = do(agent, case, "note", text="Woli rano").content.decode()

    for words in (
        "+48600100201",
        "córka",
        "łatwy do czytania",
        "Nie dzwonić do 1 marca 2026",
        "Woli rano",
    ):
        assert words in page
    assert 'href="tel:' not in page
    page = do(agent, case, "calls").content.decode()
    assert 'href="tel:+48600100200"' in page
    assert Profile.objects.get().needs == ["sign", "easy"]
    do(agent, case, "no-point", id=ContactPoint.objects.get().pk)
    assert not ContactPoint.objects.exists()


def test_what_is_wrong_is_said_and_stays_typed(agent, case):
    answer = do(agent, case, "point", kind="phone", value="12-34")

    assert answer.status_code == 422
    assert "sprawdź numer albo adres" in answer.content.decode()
    assert 'value="12-34"' in answer.content.decode()


def test_a_consent_is_read_out_given_and_withdrawn(agent, case):
    page = agent.get(opened(agent, case)).content.decode()
    version = page.split('name="purpose" value="sms"')[1].split('name="version" value="')[1]
    version = version.split('"')[0]
    do(agent, case, "agree", purpose="sms", version="pl:old", how="phone")
    assert not Consent.objects.exists()

    do(agent, case, "agree", purpose="sms", version=version, how="phone")
    given = Consent.objects.get()
    assert (given.text_version, given.channel) == (version, "phone")

    page = do(agent, case, "withdraw", id=given.pk, how="letter").content.decode()
    given.refresh_from_db()
    assert given.withdrawn_channel == "letter"
    assert "wycofana" in page


def test_doubles_stand_side_by_side_are_joined_by_hand_and_parted_again(agent, case):
    other = a_case(name="Z. Kowalski", phone="+48600100200")
    stranger = a_case(name="Ola Kot", phone="+48600100299")
    place = f"{opened(agent, case)}doubles/"
    page = agent.get(place).content.decode()
    assert "Z. Kowalski" in page
    assert "ten sam telefon" in page
    assert "Ola Kot" not in page

    agent.post(place, {"same": [str(other.person.public_id), str(stranger.person.public_id)]})

    assert Alias.objects.get().old_id == other.person_id
    page = agent.get(address(case)).content.decode()
    assert str(other.number)[2:8] in page
    assert agent.get(address(other), follow=True).redirect_chain[-1][0] == address(case)

    agent.post(f"{address(case)}apart/{other.person.public_id}/")
    assert not Alias.objects.exists()


def test_whoever_was_forgotten_has_no_card(agent, case):
    place = opened(agent, case)
    commands.forget(case.person_id, ground="art. 17 RODO", at=NOW, by=PLATFORM)

    assert agent.get(place).status_code == 404


def test_the_caller_is_known_by_their_telephone_and_joined_when_the_agent_says_so(agent, case):
    told = {"key": "k9", "channel": "phone", "language": "pl", "text": "Znowu ta dziura",
            "category": "roads-pothole", "phone": "600 100 200"}  # fmt: skip
    look = agent.post("/desk/new/look/", told, headers={"HX-Request": "true"}).content.decode()
    assert "Zenobiusz Kowalski" in look
    assert looks("found") == [(f"person:{case.person_id}", "nowy kontakt")]

    agent.post("/desk/new/", {**told, "do": "open"})
    assert not Alias.objects.exists()
    known = str(case.person.public_id)
    agent.post("/desk/new/", {**told, "key": "k10", "do": "open", "known": known})

    newest = Person.objects.latest("pk")
    assert (Alias.objects.get().old_id, Alias.objects.get().person_id) == (
        newest.pk,
        case.person_id,
    )


def test_a_person_nobody_was_shown_is_not_joined(agent, case):
    agent.post(
        "/desk/new/",
        {"key": "k9", "channel": "phone", "language": "pl", "text": "Dziura", "do": "open",
         "category": "roads-pothole", "phone": "600100299", "known": str(case.person.public_id)},
    )  # fmt: skip

    assert not Alias.objects.exists()


def test_everybody_knows_how_to_speak_with_the_reporter_and_who_it_is_on_asking_only(
    signed_in, case
):
    commands.set_needs(case.person_id, ["sms"], at=NOW, by=PLATFORM)
    page = signed_in("worker").get(f"/desk/case/{case.number}/").content.decode()

    assert "nie słyszy: pisać SMS" in page
    for secret in ("Zenobiusz", "Kowalski", "zenek", "600100200"):
        assert secret not in page


def test_the_contact_leads_the_centre_to_the_card_and_units_not(signed_in, case):
    unit = signed_in("unit").post(f"/desk/case/{case.number}/contact/").content.decode()
    assert "zenek@example.org" in unit
    assert "/desk/person/" not in unit

    centre = signed_in("agent", "ZDMK", "Ewa Lis")
    page = centre.post(f"/desk/case/{case.number}/contact/").content.decode()
    assert address(case) in page

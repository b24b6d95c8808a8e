import pytest
from django.test import Client

from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.intake.models import Conversation
from kck.notices.commands import publish_notice
from kck.portal.tests.walking import GAS, HERE, POTHOLE, carried, come_to_check, send, write

EDITOR = Actor(kind="staff", id=7, grants=frozenset({"notices.edit"}))

pytestmark = pytest.mark.django_db


def test_gas_shows_the_number_to_call_and_the_way_for_deaf_people(client: Client):
    assert write(client, GAS).headers["Location"] == "/report/danger/"

    page = client.get("/report/danger/").content.decode()

    assert 'href="tel:992"' in page
    assert "728 112 112" in page
    assert "zostało zachowane" in page
    assert 'value="called"' in page
    assert 'value="not-urgent"' in page


def test_each_showing_is_counted_without_a_word_of_the_text(client: Client):
    write(client, GAS)

    client.get("/report/danger/")

    event = RecordedEvent.objects.get(name="intake.redirect_shown")
    assert event.payload["danger"] == "gas"
    assert "klatce" not in str(event.payload)


@pytest.mark.parametrize("said", ["called", "not-urgent"])
def test_the_screen_is_no_dead_end_and_the_report_is_private_and_urgent(client: Client, said: str):
    write(client, GAS)
    assert client.post("/report/danger/", {"said": said}).headers["Location"] == "/report/where/"

    case = send(client, GAS)

    assert (case.private, case.priority) == (True, "P1")
    assert case.danger == "gas"
    assert Conversation.objects.get().after_danger == said


def test_nothing_is_sent_before_the_screen_was_answered(client: Client):
    write(client, GAS)
    client.post("/report/where/", HERE)

    assert client.get("/report/check/").headers["Location"] == "/report/danger/"
    assert client.post("/report/check/").headers["Location"] == "/report/danger/"


def test_another_danger_is_warned_of_anew(client: Client):
    write(client, GAS)
    client.post("/report/danger/", {"said": "called"})

    answer = write(client, "Zerwany przewód pod napięciem leży na chodniku, iskrzy")

    assert answer.headers["Location"] == "/report/danger/"


def test_a_matter_of_another_service_names_its_number_and_goes_on_private_and_urgent(
    client: Client,
):
    power_cut = "Awaria prądu w całym bloku, nie ma światła w mieszkaniach"
    assert write(client, power_cut).headers["Location"] == "/report/danger/"
    assert 'href="tel:991"' in client.get("/report/danger/").content.decode()
    client.post("/report/danger/", {"said": "not-urgent"})

    case = send(client, power_cut)

    assert (case.private, case.priority) == (True, "P1")


def test_no_danger_no_screen(client: Client):
    write(client, POTHOLE)

    assert client.get("/report/danger/").headers["Location"] == "/report/where/"
    assert carried(come_to_check(client))


def test_no_notice_pushes_the_number_down(client: Client):
    at = clock.now()
    publish_notice(
        kind="warning", titles={"pl": "Wichura"}, texts={"pl": "Długi tekst."}, by=EDITOR, at=at
    )
    assert "Wichura" in client.get("/report/").content.decode()
    write(client, GAS)

    assert "Wichura" not in client.get("/report/danger/").content.decode()

"""A task in another unit's case: on the way, done there once, also from a phone without network."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for

from kck.cases import commands
from kck.cases.models import CasePhoto, Task
from kck.cases.queries.desk_case import last_seq
from kck.cases.terms import CaseState, TaskState
from kck.field.tests.conftest import key, send, upload
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.django_db
WORDS = "Zdjąć gałąź z jezdni, zanim załatamy dziurę. Pan Kowalski pokaże, 600 100 200."
TREES = {"unit": "ZZM", "name": "Olga Zielona"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr("kck.foundation.clock.now", lambda: MONDAY + timedelta(hours=1))


@pytest.fixture
def case():
    return a_case(name="Jan Kowalski", email="jan@example.org")


@pytest.fixture
def task(case):
    return commands.give_task(
        case.pk, words=WORDS, unit="ZZM", until=MONDAY + timedelta(hours=6), at=MONDAY,
        by=acting_for("ZDMK"),
    )  # fmt: skip


def rows(client, query=""):
    return [stop.row for stop in client.get(f"/teren/{query}").context["route"].rows]


def state(task):
    return TaskState(Task.objects.get(pk=task.pk).state)


def test_it_is_on_the_way_of_the_crew_that_has_it_with_its_own_words_and_time(
    signed_in, case, task
):
    [row] = rows(signed_in(**TREES))

    assert row.number == case.number
    assert (row.task.lead, row.due_at) == ("ZDMK", task.until)
    assert "Zdjąć gałąź" in row.task.words
    assert "Kowalski" not in row.task.words
    assert rows(signed_in(unit="MPO", name="Ewa Obca")) == []


def test_that_another_unit_has_a_handler_for_the_case_does_not_hide_our_task(signed_in, case, task):
    commands.assign(case.pk, staff_id=4711, at=MONDAY, by=acting_for("ZDMK"))
    client = signed_in(**TREES)

    assert len(rows(client)) == len(rows(client, "?who=free")) == 1
    assert rows(client, "?who=mine") == []


def test_the_page_offers_the_task_and_not_the_case(signed_in, case, task):
    client = signed_in(**TREES)

    page = client.get(f"/teren/{case.number}/")

    text = page.content.decode()
    assert "Zadanie od ZDMK" in text
    assert "Kowalski" not in text
    acts = {act.name for act in page.context["work"].acts}
    assert acts == {"task-done", "task-take", "task-photo", "task-ask", "task-back"}
    assert "Zadanie od ZDMK" in client.get("/teren/sheet/").content.decode()
    for name in ("done", "take", "hand-back", "ask", "another-crew"):
        assert send(client, case, name, text="Próbujemy mimo wszystko.").status_code >= 400
    assert not CasePhoto.objects.filter(case=case).exists()
    case.refresh_from_db()
    assert case.state == CaseState.NEW


def test_done_ends_the_task_and_leaves_the_case_to_its_unit(signed_in, case, task):
    client = signed_in(**TREES)

    answer = send(client, case, "task-done", text="Gałąź zabrana.", photos=upload())

    assert (answer.status_code, answer.json()["state"]) == (200, "sent")
    assert state(task) == TaskState.DONE
    case.refresh_from_db()
    assert case.state == CaseState.NEW
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1
    assert rows(client) == []
    assert client.get(f"/teren/{case.number}/").status_code == 404


def test_sent_twice_from_a_phone_that_was_without_network_it_is_done_once(signed_in, case, task):
    client, same = signed_in(**TREES), key()
    said = {"key": same, "seen": last_seq(case.pk), "text": "Gałąź zabrana.", "age": "1800"}

    answers = [send(client, case, "task-done", **said) for _turn in range(3)]

    assert [answer.json().get("again") for answer in answers] == [False, True, True]
    [event] = RecordedEvent.objects.filter(stream=case.stream, name="cases.task_done")
    assert event.at == MONDAY + timedelta(minutes=30)


def test_what_others_write_in_the_case_meanwhile_does_not_matter_to_the_task(signed_in, case, task):
    commands.add_note(case.pk, text="Masa zamówiona.", at=MONDAY, by=PLATFORM)

    answer = send(signed_in(**TREES), case, "task-done", seen=1, text="Gałąź zabrana.")

    assert answer.status_code == 200


def test_a_task_that_was_called_off_meanwhile_is_told_and_nothing_is_written(signed_in, case, task):
    commands.cancel_task(task.pk, at=MONDAY, by=acting_for("ZDMK"))

    answer = send(signed_in(**TREES), case, "task-done", text="Gałąź zabrana.", photos=upload())

    assert (answer.status_code, answer.json()["state"]) == (404, "clash")
    assert state(task) == TaskState.CANCELLED
    assert not CasePhoto.objects.filter(case=case).exists()


@pytest.mark.parametrize(
    ("act", "event", "after"),
    [
        ("task-take", "task_taken", TaskState.TAKEN),
        ("task-photo", "task_photographed", TaskState.WAITING),
        ("task-ask", "task_asked", TaskState.WAITING),
        ("task-back", "task_handed_back", TaskState.HANDED_BACK),
    ],
)
def test_everything_else_one_may_say_of_it(signed_in, case, task, act, event, after):
    more = {"task-photo": {"photos": upload()}, "task-take": {}}
    said = more.get(act, {"text": "Którą gałąź? Są dwie."})

    answer = send(signed_in(**TREES), case, act, **said)

    assert answer.status_code == 200
    assert state(task) == after
    assert RecordedEvent.objects.filter(stream=case.stream, name=f"cases.{event}").exists()


@pytest.mark.parametrize("text", ["", "ok"])
def test_without_words_it_is_refused_and_the_task_stays(signed_in, case, task, text):
    answer = send(signed_in(**TREES), case, "task-done", text=text)

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert state(task) == TaskState.WAITING


def test_the_unit_of_the_case_is_offered_no_task_of_another(signed_in, case, task):
    page = signed_in().get(f"/teren/{case.number}/")

    assert page.context["work"].task is None
    assert send(signed_in(), case, "task-done", text="To nie nasze.").status_code >= 400
    assert state(task) == TaskState.WAITING

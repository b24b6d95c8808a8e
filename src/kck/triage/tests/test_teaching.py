"""Staff teach with sentences of their own, and ask to learn at once."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, everywhere

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.triage import jobs, shelf
from kck.triage.model.lessons import lessons_of_people
from kck.triage.models import TrainedModel
from kck.triage.teaching_commands import (
    JOB,
    WrongSentence,
    ask_to_learn,
    remove_sentence,
    restore_sentence,
    teach,
)
from kck.triage.teaching_terms import RunState

pytestmark = pytest.mark.django_db
OLA = everywhere("quality.review", id=77)
ADMIN = everywhere("directory.edit", id=78)
ANALYST = everywhere("quality.figures", id=79)
POTHOLE, HOLE = "roads-pothole", "Koło mi wpadło w wyrwę przy aptece"


def taught(text: str = HOLE) -> None:
    teach(POTHOLE, "pl", [text], at=MONDAY, by=OLA)


def in_lessons() -> list[str]:
    at = MONDAY + timedelta(days=1)
    return [one.text for one in lessons_of_people(at) if one.category == POTHOLE]


def test_a_sentence_is_a_lesson_of_the_next_training():
    taught()

    assert in_lessons() == [HOLE]
    assert [one.author for one in shelf.sentences(POTHOLE)] == ["staff:77"]


def test_what_was_removed_teaches_no_more_and_can_be_restored():
    taught()
    [sentence] = shelf.sentences()

    assert remove_sentence(sentence.id, at=MONDAY, by=OLA)
    assert (in_lessons(), len(shelf.sentences(removed=True))) == ([], 1)
    assert not remove_sentence(sentence.id, at=MONDAY, by=OLA)

    assert restore_sentence(sentence.id, at=MONDAY, by=OLA)
    assert in_lessons() == [HOLE]
    names = [row.name for row in RecordedEvent.objects.order_by("pk")]
    assert names[-3:] == [
        "triage.sentences_taught", "triage.sentence_removed", "triage.sentence_restored",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * 401, "400 znaków"),
        ("Dziura, proszę dzwonić 600 100 200", "dane osobowe"),
        ("", "choć jedno"),
        ("hm", "krótkie"),
    ],
)
def test_what_cannot_be_a_lesson_is_refused_with_the_reason(text: str, why: str):
    with pytest.raises(WrongSentence, match=why):
        taught(text)

    assert shelf.sentences() == []


def test_the_same_sentence_is_kept_once():
    taught()
    with pytest.raises(WrongSentence):
        taught(HOLE.upper())

    assert len(shelf.sentences()) == 1


def test_a_category_that_is_not_there_cannot_be_taught():
    with pytest.raises(WrongSentence, match="nie ma"):
        teach("no-such-thing", "pl", [HOLE], at=MONDAY, by=OLA)


def test_an_analyst_reads_and_teaches_nothing():
    with pytest.raises(Refused):
        teach(POTHOLE, "pl", [HOLE], at=MONDAY, by=ANALYST)
    with pytest.raises(Refused):
        ask_to_learn(at=MONDAY, by=OLA)


def test_asked_twice_it_is_learnt_once():
    first = ask_to_learn(at=MONDAY, by=ADMIN)

    assert ask_to_learn(at=MONDAY + timedelta(minutes=1), by=ADMIN).pk == first.pk
    assert ProcrastinateJob.objects.filter(task_name=JOB).count() == 1


def test_a_run_that_was_lost_has_failed_and_another_may_be_asked_for():
    first = ask_to_learn(at=MONDAY, by=ADMIN)
    later = MONDAY + timedelta(hours=3)

    lost = shelf.last_run(later)

    assert lost
    assert lost.state == RunState.FAILED
    assert ask_to_learn(at=later, by=ADMIN).pk != first.pk


@pytest.mark.parametrize(
    ("code", "makes", "state"),
    [
        (0, True, RunState.DONE),
        (jobs.REFUSED, False, RunState.REFUSED),
        (1, False, RunState.FAILED),
    ],
)
def test_a_run_says_what_came_of_it(monkeypatch, code: int, makes: bool, state: RunState):
    def trained(*_options: str) -> int:
        if makes:
            TrainedModel.objects.create(
                made_at=MONDAY, sha256="x", content=b"", card={"lessons": 3}, published_at=MONDAY
            )
        return code

    monkeypatch.setattr(jobs, "train", trained)
    run = ask_to_learn(at=MONDAY, by=ADMIN)

    jobs.learn_now(run.pk)

    ended = shelf.last_run(MONDAY)
    assert ended
    assert ended.state == state
    assert [one.by for one in shelf.models()] == (["staff:78"] if makes else [])
    event = RecordedEvent.objects.filter(name="triage.learning_ended").get()
    assert (event.payload["state"], event.actor) == (str(state), str(PLATFORM))


def test_the_first_model_is_not_begun_while_an_installation_starts(monkeypatch, settings):
    asked: list[str] = []
    monkeypatch.setattr(jobs, "train", asked.append)
    settings.KCK_TRIAGE_LEARNS = True
    now = int(clock.real_now().timestamp())

    jobs.begin(now - 240)  # a moment that passed while nothing ran
    assert asked == []
    jobs.begin(now)
    assert asked == ["--if-missing"]

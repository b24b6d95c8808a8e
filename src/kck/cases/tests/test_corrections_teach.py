"""What people decide on the triage screen changes the next model: in a toy city of three kinds."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases.commands import hand_back, recategorise, undo_triage
from kck.cases.models import Case
from kck.foundation.actor import Actor
from kck.triage import learning
from kck.triage.model.features import features_of
from kck.triage.model.lessons import Lesson, lessons_of_people
from kck.triage.model.training import train
from kck.triage.words import words_of

pytestmark = pytest.mark.django_db
SETTLED, TOO_SOON = MONDAY + timedelta(days=8), MONDAY + timedelta(days=2)
ODD = "Znowu ten brzdęk zza winkla przy kiosku"
TAUGHT = {
    "roads-pothole": ["wielka dziura w jezdni", "dziury w asfalcie", "wyrwa na drodze"],
    "roads-pavement": ["krzywy chodnik", "płyty chodnika się ruszają", "wystaje płyta chodnikowa"],
    "greenery-hanging-branch": ["złamana gałąź", "drzewo się przewróciło", "suchy konar"],
}
RIGHT = "roads-pavement"


@pytest.fixture(autouse=True)
def _toy_city(monkeypatch):
    sentences = [
        Lesson(category=code, language="pl", text=text)
        for code, texts in TAUGHT.items()
        for text in texts
    ]
    monkeypatch.setattr(learning, "_taught", lambda _city, _materials: sentences)


def unclear(text: str = ODD) -> Case:
    case = a_case(category="", text=text)
    assert case.needs_triage
    return case


def decided(case: Case, *, by: Actor, category: str = RIGHT) -> None:
    recategorise(case.pk, category=category, undoable=True, at=MONDAY, by=by)


def lessons_about(text: str, at) -> list[Lesson]:
    return [one for one in lessons_of_people(at) if one.text == text]


def chance_of_right(at) -> float:
    """What a model of that day gives the corrected category for the text of the report."""
    lessons, _people = learning.lessons_now(at)
    weights = train(lessons, [], units={})
    found = weights.probabilities(weights.scores(features_of(words_of(ODD))))
    return float(found[weights.classes.index(RIGHT)])


def test_a_decision_changes_the_training_of_the_week_after_and_not_of_the_day_after():
    decided(unclear(), by=everywhere())

    soon, settled = chance_of_right(TOO_SOON), chance_of_right(SETTLED)

    assert settled > max(0.5, soon + 0.2)


def test_a_decision_that_was_taken_back_teaches_nothing():
    case = unclear()
    decided(case, by=everywhere())
    undo_triage(case.pk, at=MONDAY + timedelta(seconds=5), by=everywhere())

    assert lessons_about(ODD, SETTLED) == []


def test_the_sixth_of_one_person_about_one_category_teaches_nothing():
    texts = [f"{ODD} numer {number}" for number in ("raz", "dwa", "trzy", "cztery", "pięć", "sto")]
    for text in texts:
        decided(unclear(text), by=everywhere(id=5))

    assert sum(len(lessons_about(text, SETTLED)) for text in texts) == 5
    decided(unclear(ODD), by=everywhere(id=6))
    assert len(lessons_about(ODD, SETTLED)) == 1


def test_the_last_decision_about_a_case_is_the_one_that_teaches():
    case = unclear()
    decided(case, by=everywhere(), category="roads-pothole")
    recategorise(case.pk, category=RIGHT, reason="To chodnik.", at=MONDAY, by=everywhere())

    assert [one.category for one in lessons_about(ODD, SETTLED)] == [RIGHT]


def test_a_case_that_was_handed_back_teaches_what_it_is_not():
    case = a_case(category="roads-pothole", text=ODD)
    unit = Actor(kind="staff", id=9, unit_ids=frozenset({case.unit_id}), grants=everywhere().grants)
    hand_back(case.pk, reason="To nie nasza droga.", at=MONDAY, by=unit)

    [lesson] = lessons_about(ODD, SETTLED)
    assert lesson.category == "roads-pothole"
    assert lesson.weight < 0


def test_what_the_reporter_left_of_themselves_is_no_part_of_a_lesson():
    decided(unclear(f"{ODD}, proszę dzwonić 600 100 200"), by=everywhere())

    texts = [one.text for one in lessons_of_people(SETTLED)]
    assert any(text.startswith(ODD) for text in texts)
    assert not any("600" in text for text in texts)

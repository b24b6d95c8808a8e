"""What the machine made of the words is kept beside the case, and nothing of the words."""

import json

import pytest
from django.forms.models import model_to_dict
from tests.builders import a_case

from kck.cases.reading_models import CaseReading
from kck.directory.queries import snapshot

pytestmark = pytest.mark.django_db
VAGUE = "Proszę pana, znowu to samo co zawsze przy tym sklepie"
POTHOLE = "Dziura w jezdni na Wielickiej, proszę dzwonić 600 100 200"


def test_a_case_that_a_person_must_decide_keeps_what_was_suggested():
    reading = CaseReading.objects.get(pk=a_case(category="", text=VAGUE).pk)

    assert (reading.asked, reading.automatic, reading.model_id) == (True, False, None)
    assert snapshot().category(reading.code)
    chances = [reading.probability, *(share for _code, share in reading.others)]
    assert chances == sorted(chances, reverse=True)
    assert len(chances) <= 3


def test_a_category_taken_by_the_machine_is_the_first_of_what_it_said():
    case = a_case(category="", text=POTHOLE)
    assert not case.needs_triage

    reading = CaseReading.objects.get(pk=case.pk)

    assert (reading.asked, reading.automatic) == (False, True)
    assert snapshot().category_by_id(case.category_id).code == reading.code
    assert reading.at == case.opened_at


def test_where_somebody_chose_the_category_nothing_is_kept():
    a_case(category="roads-pothole", text=VAGUE)

    assert not CaseReading.objects.exists()


def test_a_text_that_says_nothing_is_kept_as_such():
    reading = CaseReading.objects.get(pk=a_case(category="", text="🙂").pk)

    assert (reading.code, reading.probability, reading.asked) == ("", 0.0, True)


def test_no_word_of_the_text_is_in_it():
    reading = CaseReading.objects.get(pk=a_case(category="", text=POTHOLE).pk)

    kept = json.dumps(model_to_dict(reading), default=str)
    assert not any(word in kept for word in ("Dziura", "jezdni", "Wielickiej", "600"))

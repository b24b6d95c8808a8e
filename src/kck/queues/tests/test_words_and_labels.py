from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.accounts.queries import actor_for
from kck.cases import commands as cases
from kck.cases.models import Case, CaseLabel, Task
from kck.cases.terms import CaseState
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.people.models import Person
from kck.queues.commands import runs
from kck.queues.commands.steps import go_on
from kck.queues.queries.runs import refusals_of, run_of
from kck.queues.queries.words import ready_for_many, samples_of
from kck.queues.terms import NotRun
from kck.queues.tests.test_runs import a_person, events, ran, states
from kck.replies.commands import write_text
from kck.replies.models import HeldReply, ReadyUse
from kck.replies.terms import Limits

pytestmark = pytest.mark.django_db
BODIES = {"pl": "Sprawa {{number}}: jedziemy.", "uk": "Справа {{number}}: їдемо."}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))


@pytest.fixture
def anna(db):
    return actor_for(a_person())


def taken_back(run_id, by):
    runs.take_run_back(run_id, by=by, at=clock.now())
    while go_on(run_id):
        pass


def a_text(code, **limits):
    write_text(
        code,
        names={"pl": code, "uk": code},
        bodies=BODIES,
        limits=Limits(purposes=["answer"], **limits),
        valid_from=MONDAY.date(), at=MONDAY, by=PLATFORM,
    )  # fmt: skip


# accepting


def test_acceptance_of_many_is_taken_back_and_nothing_of_it_is_left(anna):
    case = a_case()
    before = Case.objects.values().get(pk=case.pk)
    tasks = list(Task.objects.filter(case=case).values())

    run_id = ran("accept", {}, [case], anna)
    assert Case.objects.get(pk=case.pk).state == CaseState.ACCEPTED
    taken_back(run_id, anna)

    now = Case.objects.values().get(pk=case.pk)
    assert {**now, "updated_at": None} == {**before, "updated_at": None}
    assert list(Task.objects.filter(case=case).values()) == tasks
    assert events(case, "accept_undone") == 1
    assert states(run_id) == ["undone"]


def test_acceptance_stays_where_something_happened_since_and_the_run_says_where(anna):
    gone_on, still = a_case(), a_case()
    run_id = ran("accept", {}, [gone_on, still], anna)
    cases.answer(gone_on.pk, text="Jedziemy.", at=clock.now(), by=anna)

    taken_back(run_id, anna)

    assert Case.objects.get(pk=gone_on.pk).state == CaseState.ACCEPTED
    assert Case.objects.get(pk=still.pk).state == CaseState.NEW
    [refusal] = refusals_of(run_id)
    assert refusal.numbers == (gone_on.number,)


# labels


def test_labels_are_put_on_and_taken_off_many_and_all_of_it_goes_back(anna):
    first, second = a_case(), a_case()
    cases.put_label(first.pk, name="stare", at=MONDAY, by=anna)
    data = {"add": ["Zima", "pilne"], "off": ["Stare"]}

    run_id = ran("label", data, [first, second], anna)

    assert _labels(first) == _labels(second) == ["Zima", "pilne"]
    taken_back(run_id, anna)
    assert _labels(first) == ["stare"]
    assert _labels(second) == []


def _labels(case):
    rows = CaseLabel.objects.filter(case=case).order_by("label__name")
    return list(rows.values_list("label__name", flat=True))


def test_what_has_these_labels_already_is_left_out_and_said(anna):
    labelled, other = a_case(), a_case()
    cases.put_label(labelled.pk, name="zima", at=MONDAY, by=anna)

    run_id = runs.prepare(
        "label", {"add": ["Zima"], "off": []}, [labelled.pk, other.pk], by=anna, at=MONDAY
    )

    [refusal] = refusals_of(run_id)
    assert refusal.numbers == (labelled.number,)


def test_no_label_at_all_is_refused_at_once(anna):
    with pytest.raises(NotRun):
        runs.prepare("label", {"add": [], "off": []}, [a_case().pk], by=anna, at=MONDAY)


# words


def test_a_ready_text_is_offered_when_it_fits_every_chosen_case(anna):
    a_text("any")
    a_text("potholes", categories=["roads-pothole"])
    hole, pavement = a_case(), a_case(category="roads-pavement")

    def offered(*found):
        return {
            one.code
            for one in ready_for_many(anna, [case.pk for case in found], "answer", at=MONDAY)
        }

    assert offered(hole) >= {"any", "potholes"}
    assert "potholes" not in offered(hole, pavement)
    assert "any" in offered(hole, pavement)


def test_each_person_gets_their_own_language_and_number(anna):
    a_text("soon")
    polish, ukrainian = a_case(email="jan@example.org"), a_case(email="olena@example.org")
    Person.objects.filter(email="olena@example.org").update(language="uk")
    data = {"text": BODIES["pl"], "texts": {"uk": BODIES["uk"]}, "used": ["soon"]}
    run_id = runs.prepare("answer", data, [polish.pk, ukrainian.pk], by=anna, at=clock.now())

    shown = {
        one.number: one.preview for one in samples_of(run_of(anna, run_id), anna, at=MONDAY).rows
    }

    assert "jedziemy" in shown[polish.number].text
    assert "їдемо" in shown[ukrainian.number].text
    assert shown[ukrainian.number].language == "uk"
    runs.begin(run_id, by=anna, at=clock.now())
    go_on(run_id)
    said = {row.about: row.data["text"] for row in HeldReply.objects.all()}
    assert said[ukrainian.stream].startswith("Справа 26-")
    assert said[polish.stream].startswith("Sprawa 26-")
    assert said[polish.stream] != said[ukrainian.stream]
    assert ReadyUse.objects.get(code="soon").times == 1


def test_a_gap_that_is_none_is_refused_before_anybody_gets_it(anna):
    with pytest.raises(NotRun, match="numer"):
        runs.prepare("answer", {"text": "Tak, {{numer}}."}, [a_case().pk], by=anna, at=MONDAY)


def test_samples_come_three_at_a_time_the_first_ones_one_for_each_language(anna):
    many = [a_case(email=f"p{n}@example.org") for n in range(5)]
    Person.objects.filter(email="p4@example.org").update(language="en")
    run_id = runs.prepare(
        "answer", {"text": "Jedziemy."}, [case.pk for case in many], by=anna, at=MONDAY
    )
    info = run_of(anna, run_id)

    first = samples_of(info, anna, at=MONDAY)
    later = samples_of(info, anna, after=first.after, at=MONDAY)

    assert [one.preview.language for one in first.rows] == ["pl", "en", "pl"]
    numbers = [one.number for one in (*first.rows, *later.rows)]
    assert sorted(numbers) == sorted(case.number for case in many)  # each once
    assert later.after is None


def test_what_says_nothing_to_anybody_has_no_samples(anna):
    run_id = runs.prepare("accept", {}, [a_case().pk], by=anna, at=MONDAY)
    assert samples_of(run_of(anna, run_id), anna, at=MONDAY).rows == ()

"""The demo city is told whole, the same each time, and its log holds."""

import pytest

from kck.accounts.models import Staff
from kck.accounts.queries import actor_for, actor_of_mail
from kck.cases.models import Case
from kck.cases.queries.desk_case import case_id_of
from kck.cases.queries.timeline import timeline
from kck.cases.terms import CaseState
from kck.demo.models import DemoState
from kck.demo.programme import SCENES
from kck.demo.scenes import case_of
from kck.demo.seeding import Size, seed, stands
from kck.demo.showing import scenes_shown
from kck.demo.times import MONDAY
from kck.demo.welcome import clock_anchor, logins
from kck.directory.queries import snapshot
from kck.foundation import audit
from kck.foundation.numbers import display
from kck.intake.line2_queries import line_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def _told(settings) -> None:
    settings.KCK_DEMO = True
    seed(Size(reports=70, contacts=110))


@pytest.mark.usefixtures("_told")
def test_every_scene_is_there_under_its_number():
    scenes = DemoState.objects.get(pk=1).scenes

    assert stands()
    assert set(scenes) == {scene.key for scene in SCENES}
    assert display(case_of("not_fixed").number).startswith("26-990121-")
    assert case_of("not_fixed").state == CaseState.REOPENED
    assert case_of("paused").state == CaseState.WAITING
    assert case_of("deaf").person is not None
    erased = [entry.name for entry in timeline(case_of("erased"), for_staff=True)]
    refused = [entry.name for entry in timeline(case_of("erased", 1), for_staff=True)]
    assert "personal_data_erased" in erased
    assert "erasure_refused" in refused


@pytest.mark.usefixtures("_told")
def test_the_storm_has_six_places_and_four_owners():
    storm = Case.objects.filter(pk__in=DemoState.objects.get(pk=1).scenes["storm"])

    assert storm.count() == 23
    assert len({case.address for case in storm}) == 6
    assert len({case.unit_id for case in storm}) == 4


@pytest.mark.usefixtures("_told")
def test_a_case_of_the_old_unit_belongs_to_its_successor():
    case = case_of("renamed")

    assert snapshot(MONDAY).unit_by_id(case.unit_id, MONDAY).code == "GK"


@pytest.mark.usefixtures("_told")
def test_the_log_of_the_told_city_is_whole_and_its_clock_goes_on_from_monday():
    found = audit.verify()

    assert found.broken == ""
    assert found.removed > 0
    assert clock_anchor().startswith("2026-02-02T08:00")
    assert all("@demo.example" in how for _role, how in logins())


@pytest.mark.usefixtures("_told")
def test_whoever_a_scene_sends_to_the_desk_sees_all_its_cases():
    unseen = [
        (shown.scene.key, shown.seat.key, case.number)
        for shown in scenes_shown(DemoState.objects.get(pk=1))
        for case in shown.cases
        if case_id_of(actor_for(Staff.objects.get(email=shown.seat.email)), case.canonical) is None
    ]
    assert not unseen


@pytest.mark.usefixtures("_told")
def test_line_two_has_something_waiting_answered_and_given_back():
    linia2, agent = actor_of_mail("linia2@demo.example"), actor_of_mail("agent1@demo.example")
    assert linia2 is not None
    assert agent is not None

    desk, handed = line_desk(linia2, at=MONDAY), line_desk(agent, at=MONDAY)

    assert [row.unit.code for row in desk.waiting] == ["SZ", "SZ"]
    assert [row.state for row in desk.settled] == ["answered"]
    assert len(handed.back) == 1
    assert len(handed.handed) == 5

"""A mail about three matters becomes three cases with one voice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for, everywhere

from kck.cases import commands
from kck.cases.models import Case, CasePhoto, Follower
from kck.cases.queries.belongings import ties_of
from kck.cases.reactions import tell_all_numbers
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.side_events import CaseSplit
from kck.cases.terms import CaseState
from kck.foundation import clock
from kck.foundation.audit import verify
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import reactions_at_once
from kck.foundation.verdict import Refused
from kck.intake.commands import Part, split, undo_split
from kck.intake.commands.split import seconds_to_undo
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due

pytestmark = pytest.mark.django_db

TEXT = (
    "Dzień dobry. Przed szkołą jest dziura w jezdni. Obok stoi rozbity pojemnik na śmieci. "
    "A trawa na skwerze ma już metr."
)
BIN = Part(text="Obok stoi rozbity pojemnik na śmieci.", category="waste-container")
GRASS = Part(text="A trawa na skwerze ma już metr.", category="greenery-uncut-grass")
SOON = MONDAY + timedelta(seconds=30)
MAIL = "anna@poczta.example"


@pytest.fixture(autouse=True)
def _now(monkeypatch, settings):
    settings.KCK_DEMO = True
    monkeypatch.setattr(clock, "now", lambda: SOON)


@pytest.fixture
def case() -> Case:
    return a_case(text=TEXT, email=MAIL, name="Anna Kowalska", photos=(a_photo(), a_photo()))


def apart(case: Case, *parts: Part) -> list[Case]:
    opened = split(case.pk, parts=parts or (BIN, GRASS), at=MONDAY, by=everywhere())
    return list(Case.objects.filter(pk__in=[one.pk for one in opened]).order_by("pk"))


def test_three_matters_are_three_cases_of_one_reporter(case):
    jan = a_case(email="jan@b.example").person_id
    commands.join(case.pk, person_id=jan, at=MONDAY, by=everywhere())
    photo = case.photos.order_by("pk").last()

    bins, grass = apart(
        case, BIN, Part(text=GRASS.text, category=GRASS.category, photos=(photo.pk,))
    )

    case.refresh_from_db()
    assert case.state == CaseState.NEW
    assert len({case.unit_id, bins.unit_id, grass.unit_id}) >= 2
    assert bins.person_id == grass.person_id == case.person_id
    assert (bins.address, bins.lat, bins.channel) == (case.address, case.lat, case.channel)
    assert Follower.objects.filter(case=bins).count() == 2
    assert [case.photos.count(), bins.photos.count(), grass.photos.count()] == [1, 0, 1]
    assert [row.number for row in ties_of(everywhere(), case.pk)] == [bins.number, grass.number]
    assert case.texts.get(kind="description").body == TEXT
    assert verify().broken == ""


def test_one_letter_names_all_numbers(case):
    with reactions_at_once():
        bins, grass = apart(case)
    send_due()

    [letter] = Delivery.objects.filter(address=MAIL)
    for one in (case, bins, grass):
        assert f"/s/{one.token}" in letter.body
    assert letter.body.count("26-") >= 3


def test_it_is_taken_back_within_a_minute_and_nobody_hears_of_it(case):
    photo = case.photos.order_by("pk").first()
    cases = apart(case, replace(BIN, photos=(photo.pk,)))
    assert seconds_to_undo(case.pk, at=SOON) == 30

    undo_split(case.pk, at=SOON, by=everywhere())

    [folded] = Case.objects.filter(pk__in=[one.pk for one in cases])
    assert (folded.state, folded.merged_into_id, folded.private) == ("merged", case.pk, True)
    assert CasePhoto.objects.filter(case=case).count() == 2
    assert ties_of(everywhere(), case.pk) == []
    assert seconds_to_undo(case.pk, at=SOON) == 0
    with pytest.raises(IllegalMove):
        undo_split(case.pk, at=SOON, by=everywhere())
    split_fact = RecordedEvent.objects.get(name="cases.case_split")
    tell_all_numbers(CaseSplit(**split_fact.payload), split_fact.pk)
    assert not Delivery.objects.filter(address=MAIL).exists()


def test_it_is_too_late_after_a_minute_or_once_somebody_has_begun(case):
    [bins] = apart(case, BIN)
    with pytest.raises(IllegalMove, match="Za późno"):
        undo_split(case.pk, at=MONDAY + timedelta(seconds=61), by=everywhere())

    commands.take(bins.pk, at=SOON, by=everywhere())
    with pytest.raises(IllegalMove, match="już zajął"):
        undo_split(case.pk, at=SOON, by=everywhere())


def test_a_part_without_a_category_waits_for_the_centre(case):
    [part] = apart(case, Part(text="I jeszcze jedno: nie wiem, do kogo z tym."))
    assert part.needs_triage


def test_a_part_that_speaks_of_danger_is_urgent_and_never_public(case):
    [part] = apart(case, Part(text="Czuć gaz w klatce schodowej!", category="waste-container"))
    assert (part.priority, part.private, bool(part.danger)) == ("P1", True, True)


def test_a_private_case_has_no_public_parts():
    case = a_case(text=TEXT)
    commands.change_visibility(case.pk, private=True, coarse=False, at=MONDAY, by=everywhere())
    assert all(one.private for one in apart(case))


def test_what_cannot_be_split(case):
    foreign = a_case(photos=(a_photo(),)).photos.get()
    own = case.photos.first()
    for parts in (
        (),
        (Part(text="?"),),
        (Part(text=BIN.text, category="nie-ma"),),
        (Part(text=BIN.text, photos=(foreign.pk,)),),
        (Part(text=BIN.text, photos=(own.pk,)), Part(text=GRASS.text, photos=(own.pk,))),
        tuple(Part(text=BIN.text) for _one in range(9)),
    ):
        with pytest.raises(Incomplete):
            split(case.pk, parts=parts, at=MONDAY, by=everywhere())
    with pytest.raises(Refused):
        split(case.pk, parts=(BIN,), at=MONDAY, by=acting_for("MPO"))
    with pytest.raises(Refused):
        split(case.pk, parts=(BIN,), at=MONDAY, by=acting_for("ZDMK", "cases.view", "cases.work"))
    commands.withdraw(case.pk, at=MONDAY, by=everywhere())
    with pytest.raises(IllegalMove):
        split(case.pk, parts=(BIN,), at=MONDAY, by=everywhere())
    assert not RecordedEvent.objects.filter(name="cases.case_split").exists()

"""Each event becomes a delivery for those who want it and may know of it, once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, a_case, acting_for, everywhere, reporter_of

from kck.cases import commands as cases
from kck.cases.terms import Outcome
from kck.channels.webhooks.fanout import fan_out, make_deliveries
from kck.channels.webhooks.models import Delivery, LogPosition
from kck.channels.webhooks.terms import Scope
from kck.channels.webhooks.tests.conftest import a_subscription, tell_all
from kck.channels.webhooks.waking import forget_who_listens
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.tests.others import wait_for_others

LATER = MONDAY + timedelta(hours=2)


def said(name: str = "") -> list[dict[str, Any]]:
    rows = Delivery.objects.order_by("event_id")
    return [json.loads(row.body) for row in rows if not name or row.event == name]


@pytest.mark.django_db
def test_a_new_case_is_told_in_public_words(settings):
    a_subscription()
    case = a_case(email="jan@example.org", name="Jan Kowalski", phone="+48600100200")
    tell_all()

    [told] = said("case.opened.v1")
    event = RecordedEvent.objects.get(name="cases.case_opened")
    assert told["id"] == f"evt_{event.pk}"
    assert told["timestamp"] == "2026-02-02T08:00:00.000+00:00"
    about = told["data"]["case"]
    assert about["number"] == case.number
    assert about["category"] == "roads-pothole"
    assert about["unit"] == "ZDMK"
    assert (about["state"], about["public"], about["kind"]) == ("new", True, "report")
    assert about["url"].endswith(f"/cases/{about['shown_number']}/")


@pytest.mark.django_db
def test_no_words_or_data_of_people_leave():
    a_subscription(scope=Scope.INTERNAL)
    by = everywhere()
    case = a_case(
        text="Dziura, mój telefon 600100200.", email="jan@example.org", name="Jan Kowalski"
    )
    cases.accept(case.pk, by=by, at=LATER)
    cases.add_note(case.pk, text="Pan Kowalski dzwonił dwa razy", by=by, at=LATER)
    cases.ask(case.pk, question="Gdzie dokładnie?", by=by, at=LATER)
    cases.reply(case.pk, text="Przy bramie, Kowalski", by=reporter_of(case), at=LATER)
    tell_all()

    everything = " ".join(Delivery.objects.values_list("body", flat=True))
    assert Delivery.objects.count() >= 4
    for word in ("Kowalski", "600100200", "jan@", "Dziura", "bramie", case.token, "staff", "1002"):
        assert word not in everything


@pytest.mark.django_db
def test_events_tell_their_own_facts_by_codes_and_numbers():
    a_subscription()
    case, other = a_case(), a_case(category="lighting-single-lamp")
    by = everywhere()
    cases.accept(case.pk, by=by, at=LATER)
    cases.done(case.pk, outcome=Outcome.NOT_FOUND, words="Nic tu nie ma.", by=by, at=LATER)
    tell_all()

    [told] = said("case.done.v1")
    about = told["data"]["case"]
    assert (about["was"], about["state"]) == ("accepted", "done")
    assert (about["outcome"], about["on_time"], about["unit"]) == ("not-found", True, "ZDMK")
    assert "unit_id" not in about
    assert "case_id" not in about
    assert other.number in {one["data"]["case"]["number"] for one in said("case.opened.v1")}


@pytest.mark.django_db
def test_strangers_hear_nothing_of_a_private_case_but_that_it_was_hidden():
    public, inside = a_subscription(), a_subscription(scope=Scope.INTERNAL)
    by = everywhere()
    case = a_case()
    cases.change_visibility(case.pk, private=True, coarse=False, by=by, at=LATER)
    cases.accept(case.pk, by=by, at=LATER)
    tell_all()

    [hidden] = Delivery.objects.filter(subscription=public)
    assert hidden.event == "case.visibility_changed.v1"
    assert json.loads(hidden.body)["data"]["case"] == {"number": case.number, "public": False}
    assert Delivery.objects.filter(subscription=inside).count() == 3


@pytest.mark.django_db
def test_what_happens_between_staff_is_for_inside_only():
    public, inside = a_subscription(), a_subscription(scope=Scope.INTERNAL)
    case = a_case()
    cases.add_note(case.pk, text="Sprawdzić jutro.", by=everywhere(), at=LATER)
    tell_all()

    assert not Delivery.objects.filter(subscription=public, event="case.note_added.v1").exists()
    assert Delivery.objects.filter(subscription=inside, event="case.note_added.v1").exists()


@pytest.mark.django_db
def test_only_the_wanted_units_and_categories_and_events_are_told():
    roads = a_subscription(units=("ZDMK",))
    light = a_subscription(categories=("lighting-single-lamp",))
    greens = a_subscription(units=("ZZM",), events=("case.opened.v1",))
    pothole, lamp = a_case(), a_case(category="lighting-single-lamp")
    tell_all()

    def numbers(subscription):
        return set(subscription.deliveries.values_list("number", flat=True))

    assert pothole.number in numbers(roads)
    assert numbers(light) == {lamp.number}
    assert numbers(greens) == set()


@pytest.mark.django_db
def test_both_units_hear_that_a_case_went_from_one_to_the_other():
    giving, taking = a_subscription(units=("ZDMK",)), a_subscription(units=("ZZM",))
    case = a_case()
    cases.forward(case.pk, unit="ZZM", reason="To drzewo.", by=acting_for("ZDMK"), at=LATER)
    tell_all()

    for subscription in (giving, taking):
        [row] = subscription.deliveries.filter(event="case.forwarded.v1")
        about = json.loads(row.body)["data"]["case"]
        assert (about["from_unit"], about["to_unit"]) == ("ZDMK", "ZZM")


@pytest.mark.django_db
def test_history_that_was_imported_is_not_told():
    subscription = a_subscription()
    a_case()
    RecordedEvent.objects.filter(name="cases.case_opened").update(
        payload={**RecordedEvent.objects.get(name="cases.case_opened").payload, "historical": True}
    )

    tell_all()

    assert not subscription.deliveries.filter(event="case.opened.v1").exists()


@pytest.mark.django_db
def test_telling_the_same_events_again_makes_nothing_new():
    subscription = a_subscription()
    a_case()
    tell_all()
    before = Delivery.objects.count()

    make_deliveries(list(RecordedEvent.objects.all()), [subscription])

    assert Delivery.objects.count() == before > 0


def test_from_the_log_each_event_comes_once_and_nothing_from_before(committed):
    a_case(at=clock.now())
    subscription = a_subscription()
    mine = a_case(at=clock.now())

    wait_for_others()
    fan_out()
    first = list(subscription.deliveries.values_list("number", flat=True))
    fan_out()

    assert set(first) == {mine.number}
    assert subscription.deliveries.count() == len(first)


def test_a_reader_that_dies_leaves_position_and_deliveries_as_they_were(committed, monkeypatch):
    subscription = a_subscription()
    a_case(at=clock.now())
    before = LogPosition.objects.get().position
    monkeypatch.setattr(LogPosition, "save", lambda *_a, **_k: 1 / 0)

    wait_for_others()
    with pytest.raises(ZeroDivisionError):
        fan_out()

    assert LogPosition.objects.get().position == before
    assert not subscription.deliveries.exists()


def test_an_event_wakes_one_sender_and_only_when_somebody_listens(committed):
    def waiting() -> int:
        return ProcrastinateJob.objects.filter(task_name__endswith="send_webhooks").count()

    a_case(at=clock.now())
    assert waiting() == 0

    forget_who_listens()
    a_subscription()
    for _ in range(3):
        a_case(at=clock.now())
    assert waiting() == 1
    assert str(PLATFORM) == "platform"

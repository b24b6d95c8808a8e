"""Crowds: noticed once, followed, dismissed, over; never for a usual Monday morning."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, acting_for, everywhere

from kck.cases.models import Case
from kck.cases.queries.filters import narrowed, read
from kck.cases.terms import Spot
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.intake.commands import me_too, receive
from kck.intake.commands.crowds import NoReason, dismiss_crowd, end_quiet_crowds, notice_crowd
from kck.intake.commands.forgetting import forget_devices
from kck.intake.crowd_models import Crowd
from kck.intake.crowd_queries import case_ids_of, open_crowds
from kck.intake.crowd_terms import CrowdState
from kck.intake.models import Conversation, HourlyCount
from kck.intake.terms import Channel, Incoming, Reached

pytestmark = pytest.mark.django_db
LAT, LON = 50.0617, 19.9373
MINUTE = timedelta(minutes=1)


def report(n: int, *, who: str, minutes: float, category="water-main-leak", north=0.0, **more):
    at = MONDAY + MINUTE * minutes
    incoming = Incoming(
        channel=more.pop("channel", Channel.WEB),
        text="Woda tryska z ulicy, zalewa chodnik.",
        category=category,
        far_end_id=f"k{n}",
        spot=Spot(lat=LAT + north / 111_195, lon=LON, address="Rynek Główny 1"),
        reached=Reached(email=f"{who}@example.test" if who else ""),
        **more,
    )
    return receive(incoming, at=at, by=ANYBODY)


def noticed(received, minutes: float = 10):
    return notice_crowd(received.conversation_id, at=MONDAY + MINUTE * minutes, by=PLATFORM)


def burst(people="abcdea", step=2.0, **more):
    """Six leaks within ten minutes, of five people."""
    found = []
    for n, who in enumerate(people):
        received = report(n, who=who, minutes=n * step, north=40.0 * n, **more)
        noticed(received, minutes=n * step + 0.1)
        found.append(received)
    return found


def events(name: str):
    return list(RecordedEvent.objects.filter(name=f"intake.{name}").order_by("id"))


def test_six_leaks_of_five_people_in_ten_minutes_raise_one_flag():
    told = burst()

    crowd = Crowd.objects.get()
    assert (crowd.category, crowd.people, crowd.reports) == ("water-main-leak", 5, 6)
    assert crowd.state == CrowdState.OPEN
    assert case_ids_of(crowd.pk) == [one.case.id for one in told]
    assert len(events("crowd_noticed")) == 1
    assert events("crowd_noticed")[0].payload["people"] == 4
    assert [one.payload["people"] for one in events("crowd_grew")] == [5, 5]


def test_six_of_one_person_raise_none():
    burst(people="aaaaaa")

    assert not Crowd.objects.exists()


def test_six_from_one_device_raise_none_whoever_they_say_they_are():
    burst(people="abcdef", device=7 << 50)

    assert not Crowd.objects.exists()


def test_callers_without_a_contact_are_each_a_person():
    for n in range(4):
        at = MONDAY + MINUTE * n
        incoming = Incoming(
            channel=Channel.PHONE, text="Nie ma wody", category="water-no-water",
            far_end_id=f"p{n}", spot=Spot(lat=LAT, lon=LON),
        )  # fmt: skip
        received = receive(incoming, at=at, by=everywhere())
        notice_crowd(received.conversation_id, at=at, by=PLATFORM)

    assert Crowd.objects.get().people == 4


def test_a_second_worker_doubles_nothing():
    told = burst()
    for received in told:
        noticed(received)
        noticed(received)

    crowd = Crowd.objects.get()
    assert (crowd.people, crowd.reports) == (5, 6)
    assert len(events("crowd_noticed")) == 1
    assert len(events("crowd_grew")) == 2


def test_others_far_away_or_of_another_kind_do_not_count():
    for n, who in enumerate("abcdef"):
        noticed(report(n, who=who, minutes=n, north=3000.0 * n))
    for n, category in enumerate(("roads-pothole", "lighting-single-lamp", "greenery-dead-tree")):
        noticed(report(10 + n, who=f"x{n}", minutes=n, category=category))

    assert not Crowd.objects.exists()


def test_an_usual_monday_morning_raises_nothing():
    """Here twelve an hour are what always comes at this hour of a Monday."""
    for week in range(1, 9):
        for n in range(12):
            at = -week * 7 * 24 * 60 + n * 5
            report(week * 1000 + n, who=f"w{week}x{n}", minutes=at, category="parking-illegal-now")

    for n in range(6):
        noticed(report(n, who=f"m{n}", minutes=n * 5, category="parking-illegal-now"), n * 5)

    assert not Crowd.objects.exists()
    assert HourlyCount.objects.filter(key="parking-illegal-now").count() >= 9


def test_who_joins_a_case_counts_too():
    first = report(0, who="a", minutes=0)
    for n, who in enumerate("bcd"):
        incoming = Incoming(
            channel=Channel.WEB, far_end_id=f"j{n}", reached=Reached(email=f"{who}@x.test")
        )
        joined = me_too(first.case.id, incoming=incoming, at=MONDAY + MINUTE * n, by=ANYBODY)
        noticed(joined, n)

    crowd = Crowd.objects.get()
    assert (crowd.people, crowd.reports, case_ids_of(crowd.pk)) == (4, 4, [first.case.id])


def test_a_dismissed_one_comes_back_only_when_it_has_doubled():
    burst("abcd")
    crowd = Crowd.objects.get()
    at = MONDAY + MINUTE * 12
    dismiss_crowd(crowd.pk, reason="Ćwiczenia straży", at=at, by=everywhere())

    for n, who in enumerate("efg"):
        noticed(report(20 + n, who=who, minutes=13 + n), 13 + n)
    crowd.refresh_from_db()
    assert (crowd.state, crowd.people) == (CrowdState.DISMISSED, 7)
    assert open_crowds(everywhere(), at=at) == []
    noticed(report(30, who="h", minutes=17), 17)

    crowd.refresh_from_db()
    assert (crowd.state, crowd.reason) == (CrowdState.OPEN, "Ćwiczenia straży")
    assert [one.payload["again"] for one in events("crowd_noticed")] == [False, True]
    assert len(events("crowd_dismissed")) == 1


def test_dismissing_needs_a_reason_and_the_centre():
    burst("abcd")
    crowd = Crowd.objects.get()

    with pytest.raises(NoReason):
        dismiss_crowd(crowd.pk, reason=" ", at=MONDAY, by=everywhere())
    with pytest.raises(Refused):
        dismiss_crowd(crowd.pk, reason="Nic", at=MONDAY, by=acting_for("MPO", "cases.view"))

    crowd.refresh_from_db()
    assert crowd.state == CrowdState.OPEN


def test_it_is_over_when_nobody_reports_any_more_and_another_may_begin():
    burst("abcd")

    assert end_quiet_crowds(at=MONDAY + timedelta(hours=1), by=PLATFORM) == 0
    assert end_quiet_crowds(at=MONDAY + timedelta(hours=4), by=PLATFORM) == 1
    for n, who in enumerate("ijkl"):
        noticed(report(40 + n, who=who, minutes=300 + n), 300 + n)

    assert sorted(Crowd.objects.values_list("state", flat=True)) == ["ended", "open"]


def test_what_is_looked_at_hours_later_is_nothing_sudden():
    told = [report(n, who=who, minutes=n) for n, who in enumerate("abcdef")]

    for received in told:
        noticed(received, minutes=60 * 5)

    assert not Crowd.objects.exists()


def test_a_unit_sees_the_crowds_of_its_own_cases(django_assert_num_queries):
    burst("abcd")
    case = Case.objects.first()
    ours = acting_for(case.unit.code, "cases.view")
    theirs = acting_for("MPO", "cases.view")

    assert [one.people for one in open_crowds(ours, at=MONDAY)] == [4]
    assert open_crowds(theirs, at=MONDAY) == []
    with django_assert_num_queries(1):
        open_crowds(everywhere(), at=MONDAY)


def test_a_queue_is_narrowed_to_its_cases():
    burst("abcd")
    other = report(50, who="z", minutes=1, category="roads-pothole")
    crowd = Crowd.objects.get()

    found = Case.objects.filter(narrowed(read({"crowd": str(crowd.pk)}), MONDAY))

    assert set(found.values_list("pk", flat=True)) == set(case_ids_of(crowd.pk))
    assert other.case.id not in case_ids_of(crowd.pk)
    assert read({"crowd": "1; drop"}).crowd == ""


def test_a_report_that_is_no_crowd_costs_three_statements(django_assert_max_num_queries):
    received = report(0, who="a", minutes=0)

    with django_assert_max_num_queries(6):
        noticed(received)


def test_devices_are_forgotten_after_a_day():
    report(0, who="a", minutes=0, device=7 << 50)

    assert forget_devices(at=MONDAY + timedelta(hours=3)) == 0
    assert forget_devices(at=MONDAY + timedelta(hours=25)) == 1
    assert Conversation.objects.get().device is None


def test_nothing_is_merged_by_a_machine():
    burst()

    assert not Case.objects.exclude(merged_into=None).exists()

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils.translation import override
from tests.builders import MONDAY, a_case, acting_for, everywhere, unit_id

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.cases.terms import Outcome
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import reactions_at_once
from kck.foundation.reasons import of_text
from kck.foundation.verdict import Refused
from kck.handover import policy, ports
from kck.handover.commands import follow_tasks, retry, trouble
from kck.handover.models import Sending
from kck.handover.own_ids import our_number
from kck.handover.ports import Parcel, Result
from kck.handover.queries import sending_of, sendings_of, stuck, unreached
from kck.handover.sending import LEASE, claim, give_up_lost_leases, send_due
from kck.handover.terms import BACKOFF, SendingState
from kck.handover.tests.far_ends import Answering, accepted, away, refused

pytestmark = pytest.mark.django_db
Serve = Callable[[Callable[[Parcel], Result]], Answering]


@pytest.fixture(autouse=True)
def _ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ports, "_transports", {})
    set_way("ZDMK", way=WayOfWorking.OPEN311, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)
    with reactions_at_once():
        yield


@pytest.fixture
def serve() -> Serve:
    def with_answer(answer: Callable[[Parcel], Result]) -> Answering:
        far_end = Answering(answer)
        ports.register(WayOfWorking.OPEN311, far_end)
        return far_end

    return with_answer


def a_pothole(text: str = "Duża dziura w jezdni.") -> Case:
    case = a_case(category="roads-pothole", text=text)
    assert case.unit_id == unit_id("ZDMK")
    return case


def make_due(*, lease: bool = False) -> None:
    past = clock.real_now() - timedelta(seconds=1)
    Sending.objects.filter(next_at__isnull=False).update(next_at=past)
    if lease:
        Sending.objects.filter(lease_until__isnull=False).update(lease_until=past)


def test_a_case_of_a_unit_with_a_system_of_its_own_is_sent_and_accepted(serve: Serve) -> None:
    far_end = serve(accepted)
    case = a_pothole()

    assert send_due() == 1

    sending = sending_of(case.pk)
    assert sending is not None
    assert sending.state == SendingState.ACCEPTED
    assert sending.far_number == f"F-{sending.task_id}"
    assert sending.accepted_at is not None
    assert our_number(far_end.parcels[0].own_id) == case.number


def test_a_case_of_a_unit_at_the_desk_is_not_sent(serve: Serve) -> None:
    far_end = serve(accepted)
    case = a_case(category="greenery-tree-fallen")

    send_due()

    assert case.unit_id != unit_id("ZDMK")
    assert sending_of(case.pk) is None
    assert far_end.parcels == []


def test_what_the_centre_has_not_decided_yet_waits_with_it(serve: Serve) -> None:
    serve(accepted)
    case = a_pothole()
    Sending.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(needs_triage=True)

    assert follow_tasks(case.pk, at=MONDAY) == []
    cases.recategorise(case.pk, category="roads-pothole", at=MONDAY, by=everywhere())
    assert sending_of(case.pk) is not None


def test_making_sendings_twice_makes_them_once(serve: Serve) -> None:
    case = a_pothole()

    follow_tasks(case.pk, at=MONDAY)
    follow_tasks(case.pk, at=MONDAY)

    assert len(sendings_of(case.pk)) == 1


def test_a_failure_is_visible_and_tried_again_later(serve: Serve) -> None:
    far_end = serve(refused)
    case = a_pothole()

    send_due()
    send_due()

    sending = sending_of(case.pk)
    assert sending is not None
    assert (sending.state, str(sending.reason)) == (SendingState.FAILED, "kaput")
    assert sending.next_at is not None
    assert sending.next_at > clock.real_now() + BACKOFF[0] * 0.7
    assert len(far_end.parcels) == 1


def test_after_enough_failures_a_person_has_to_look_and_tries_again(serve: Serve) -> None:
    far_end = serve(refused)
    case = a_pothole()
    for _attempt in range(len(BACKOFF) + 3):
        make_due()
        send_due()
    sending = sending_of(case.pk)
    assert sending is not None
    assert sending.state == SendingState.STUCK
    assert len(far_end.parcels) == len(BACKOFF) + 1
    assert [one.id for one in stuck()] == [sending.id]

    serve(accepted)
    retry(sending.id, at=MONDAY, by=everywhere())
    send_due()

    again = sending_of(case.pk)
    assert again is not None
    assert again.state == SendingState.ACCEPTED
    assert stuck() == []


def test_somebody_of_another_unit_may_not_send_again(serve: Serve) -> None:
    serve(refused)
    case = a_pothole()
    send_due()
    sending = sending_of(case.pk)
    assert sending is not None

    with pytest.raises(Refused):
        retry(sending.id, at=MONDAY, by=acting_for("ZZM", "cases.forward"))
    assert not policy.may_retry(Actor(kind="person"), case)
    assert policy.may_retry(acting_for("ZDMK", "cases.forward"), case)


def test_one_that_breaks_the_transport_does_not_stop_the_next(serve: Serve) -> None:
    poison = a_pothole(text="Trucizna, od której wszystko staje.")
    good = [a_pothole(), a_pothole()]

    def answer(parcel: Parcel) -> Result:
        if parcel.case_id == poison.pk:
            raise RuntimeError("poison")
        return accepted(parcel)

    serve(answer)
    send_due()

    assert {s.state for c in good if (s := sending_of(c.pk))} == {SendingState.ACCEPTED}
    broken = sending_of(poison.pk)
    assert broken is not None
    assert broken.state == SendingState.FAILED
    assert "RuntimeError" in str(broken.reason)
    assert "poison" not in str(broken.reason)


def test_a_far_end_that_is_away_costs_no_attempts(serve: Serve) -> None:
    serve(away)
    case = a_pothole()
    for _hour in range(30):
        make_due()
        send_due()

    sending = sending_of(case.pk)
    assert sending is not None
    assert sending.state == SendingState.FAILED
    assert sending.attempts == 0

    serve(accepted)
    make_due()
    send_due()
    assert sending_of(case.pk).state == SendingState.ACCEPTED  # type: ignore[union-attr]


def test_a_sender_that_dies_leaves_doubt_and_the_next_one_looks_first(serve: Serve) -> None:
    far_end = serve(accepted)
    case = a_pothole()
    claim(WayOfWorking.OPEN311)

    assert send_due() == 0  # somebody holds it
    make_due(lease=True)
    assert send_due() == 1

    assert far_end.parcels[0].unsure
    assert sending_of(case.pk).state == SendingState.ACCEPTED  # type: ignore[union-attr]


def test_one_that_kills_its_sender_again_and_again_is_stuck(serve: Serve) -> None:
    case = a_pothole()
    for _death in range(3):
        claim(WayOfWorking.OPEN311)
        make_due(lease=True)
        give_up_lost_leases()

    assert sending_of(case.pk).state == SendingState.STUCK  # type: ignore[union-attr]
    assert timedelta(minutes=1) < LEASE


def test_every_unit_gets_its_share_of_a_round(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kck.handover.sending.CLAIM_OF_UNIT", 1)
    set_way("ZZM", way=WayOfWorking.OPEN311, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)
    far_end = serve(accepted)
    many = [a_pothole() for _one in range(3)]
    other = a_case(category="greenery-tree-fallen", text="Drzewo leży na alejce w parku.")
    cases.forward(
        other.pk, unit="ZZM", reason="Park należy do zieleni.", at=MONDAY, by=everywhere()
    )

    send_due()

    assert {one.case_id for one in far_end.rounds[0]} == {many[0].pk, other.pk}
    assert len(far_end.parcels) == 4


def test_forwarding_before_it_was_sent_leaves_nothing_to_send(serve: Serve) -> None:
    far_end = serve(accepted)
    case = a_pothole()
    cases.forward(case.pk, unit="ZZM", reason="To jednak alejka.", at=MONDAY, by=everywhere())

    send_due()

    assert [one.state for one in sendings_of(case.pk)] == [SendingState.CANCELLED]
    assert far_end.parcels == []


def test_a_task_that_is_over_ends_its_sending(serve: Serve) -> None:
    serve(accepted)
    case = a_pothole()
    send_due()
    cases.done(
        case.pk, outcome=Outcome.NOT_FOUND, words="Nie ma tu żadnej dziury.", at=MONDAY,
        by=acting_for("ZDMK"),
    )  # fmt: skip

    assert sending_of(case.pk).state == SendingState.DONE  # type: ignore[union-attr]


def test_a_case_that_comes_back_to_the_same_unit_brings_its_number(serve: Serve) -> None:
    far_end = serve(accepted)
    case = a_pothole()
    send_due()
    first = sending_of(case.pk)
    cases.done(
        case.pk, outcome=Outcome.NOT_FOUND, words="Nie ma tu żadnej dziury.", at=MONDAY,
        by=acting_for("ZDMK"),
    )  # fmt: skip
    cases.reopen(case.pk, words="Jednak jest.", at=MONDAY, by=everywhere())
    send_due()

    assert first is not None
    assert far_end.parcels[-1].before == first.far_number
    assert far_end.parcels[-1].own_id != far_end.parcels[0].own_id


def test_a_unit_with_a_telephone_only_waits_to_be_called(serve: Serve) -> None:
    serve(accepted)
    set_way("ZDMK", way=WayOfWorking.PHONE, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)
    case = a_case(category="greenery-tree-fallen")
    cases.forward(case.pk, unit="ZDMK", reason="Leży na jezdni.", at=MONDAY, by=everywhere())

    send_due()

    sending = sending_of(case.pk)
    assert sending is not None
    assert (sending.state, sending.next_at) == (SendingState.WAITING, None)
    assert [one.id for one in unreached(clock.now())] == [sending.id]


def test_trouble_is_news_once_and_stays_until_it_is_over(serve: Serve) -> None:
    serve(accepted)
    case = a_pothole()
    send_due()
    sending = sending_of(case.pk)
    assert sending is not None

    banana = of_text("stan „banana”")
    assert trouble(sending.id, banana, at=MONDAY, by=PLATFORM)
    with override("en"):  # the same, whatever the language of whoever hears it
        assert not trouble(sending.id, banana, at=MONDAY, by=PLATFORM)
    assert [one.trouble for one in stuck()] == [banana]

    trouble(sending.id, None, at=MONDAY, by=PLATFORM)
    assert stuck() == []

"""Far ends that are slow, broken, or lie. Nothing is lost, doubled or believed without reason."""

import time

import pytest
from tests.builders import MONDAY, RYNEK

from kck.cases.models import Case
from kck.channels.open311_out import client as http
from kck.channels.open311_out.commands import set_far_end
from kck.channels.open311_out.tests.conftest import SetUp, a_pothole, send, sending
from kck.channels.open311_out.tests.far_server import Answer, Asked, FarServer, far_server, slow
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import PLATFORM, Actor
from kck.handover.terms import SendingState
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming

pytestmark = pytest.mark.django_db


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute of waiting in a twentieth of a second."""
    monkeypatch.setattr(http, "ANSWER_SECONDS", 0.3)


def test_what_arrived_after_we_stopped_listening_is_found_and_not_sent_twice(
    far: FarServer, impatient: None
) -> None:
    far.create = slow(1.0, far)
    case = a_pothole()
    send()
    assert sending(case).state == SendingState.FAILED
    assert "nie odpowiedział" in str(sending(case).reason)

    time.sleep(1.0)
    send()

    assert sending(case).state == SendingState.ACCEPTED
    assert sending(case).far_number == "F1"
    assert len(far.posted()) == 1
    assert len(far.requests) == 1


def test_a_far_end_that_keeps_no_number_of_ours_is_searched_by_the_mark_in_the_words(
    far: FarServer, impatient: None
) -> None:
    far.create = slow(1.0, far)
    case = a_pothole()
    send()
    for record in far.requests.values():
        record.pop("client_request_id")
        record["account_id"] = None

    send()

    assert sending(case).far_number == "F1"
    assert len(far.posted()) == 1


def test_a_slow_one_does_not_make_the_others_wait(
    far: FarServer, impatient: None, set_up: SetUp
) -> None:
    far.create = slow(0.8, far)
    cases = [a_pothole() for _one in range(12)]

    started = time.monotonic()
    send()

    # four lanes ran into the silence at once; the rest was not tried, and lost no attempt
    assert time.monotonic() - started < 3
    attempts = [sending(case).attempts for case in cases]
    assert sum(attempts) <= 4
    assert {sending(case).state for case in cases} == {SendingState.FAILED}

    time.sleep(0.8)
    far.create = far.keep
    send()
    assert {sending(case).state for case in cases} == {SendingState.ACCEPTED}
    assert len(far.requests) == 12


def test_a_far_end_that_drips_is_left(far: FarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", 1000)
    far.create = lambda asked: (200, b"[" + b" " * 5000 + b"]")
    case = a_pothole()

    send()

    assert sending(case).state == SendingState.FAILED
    assert "niezrozumiała" in str(sending(case).reason)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"<html>Zapraszamy!</html>",
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[1, 2]",
        b'[{"service_request_id": null}]',
        b'[{"service_request_id": {"id": 5}}]',
        b'[{"service_request_id": "\\u0000"}]',
        b'[{"service_request_id": "' + b"9" * 500 + b'"}]',
        b'{"ok": true}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><service_requests>&b;</service_requests>",
    ],
)
def test_two_hundred_with_nonsense_is_no_success(far: FarServer, nonsense: bytes) -> None:
    far.create = lambda asked: (200, nonsense)
    case = a_pothole()

    send()

    assert sending(case).state == SendingState.FAILED
    assert sending(case).far_number == ""
    assert "niezrozumiała" in str(sending(case).reason)

    far.create = far.keep
    send()
    assert sending(case).state == SendingState.ACCEPTED


def test_xml_is_understood_where_it_is_all_there_is(far: FarServer) -> None:
    far.create = lambda asked: (
        201,
        b"<?xml version='1.0'?><service_requests><request>"
        b"<service_request_id>293944</service_request_id></request></service_requests>",
    )
    case = a_pothole()

    send()

    assert sending(case).far_number == "293944"


def test_the_same_number_for_two_cases_is_believed_once(far: FarServer) -> None:
    far.create = lambda asked: (200, [{"service_request_id": "77"}])
    first, second = a_pothole(), a_pothole()

    send()

    states = sorted([sending(first).state, sending(second).state])
    assert states == [SendingState.ACCEPTED, SendingState.FAILED]
    third = a_pothole()
    send()
    assert sending(third).far_number == ""
    assert "77" in str(sending(third).reason)


def test_our_own_number_is_believed_only_when_it_is_really_there(far: FarServer) -> None:
    case = a_pothole()
    far.create = lambda asked: (200, [{"service_request_id": case.number}])

    send()
    assert sending(case).state == SendingState.FAILED
    assert "własnym numerem" in str(sending(case).reason)

    # numbers of two cities may be alike: this one has it
    far.requests[case.number] = {
        "service_request_id": case.number,
        "status": "open",
        "description": "",
        "client_request_id": "",
    }
    send()
    assert sending(case).far_number == case.number


def test_a_refusal_is_shown_in_its_words_and_waits_for_a_person(far: FarServer) -> None:
    far.create = lambda asked: (400, [{"code": 400, "description": "Nieznany service_code"}])
    case, other = a_pothole(), a_pothole()

    send()

    assert sending(case).state == SendingState.STUCK
    assert "Nieznany service_code" in str(sending(case).reason)
    assert sending(other).state == SendingState.STUCK


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_whoever_is_not_let_in_has_tried_nothing(far: FarServer, status: int) -> None:
    far.create = lambda asked: (status, [])
    cases = [a_pothole() for _one in range(10)]

    send()

    assert {sending(case).state for case in cases} == {SendingState.FAILED}
    assert {sending(case).attempts for case in cases} == {0}
    assert len(far.posted()) <= 4


def test_a_broken_one_is_one_attempt_and_the_next_goes_on(far: FarServer) -> None:
    bad = a_pothole(text="Ta sprawa psuje ich serwer.")
    good = a_pothole()

    def create(asked: Asked) -> Answer:
        return (500, b"Traceback") if "psuje" in asked.one("description") else far.keep(asked)

    far.create = create
    send()

    assert sending(good).state == SendingState.ACCEPTED
    assert (sending(bad).state, sending(bad).attempts) == (SendingState.FAILED, 1)


def test_nobody_there_is_no_attempt(set_up: SetUp, far: FarServer) -> None:
    with far_server() as gone:
        endpoint = gone.endpoint
    set_up(endpoint=endpoint)
    case = a_pothole()

    for _hour in range(20):
        send()

    assert (sending(case).state, sending(case).attempts) == (SendingState.FAILED, 0)
    set_up()
    send()
    assert sending(case).state == SendingState.ACCEPTED


def test_we_are_sent_nowhere_else(far: FarServer) -> None:
    case = a_pothole()
    far.create = lambda asked: (302, b"")

    send()

    assert sending(case).state == SendingState.FAILED
    assert len(far.asked) == 1


def test_one_dead_far_end_leaves_the_other_alone(far: FarServer) -> None:
    with far_server() as gone:
        endpoint = gone.endpoint
    set_way(
        "ZZM", way=WayOfWorking.OPEN311, settings={"open311": {"endpoint": endpoint}},
        valid_from=None, at=MONDAY, by=PLATFORM,
    )  # fmt: skip
    from tests.builders import everywhere

    from kck.cases.commands import forward

    alive, dead = a_pothole(), a_pothole()
    forward(dead.pk, unit="ZZM", reason="Na alejce w parku.", at=MONDAY, by=everywhere())

    send()

    assert sending(alive).state == SendingState.ACCEPTED
    assert sending(dead).state == SendingState.FAILED


def test_a_case_that_came_from_there_never_goes_back_as_new(far: FarServer, partner: int) -> None:
    received = receive(
        Incoming(
            channel=Channel.OPEN311,
            far_end_id=f"{partner}:client_request_id:ZD-9/2026",
            text="Dziura, którą zgłosił nam ktoś na miejscu.",
            category="roads-pothole",
            spot=RYNEK,
            partner_id=partner,
        ),
        at=MONDAY,
        by=Actor(kind="partner", id=partner),
    )
    assert received.case is not None
    case = Case.objects.get(pk=received.case.id)

    send()

    assert far.posted() == []
    assert sending(case).state == SendingState.ACCEPTED
    assert sending(case).far_number == "ZD-9/2026"


def test_our_own_case_coming_back_as_new_is_itself(far: FarServer, client) -> None:
    case = a_pothole()
    send()
    sent = far.posted()[0]
    count = Case.objects.count()
    back = {
        "api_key": "their-key",
        "service_code": "roads-pothole",
        "lat": "50.0617",
        "long": "19.9373",
        "description": sent.one("description"),
        "client_request_id": sent.one("client_request_id"),
    }

    (answer,) = client.post("/open311/v2/requests.json", back).json()

    assert answer["service_request_id"] == case.number
    assert Case.objects.count() == count


def test_a_key_that_cannot_be_read_any_more_is_asked_for_again(
    far: FarServer, settings, partner: int
) -> None:
    settings.SECRET_KEY = "x" * 50
    case = a_pothole()

    send()

    assert far.posted()[0].one("api_key") == ""
    set_far_end("ZDMK", key="newer", partner_id=partner, by=PLATFORM)
    other = a_pothole()
    send()
    assert far.posted()[-1].one("api_key") == "newer"
    assert sending(case).state == sending(other).state

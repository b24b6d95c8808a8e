"""The log is read in order, each event once, and what commits late is not left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event as Flag
from threading import Thread

import pytest
from django.db import connection, connections

from kck.foundation import log
from kck.foundation.actor import PLATFORM
from kck.foundation.log import Position, read
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import Event, command, reactions_at_once, record, unit_of_work
from kck.foundation.tests.others import wait_for_others


@dataclass(frozen=True, kw_only=True)
class PageTurned(Event):
    name = "test.page_turned"

    number: int


@dataclass(frozen=True, kw_only=True)
class BookShut(Event):
    name = "test.book_shut"

    number: int


@command
def turn(*numbers: int, stream: str = "") -> None:
    for number in numbers:
        record(PageTurned(number=number), by=PLATFORM, stream=stream)


class Reader:
    """One that keeps its place, as consumers do."""

    def __init__(self) -> None:
        self.position = log.end()

    def read(self, limit: int = 100, names: tuple[str, ...] = ()) -> list[int]:
        """All there is now, in pages of so many."""
        found: list[int] = []
        wait_for_others()
        while True:
            page = read(self.position, limit=limit, names=names)
            found += [event.payload["number"] for event in page.events]
            self.position = page.position
            if not page.more:
                return found


@pytest.fixture
def reader(transactional_db: None) -> Reader:
    return Reader()


@pytest.fixture
def late(transactional_db: None) -> Iterator[Callable[[int], Callable[[], None]]]:
    """Begin a transaction that records a number at once, and commits when it is told to."""
    running: list[tuple[Flag, Thread]] = []

    def begin(number: int) -> Callable[[], None]:
        written, go_on = Flag(), Flag()

        def run() -> None:
            with unit_of_work():
                turn_now(number)
                written.set()
                go_on.wait(20)
            connections.close_all()

        thread = Thread(target=run)
        thread.start()
        running.append((go_on, thread))
        assert written.wait(20)

        def commit() -> None:
            go_on.set()
            thread.join(20)

        return commit

    yield begin
    for go_on, thread in running:
        go_on.set()
        thread.join(20)


def turn_now(number: int) -> None:
    """Written before the flush, so that its id is drawn while the transaction is open."""
    RecordedEvent.objects.create(
        name=PageTurned.name, payload={"number": number}, actor="platform", at=datetime.now(UTC)
    )


def test_each_event_is_read_once_in_its_order(reader: Reader) -> None:
    turn(1, 2)
    turn(3)

    assert reader.read() == [1, 2, 3]
    assert reader.read() == []
    turn(4)
    assert reader.read() == [4]


def test_pages_lose_and_repeat_nothing(reader: Reader) -> None:
    for number in range(7):
        turn(number)

    assert reader.read(limit=1) == list(range(7))
    turn(7, 8, 9)
    assert reader.read(limit=3) == [7, 8, 9]


def test_a_transaction_that_commits_late_is_not_left_out(reader, late) -> None:
    commit = late(1)
    turn(2)  # a greater id, committed earlier

    assert reader.read() == []  # nobody knows yet what comes before it
    commit()
    assert reader.read() == [1, 2]


def test_what_was_finished_before_the_late_one_is_read_meanwhile(reader, late) -> None:
    turn(1)
    commit = late(2)

    assert reader.read() == [1]
    turn(3)
    assert reader.read() == []
    commit()
    assert reader.read() == [2, 3]


def test_a_page_that_was_cut_goes_on_behind_the_cut_though_others_commit_late(reader, late) -> None:
    turn(1, 2, 3)
    wait_for_others()
    page = read(reader.position, limit=2)
    commit = late(4)
    turn(5)

    reader.position = page.position
    assert reader.read(limit=2) == [3]
    commit()
    assert reader.read(limit=2) == [4, 5]


def test_what_was_rolled_back_never_was(reader: Reader) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        turn(1)
        _ = 1 / 0
    turn(2)

    assert reader.read() == [2]


def test_only_events_of_the_wanted_names_are_read(reader: Reader) -> None:
    with unit_of_work():
        record(BookShut(number=1), by=PLATFORM)
        record(PageTurned(number=2), by=PLATFORM)

    assert reader.read(names=(PageTurned.name,)) == [2]


def test_the_events_of_one_stream_keep_their_order_whoever_began_first(reader: Reader) -> None:
    """The one that began first may write last: it waited for the row of the other."""
    holding, hold = Flag(), Flag()

    def begun_first() -> None:
        with unit_of_work():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
            holding.set()
            hold.wait(20)
            record(PageTurned(number=2), by=PLATFORM, stream="case:1")
        connections.close_all()

    thread = Thread(target=begun_first)
    thread.start()
    assert holding.wait(20)
    turn(1, stream="case:1")
    assert reader.read() == []
    hold.set()
    thread.join(20)

    assert reader.read(limit=1) == [1, 2]


def test_after_a_restore_into_another_server_new_events_are_read_and_old_ones_not_again(
    reader: Reader,
) -> None:
    turn(1)
    assert reader.read() == [1]
    # in the server it came from transactions had come far, and one event was not read yet
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_recordedevent SET transaction = 4000000000000")
        turn(2)
        cursor.execute("UPDATE foundation_recordedevent SET transaction = 4000000000000")
    reader.position = replace(reader.position, cluster=1, low=4_000_000_000_000)

    turn(3)

    assert reader.read(limit=1) == [2, 3]
    turn(4)
    assert reader.read() == [4]


def test_a_reader_begins_at_the_very_start_too(transactional_db: None) -> None:
    turn(1, 2)
    wait_for_others()

    page = read(Position(), limit=100, names=(PageTurned.name,))

    assert [event.payload["number"] for event in page.events] == [1, 2]


def test_followers_are_woken_once_the_event_is_committed(transactional_db, monkeypatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(log, "_followers", [])
    log.follow(
        [PageTurned.name],
        lambda: woken.append(RecordedEvent.objects.filter(name=PageTurned.name).count()),
    )

    with unit_of_work():
        turn(1, 2)
        assert woken == []
    with unit_of_work():
        record(BookShut(number=1), by=PLATFORM)
    with reactions_at_once():
        turn(3)  # a simulated past wakes nobody

    assert woken == [2]

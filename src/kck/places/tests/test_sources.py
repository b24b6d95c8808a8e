import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils.translation import override

from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.verdict import Refused
from kck.places import commands, history
from kck.places.commands.runs import NotNow
from kck.places.importing.report import CannotImport
from kck.places.models import (
    AddressPoint,
    RegisterChange,
    RegisterRun,
    RegisterSource,
    Stop,
    Street,
)
from kck.places.terms import Every, RunState

pytestmark = pytest.mark.usefixtures("no_city")
AT = datetime(2026, 2, 2, 8, tzinfo=UTC)
HEADER = "stop_id,stop_name,stop_lat,stop_lon\n"


@pytest.fixture
def folder(tmp_path, settings):
    settings.KCK_HOME = tmp_path
    (tmp_path / "registers").mkdir()
    return tmp_path / "registers"


def a_source(location="stops.txt", register="stops", every=Every.DAY, **options):
    return commands.add_source(
        name="przystanki",
        register=register,
        location=location,
        options=options,
        every=every,
        hour=3,
        most_vanishing=20,
        at=AT,
        by=PLATFORM,
    )


def run(source, **how):
    return commands.run_source(source.pk, at=AT, by=PLATFORM, **how)


def stops(*names):
    rows = [f"{number},{name},50.06{number},19.94" for number, name in enumerate(names)]
    return HEADER + "\n".join(rows)


def write(folder, *names):
    (folder / "stops.txt").write_text(stops(*names), encoding="utf-8")


def changes_of(run):
    found = history.run(run.pk)
    assert found is not None
    return found.changes


def names():
    return sorted(Stop.objects.values_list("name", flat=True))


TEN = [f"Przystanek {letter}" for letter in "ABCDEFGHIJ"]


def test_a_run_says_what_came_what_changed_and_what_went(folder):
    write(folder, *TEN)
    source = a_source()
    assert run(source).added == 10
    write(folder, "Inny A", *TEN[1:9])

    second = run(source)

    assert (second.state, second.added, second.changed, second.vanished) == ("applied", 0, 1, 1)
    assert "Inny A" in names()
    assert "Przystanek J" not in names()
    found = changes_of(second)
    assert (found.changed, found.vanished) == (
        ["Przystanek A → Inny A"],
        ["Przystanek J"],
    )


def test_the_same_file_again_is_no_work(folder):
    write(folder, *TEN)
    source = a_source()
    run(source)

    again = run(source)

    assert (again.state, again.read) == (RunState.SAME, 0)


def test_too_much_that_would_vanish_waits_for_a_person(folder):
    write(folder, *TEN)
    source = a_source()
    run(source)
    write(folder, *TEN[:7])  # cut in the middle

    stopped = run(source)

    assert stopped.state == RunState.STOPPED
    assert "3 z 10" in stopped.reason
    assert changes_of(stopped).vanished == TEN[7:]
    assert names() == TEN
    assert not RegisterChange.objects.filter(run=stopped).exists()
    assert run(source, anyway=True).state == RunState.APPLIED
    assert names() == TEN[:7]


def test_a_check_shows_the_difference_and_changes_nothing(folder):
    write(folder, *TEN)
    source = a_source()

    checked = run(source, only_check=True)

    assert (checked.state, checked.added) == (RunState.CHECKED, 10)
    assert changes_of(checked).added == TEN
    assert names() == []


def test_a_run_is_undone_row_by_row(folder):
    write(folder, *TEN)
    source = a_source()
    first = run(source)
    before = list(Stop.objects.order_by("pk").values())
    write(folder, "Inny A", *TEN[1:9])
    second = run(source)

    with pytest.raises(NotNow, match="późniejsze"):
        commands.undo(first.pk, at=AT, by=PLATFORM)
    commands.undo(second.pk, at=AT, by=PLATFORM)

    assert list(Stop.objects.order_by("pk").values()) == before
    with pytest.raises(NotNow):
        commands.undo(second.pk, at=AT, by=PLATFORM)
    assert run(source).state == RunState.APPLIED  # the same file may come again


def test_a_street_with_houses_stays_when_its_register_leaves_it_out(folder):
    (folder / "ulice.csv").write_text("name\nDługa\nKrótka\nProsta\nRówna\nStroma\nCicha\n")
    source = a_source("ulice.csv", "streets")
    run(source)
    (folder / "domy.csv").write_text("street,number,lat,lon\nDługa,1,50.06,19.94\n")
    run(a_source("domy.csv", "addresses"))
    (folder / "ulice.csv").write_text("name\nProsta\nRówna\nStroma\nCicha\n")

    shorter = run(source)

    assert shorter.vanished == 1
    assert set(Street.objects.values_list("name", flat=True)) == {
        "Długa", "Prosta", "Równa", "Stroma", "Cicha",
    }  # fmt: skip
    assert AddressPoint.objects.count() == 1


def test_houses_that_came_with_streets_go_back_with_them(folder):
    (folder / "domy.csv").write_text("street,number,lat,lon\nDługa,1,50.06,19.94\n")
    first = run(a_source("domy.csv", "addresses"))

    commands.undo(first.pk, at=AT, by=PLATFORM)

    assert not AddressPoint.objects.exists()
    assert not Street.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "pusty"),
        (HEADER, "ani jednego wiersza"),
        ("street;x\nDługa;1\n", "ani jednego wiersza"),
    ],
)
def test_an_empty_or_foreign_file_changes_nothing(folder, content, says):
    (folder / "stops.txt").write_text(content)

    failed = run(a_source())

    assert failed.state == RunState.FAILED
    assert says in failed.reason


PAGE = "\n <!DOCTYPE HTML><html><body>Błąd</body></html>"


@pytest.mark.parametrize(
    ("content", "says"), [(PAGE.encode(), "HTML"), (b"PK\x03\x04\0\0a.csv", "ZIP")]
)
@pytest.mark.parametrize("register", ["stops", "streets", "addresses"])
def test_a_page_or_an_archive_in_place_of_a_register_is_told_as_such(
    folder, content, says, register
):
    with far_end(content) as address:
        failed = run(a_source(address, register))

    assert failed.state == RunState.FAILED
    assert says in failed.reason


def test_letters_of_an_old_encoding_are_read(folder):
    (folder / "stops.txt").write_bytes(stops("Łąkowa", *TEN).encode("cp1250"))

    assert run(a_source()).state == RunState.APPLIED
    assert "Łąkowa" in names()


def test_why_a_run_stopped_is_said_in_the_readers_language(folder):
    write(folder, *TEN)
    source = a_source()
    run(source)
    (folder / "stops.txt").write_text(HEADER + "1,Inny,gdzieś,tam\n" * 9 + "2,A,50.06,19.94\n")

    stopped = history.run(run(source).pk)

    assert stopped is not None
    assert stopped.reason is not None
    with override("en"):
        assert str(stopped.reason).startswith("9 of 10 rows would vanish, more than 20%.")
        assert str(stopped.examples[0].reason) == "The coordinates are not numbers."
    with override("uk"):
        assert "Зникло б 9 із 10" in str(stopped.reason)


def test_a_run_that_was_killed_is_said_to_be_interrupted(folder):
    write(folder, *TEN)
    source = a_source()
    killed = RegisterRun.objects.create(
        source=source, state=RunState.RUNNING, started_at=AT, actor="platform"
    )

    run(source)

    killed.refresh_from_db()
    assert killed.state == RunState.FAILED
    assert "przerwano" in killed.reason


def test_columns_that_changed_places_stop_the_run(folder):
    write(folder, *TEN)
    source = a_source()
    run(source)
    rows = [f"{n},{name},Kraków,50.06" for n, name in enumerate(TEN[:5])]
    good = [f"{n},{TEN[n]},50.06{n},19.94" for n in range(5, 10)]
    (folder / "stops.txt").write_text(HEADER + "\n".join(rows + good), encoding="utf-8")

    stopped = run(source)

    assert stopped.state == RunState.STOPPED
    assert stopped.rejected == 5
    assert stopped.examples[0]["line"] == "2"
    assert names() == TEN


def test_a_file_outside_the_folder_and_an_address_with_a_password_are_refused(folder):
    for location in ("../../etc/passwd", "/etc/passwd", "https://ja:haslo@example.org/a.csv"):
        with pytest.raises(CannotImport):
            a_source(location)
    assert run(a_source("nie_ma.csv")).state == RunState.FAILED


def test_only_those_who_may_change_registers_do(folder):
    write(folder, *TEN)
    source = a_source()

    with pytest.raises(Refused):
        commands.run_source(source.pk, at=AT, by=ANYBODY)
    with pytest.raises(Refused):
        commands.end_source(source.pk, at=AT, by=ANYBODY)


def test_a_source_is_due_at_its_hour_and_then_the_next_day(folder):
    source = a_source()
    assert source.next_at == datetime(2026, 2, 3, 2, tzinfo=UTC)  # three o'clock in Kraków

    assert commands.start_due(at=AT) == 0
    assert commands.start_due(at=datetime(2026, 2, 3, 2, 5, tzinfo=UTC)) == 1
    assert commands.start_due(at=datetime(2026, 2, 3, 2, 5, tzinfo=UTC)) == 0

    source.refresh_from_db()
    assert source.next_at == datetime(2026, 2, 4, 2, tzinfo=UTC)


def test_an_ended_source_is_fetched_no_more(folder):
    source = a_source()
    commands.end_source(source.pk, at=AT, by=PLATFORM)

    assert commands.start_due(at=datetime(2027, 1, 1, tzinfo=UTC)) == 0
    assert RegisterSource.objects.get().ended_at == AT
    assert history.sources() == []


@contextmanager
def far_end(content: bytes, *, code: int = 200, promised: int | None = None) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(promised or len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/stops.txt"
    finally:
        server.shutdown()
        server.server_close()


def test_a_register_comes_from_an_address(folder):
    with far_end(stops(*TEN).encode()) as address:
        assert run(a_source(address)).state == RunState.APPLIED
    assert names() == TEN


@pytest.mark.parametrize(
    ("how", "says"), [({"code": 503}, "503"), ({"promised": 100_000}, "pobrać")]
)
def test_a_broken_far_end_changes_nothing(folder, how, says):
    with far_end(stops(*TEN).encode(), **how) as address:
        failed = run(a_source(address))

    assert failed.state == RunState.FAILED
    assert says in failed.reason
    assert names() == []

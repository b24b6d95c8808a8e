"""How a unit works, from a day to a day: files, the back office, and what the snapshot says."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kck.directory.commands import WrongFiles, WrongWay, set_way
from kck.directory.events import WayChanged
from kck.directory.models import WayPeriod
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.terms import LinkWhen, WayOfWorking
from kck.directory.tests.loaded import MONDAY, reload
from kck.directory.ways import WayInfo
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

HEADER = (
    "unit,way,valid_from,valid_to,link_mails,link_when,link_hour,"
    "open311_endpoint,open311_jurisdiction,phone_number\n"
)
pytestmark = pytest.mark.django_db


def units(city: Snapshot) -> list[str]:
    return sorted(unit.code for unit in city.units_in_force())


def way_of(code: str, at: date | datetime = MONDAY) -> WayInfo:
    city = snapshot(at)
    unit = city.unit(code)
    assert unit is not None
    return city.way_of(unit.id)


def test_without_periods_a_unit_works_as_its_edition_says(wzorowo: Snapshot) -> None:
    for unit in wzorowo.units_in_force():
        assert wzorowo.way_of(unit.id).way == unit.way_of_working


def test_a_file_says_how_a_unit_works_from_a_day_on(wzorowo: Snapshot, folder: Path) -> None:
    code = units(wzorowo)[0]
    (folder / "ways.csv").write_text(
        HEADER + f"{code},link,2026-03-01,,a@x.example|b@x.example,morning,6,,,\n"
    )

    reload(folder)
    forget_snapshot()

    assert way_of(code, date(2026, 2, 28)).way == WayOfWorking.DESK
    way = way_of(code, date(2026, 3, 1))
    assert way.way == WayOfWorking.LINK
    assert way.link.mails == ("a@x.example", "b@x.example")
    assert (way.link.when, way.link.hour) == (LinkWhen.MORNING, 6)


@pytest.mark.parametrize(
    "line",
    [
        "NO-SUCH,link,,,a@x.example,,,,,",
        "{code},pigeon,,,,,,,,",
        "{code},link,2026-03-01,2026-02-01,a@x.example,,,,,",
        "{code},link,,,not-a-mail,,,,,",
        "{code},link,,,a@x.example,weekly,,,,",
        "{code},link,,,a@x.example,morning,25,,,",
        "{code},open311,,,,,,ftp://x,,",
        "{code},desk,,,,,,,,\n{code},phone,,,,,,,,",
    ],
)
def test_mistakes_in_the_file_load_nothing(wzorowo: Snapshot, folder: Path, line: str) -> None:
    code = units(wzorowo)[0]
    (folder / "ways.csv").write_text(HEADER + line.format(code=code) + "\n")

    with pytest.raises(WrongFiles) as wrong:
        reload(folder)

    assert {problem.file for problem in wrong.value.problems} == {"ways.csv"}
    assert not WayPeriod.objects.exists()


def test_what_the_back_office_decided_no_file_changes(wzorowo: Snapshot, folder: Path) -> None:
    code = units(wzorowo)[0]
    (folder / "ways.csv").write_text(HEADER + f"{code},phone,2026-01-01,,,,,,,600700800\n")
    reload(folder)
    office = Actor(kind="staff", id=5, grants=frozenset({"directory.edit"}))
    settings = {"open311": {"endpoint": "https://x.example"}}
    set_way(
        code, way=WayOfWorking.OPEN311, settings=settings, valid_from=date(2026, 1, 1),
        at=MONDAY, by=office,
    )  # fmt: skip

    reload(folder)
    forget_snapshot()

    way = way_of(code)
    assert way.way == WayOfWorking.OPEN311
    assert way.open311.endpoint == "https://x.example"
    assert way.author == "staff:5"


def test_a_new_way_ends_the_one_before(wzorowo: Snapshot) -> None:
    code = units(wzorowo)[0]
    for first, way in ((None, WayOfWorking.LINK), (date(2026, 3, 1), WayOfWorking.PHONE)):
        set_way(code, way=way, settings={}, valid_from=first, at=MONDAY, by=PLATFORM)

    assert way_of(code, date(2026, 2, 28)).way == WayOfWorking.LINK
    assert way_of(code, date(2026, 3, 1)).way == WayOfWorking.PHONE
    assert WayPeriod.objects.get(valid_from=None).valid_to == date(2026, 2, 28)


def test_a_way_does_not_silently_cover_one_that_comes_later(wzorowo: Snapshot) -> None:
    code = units(wzorowo)[0]
    set_way(
        code, way=WayOfWorking.LINK, settings={}, valid_from=date(2026, 5, 1), at=MONDAY,
        by=PLATFORM,
    )  # fmt: skip

    with pytest.raises(WrongWay, match="2026-05-01"):
        set_way(code, way=WayOfWorking.PHONE, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)

    set_way(
        code, way=WayOfWorking.PHONE, settings={}, valid_from=None, valid_to=date(2026, 4, 30),
        at=MONDAY, by=PLATFORM,
    )  # fmt: skip
    assert way_of(code).way == WayOfWorking.PHONE


def test_it_is_an_event_and_only_an_administrator_may(wzorowo: Snapshot) -> None:
    code = units(wzorowo)[0]
    worker = Actor(kind="staff", id=6, grants=frozenset({"cases.work"}))
    with pytest.raises(Refused):
        set_way(code, way=WayOfWorking.LINK, settings={}, valid_from=None, at=MONDAY, by=worker)

    set_way(code, way=WayOfWorking.LINK, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)

    event = RecordedEvent.objects.get(name=WayChanged.name)
    assert (event.payload["unit"], event.payload["way"]) == (code, "link")


def test_other_processes_read_it_again(wzorowo: Snapshot) -> None:
    code = units(wzorowo)[0]
    before = snapshot(MONDAY).version

    set_way(code, way=WayOfWorking.LINK, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)

    assert snapshot(datetime(2026, 2, 2, 9, tzinfo=UTC)).version == before + 1

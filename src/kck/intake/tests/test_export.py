"""Cases leave whole, what is personal only for a reason, and a stopped run goes on."""

import csv
import fcntl
import json
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.builders import MONDAY, a_case, everywhere

from kck.accounts.commands import appoint, install_roles, join
from kck.cases import commands as cases
from kck.cases.models import Case, CaseText
from kck.cases.terms import Outcome, TextKind
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import Look
from kck.foundation.verdict import Refused
from kck.intake.exporting import export
from kck.intake.exporting.asked import Asked, CannotExport, Format
from kck.intake.exporting.export import export_cases

pytestmark = pytest.mark.django_db

BOSS = everywhere()
WHY = "przeniesienie do nowego systemu"
SECRET = ("anna@example.org", "Anna Próbna", "+48601202303", "Kowalski z trójki")


@pytest.fixture
def some_cases() -> list[Case]:
    """Five, of which the first has a reporter and words that nobody published."""
    first = a_case(
        text="Dziura, a Kowalski z trójki w nią wpadł.",
        email="anna@example.org",
        name="Anna Próbna",
        phone="+48601202303",
    )
    others = [a_case(text=f"Dziura numer {n}.", at=MONDAY + timedelta(days=n)) for n in range(1, 5)]
    described = CaseText.objects.get(case=others[0], kind=TextKind.DESCRIPTION)
    cases.publish(others[0].pk, texts=[described.pk], at=MONDAY, by=BOSS)
    return [first, *others]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("form", list(Format))
def test_without_the_flag_nothing_personal_leaves(tmp_path, some_cases, form):
    path = tmp_path / "cases"

    report = export_cases(path, Asked(format=form), by=PLATFORM)

    text = path.read_text(encoding="utf-8")
    assert report.rows == 5
    assert not [secret for secret in SECRET if secret in text]
    assert "Dziura numer 1." in text  # it was published
    assert "Dziura numer 2." not in text
    assert not Look.objects.exists()


def test_for_a_reason_contacts_leave_and_it_is_written_down(tmp_path, some_cases):
    path, lines = tmp_path / "cases.csv", tmp_path / "cases.jsonl"

    export_cases(path, Asked(personal=True), by=BOSS, reason=WHY)
    export_cases(lines, Asked(personal=True, format=Format.JSONL), by=BOSS, reason=WHY)

    row = table(path)[0]
    assert (row["email"], row["name"]) == ("anna@example.org", "Anna Próbna")
    assert "Kowalski" in row["description"]
    assert objects(lines)[0]["contact"]["phone"] == "+48601202303"
    assert set(Look.objects.values_list("actor", "what", "subject", "reason")) == {
        (str(BOSS), "export", "cases:all", WHY)
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("by", "reason"),
    [(PLATFORM, WHY), (ANYBODY, WHY), (everywhere("cases.view"), WHY), (BOSS, " ")],
)
def test_contacts_are_refused_to_others_and_without_a_reason(tmp_path, by, reason):
    with pytest.raises(Refused):
        export_cases(tmp_path / "cases.csv", Asked(personal=True), by=by, reason=reason)

    assert not list(tmp_path.iterdir())
    assert not Look.objects.exists()


def test_who_was_forgotten_does_not_leave(tmp_path, some_cases):
    cases.erase_personal_data(some_cases[0].pk, ground="art. 17", at=MONDAY, by=PLATFORM)
    path = tmp_path / "cases.jsonl"

    export_cases(path, Asked(personal=True, format=Format.JSONL), by=BOSS, reason=WHY)

    text = path.read_text(encoding="utf-8")
    assert not [secret for secret in SECRET if secret in text]


def test_lines_tell_the_whole_story(tmp_path, some_cases):
    case = some_cases[1]
    cases.accept(case.pk, at=MONDAY, by=BOSS)
    cases.assign(case.pk, staff_id=1002, at=MONDAY, by=BOSS)
    cases.done(case.pk, outcome=Outcome.PARTLY, words="Dziura zalatana.", at=MONDAY, by=BOSS)
    path = tmp_path / "cases.jsonl"

    export_cases(path, Asked(format=Format.JSONL), by=PLATFORM)

    told = objects(path)[1]
    assert [event["seq"] for event in told["history"]] == list(range(1, len(told["history"]) + 1))
    assert told["history"][0]["name"] == "cases.case_opened"
    assert (told["state"], told["outcome"]) == ("done", "partly")
    assert told["tasks"][0]["taken_at"]
    closing = next(text for text in told["texts"] if text["kind"] == "closing")
    assert "body" not in closing
    assert closing["author"] == "staff"
    assert "1002" not in json.dumps([told["history"], told["texts"]])


def test_places_that_tell_too_much_leave_as_their_street(tmp_path, some_cases):
    Case.objects.filter(pk=some_cases[0].pk).update(coarse=True)
    path, full = tmp_path / "some.csv", tmp_path / "all.csv"

    export_cases(path, Asked(), by=PLATFORM)
    export_cases(full, Asked(personal=True), by=BOSS, reason=WHY)

    assert (table(path)[0]["address"], table(path)[0]["lat"]) == ("Rynek Główny", "")
    assert (table(full)[0]["address"], table(full)[0]["lat"]) == ("Rynek Główny 1", "50.0617")


def test_open_data_holds_only_what_everybody_may_see(tmp_path, some_cases):
    Case.objects.filter(pk=some_cases[0].pk).update(private=True)
    path = tmp_path / "open.csv"

    export_cases(path, Asked(format=Format.OPEN311), by=PLATFORM)

    rows = table(path)
    assert len(rows) == 4
    assert rows[0]["service_request_id"] == some_cases[1].number
    assert rows[0]["status_description"] == "Open"
    assert rows[0]["requested_datetime"].endswith("Z")
    with pytest.raises(CannotExport):
        export_cases(
            tmp_path / "no.csv",
            Asked(format=Format.OPEN311, personal=True), by=BOSS, reason=WHY,
        )  # fmt: skip


def test_days_units_and_categories_narrow_it(tmp_path, some_cases):
    day, other = date(2026, 2, 3), a_case(category="lighting-single-lamp", at=MONDAY)
    unit = other.unit.code

    def numbers(name: str, **asked: object) -> set[str]:
        path = tmp_path / name
        export_cases(path, Asked(**asked), by=PLATFORM)  # type: ignore[arg-type]
        return {row["number"] for row in table(path)}

    assert numbers("a", since=day, until=day) == {some_cases[1].number}
    assert numbers("b", category="lighting-single-lamp") == {other.number}
    assert numbers("c", unit=unit) == set(
        Case.objects.filter(unit__code=unit).values_list("number", flat=True)
    )
    with pytest.raises(CannotExport):
        numbers("d", unit="NIC")


# stopped and started again


class Stopped(KeyboardInterrupt):
    """Ctrl-C."""


def stopping_at(rows: int):
    def progress(done: int, _part: float) -> None:
        if done >= rows:
            raise Stopped

    return progress


@pytest.fixture
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(export, "BATCH", 2)


@pytest.mark.parametrize("form", list(Format))
def test_a_stopped_run_goes_on_to_the_same_bytes(tmp_path, some_cases, two_at_a_time, form):
    whole, path, asked = tmp_path / "whole", tmp_path / "cases", Asked(format=form)
    export_cases(whole, asked, by=PLATFORM)

    with pytest.raises(Stopped):
        export_cases(path, asked, by=PLATFORM, progress=stopping_at(2))
    a_case(at=MONDAY)  # is not part of what has begun
    not_yet = path.exists()
    with (tmp_path / "cases.part").open("ab") as part:
        part.write("połowa wiersza, którego znak nie obejmuje".encode())  # power was cut
    report = export_cases(path, asked, by=PLATFORM)

    assert not not_yet
    assert (report.rows, report.begun_at) == (5, 2)
    assert path.read_bytes() == whole.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cases", "whole"]


def test_a_part_of_another_export_is_not_gone_on_with(tmp_path, some_cases, two_at_a_time):
    path = tmp_path / "cases.csv"
    with pytest.raises(Stopped):
        export_cases(path, Asked(), by=PLATFORM, progress=stopping_at(2))

    with pytest.raises(CannotExport, match=r"cases\.csv\.part\.json"):
        export_cases(path, Asked(since=date(2026, 1, 1)), by=PLATFORM)


def test_a_part_that_lost_its_end_is_not_gone_on_with(tmp_path, some_cases, two_at_a_time):
    path = tmp_path / "cases.csv"
    with pytest.raises(Stopped):
        export_cases(path, Asked(), by=PLATFORM, progress=stopping_at(2))
    (tmp_path / "cases.csv.part").write_bytes(b"number")

    with pytest.raises(CannotExport):
        export_cases(path, Asked(), by=PLATFORM)


def test_a_file_that_is_there_is_left_alone(tmp_path, some_cases):
    path = tmp_path / "cases.csv"
    path.write_text("cenne")

    with pytest.raises(CannotExport):
        export_cases(path, Asked(), by=PLATFORM)

    assert path.read_text() == "cenne"


def test_two_do_not_write_one_file(tmp_path, some_cases):
    with (tmp_path / "cases.csv.part").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(CannotExport):
            export_cases(tmp_path / "cases.csv", Asked(), by=PLATFORM)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond: writing fails, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_then_it_goes_on(tmp_path, some_cases, two_at_a_time):
    whole, path = tmp_path / "whole.jsonl", tmp_path / "cases.jsonl"
    asked = Asked(format=Format.JSONL)
    export_cases(whole, asked, by=PLATFORM)
    with pytest.raises(Stopped):
        export_cases(path, asked, by=PLATFORM, progress=stopping_at(2))

    begun = (tmp_path / "cases.jsonl.part").stat().st_size
    with room_for(begun + 100), pytest.raises(CannotExport, match=r"cases\.jsonl\.part"):
        export_cases(path, asked, by=PLATFORM)
    report = export_cases(path, asked, by=PLATFORM)

    assert report.begun_at == 2
    assert path.read_bytes() == whole.read_bytes()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotExport, match="nowhere"):
        export_cases(tmp_path / "nowhere" / "cases.csv", Asked(), by=PLATFORM)


# the command


@pytest.fixture
def boss() -> str:
    install_roles(by=PLATFORM)
    staff = join(email="boss@example.org", name="Ewa", password=WHY, at=MONDAY, by=PLATFORM)
    appoint(staff, role="supervisor", unit="CKM", by=PLATFORM)
    return staff.email


def run(*words: object) -> str:
    out = StringIO()
    call_command("export", "cases", *map(str, words), stdout=out)
    return out.getvalue()


def test_the_command_takes_the_form_from_the_name(tmp_path, some_cases):
    said = run(tmp_path / "cases.jsonl")

    assert "5 cases" in said
    assert len(objects(tmp_path / "cases.jsonl")) == 5


def test_the_command_wants_somebody_who_answers_for_contacts(tmp_path, some_cases):
    with pytest.raises(CommandError, match="--as"):
        run(tmp_path / "cases.csv", "--personal")
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        run(tmp_path / "cases.csv", "--personal", "--as", "nobody@example.org", "--reason", WHY)
    assert not list(tmp_path.iterdir())

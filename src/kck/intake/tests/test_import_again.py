"""A second file of the same system: what has ended there ends here, and nothing else moves."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.cases.commands import change_visibility, close_outright, reopen
from kck.cases.commands.close_as_told import close_as_told
from kck.cases.models import Case, Task
from kck.cases.terms import CaseState, Closing, History, Outcome, TaskState, WaitingOn
from kck.foundation import audit, clock
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.intake import importers
from kck.intake.commands import me_too, receive_many
from kck.intake.importers import CaseReport, import_cases
from kck.intake.importing.mapping import find_mapping
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Incoming, Reached, TakenIn

pytestmark = pytest.mark.django_db

HEADER = "id,opened,closed,updated,type,text,address,state\n"
OPEN = "A1,2025-03-01T10:00:00Z,,,Drogi,Dziura,ul. Długa 5,open\n"
CLOSED = "A1,2025-03-01T10:00:00Z,2025-03-04T12:00:00Z,,Drogi,Dziura,ul. Długa 5,closed\n"
OTHER = "B1,2025-03-02T10:00:00Z,,,Drogi,Słup,ul. Długa 7,open\n"
ENDED = datetime(2025, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def take_in(tmp_path):
    def take(*rows: str, mapping: str = "generic", header: str = HEADER) -> CaseReport:
        path: Path = tmp_path / "cases.csv"
        path.write_text(header + "".join(rows), encoding="utf-8")
        return import_cases(path, find_mapping(mapping), by=PLATFORM)

    return take


def everything():
    """Every row that an import could touch."""
    models = (Case, Task, Conversation, RecordedEvent, ProcrastinateJob)
    return [list(model.objects.order_by("pk").values()) for model in models]


def jobs_of_cases():
    """What would write to somebody; other systems have jobs of their own."""
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="kck.cases.")
    return list(jobs.values_list("task_name", flat=True))


def test_what_has_ended_there_ends_here_as_of_its_day(take_in):
    take_in(OPEN, OTHER)

    report = take_in(CLOSED, OTHER)

    assert report.taken == TakenIn(known=1, closed=1)
    case = Case.objects.get(source_id="A1")
    assert (case.state, case.outcome) == (CaseState.CLOSED, Outcome.DONE)
    assert (case.closing, case.waiting_on) == (Closing.IMPORTED, WaitingOn.NOBODY)
    assert case.done_at == case.closed_at == ENDED
    assert not case.needs_triage
    task = Task.objects.get(case=case)
    assert (task.state, task.ended_at) == (TaskState.DONE, ENDED)
    other = Case.objects.get(source_id="B1")
    assert (other.state, other.closed_at) == (CaseState.NEW, None)
    assert Task.objects.get(case=other).state == TaskState.WAITING


def test_the_end_is_in_the_chain_and_nobody_is_written_to(take_in):
    take_in(OPEN)

    take_in(CLOSED)

    event = RecordedEvent.objects.get(name="cases.case_closed")
    assert (event.seq, event.at, event.actor) == (2, ENDED, str(PLATFORM))
    assert event.payload["was"] == "new"
    assert event.payload["closing"] == "imported"
    assert jobs_of_cases() == []
    assert audit.verify().broken == ""


def test_who_asks_for_changes_hears_of_an_end_that_lies_back(take_in):
    take_in(OPEN)
    before = clock.now()

    take_in(CLOSED)

    assert Case.objects.get().updated_at >= before


def test_the_same_again_changes_nothing(take_in):
    take_in(OPEN, OTHER)
    take_in(CLOSED, OTHER)
    before = everything()

    report = take_in(CLOSED, OTHER)

    assert report.taken == TakenIn(known=2)
    assert everything() == before


def test_a_row_whose_state_has_not_changed_changes_nothing(take_in):
    take_in(OPEN)
    before = everything()

    assert take_in(OPEN).taken == TakenIn(known=1)
    assert everything() == before


def test_what_is_open_again_there_stays_closed_here_and_is_counted(take_in):
    take_in(CLOSED)
    before = everything()

    assert take_in(OPEN).taken == TakenIn(reopened=1)
    assert everything() == before


def test_what_we_have_finished_ourselves_is_only_known(take_in):
    take_in(OPEN)
    case = Case.objects.get()
    words = "Naprawione na miejscu."
    close_outright(case.pk, outcome=Outcome.PARTLY, words=words, at=clock.now(), by=PLATFORM)

    assert take_in(OPEN).taken == TakenIn(known=1)
    assert take_in(CLOSED).taken == TakenIn(known=1)
    assert Case.objects.get().outcome == Outcome.PARTLY


def test_what_was_reopened_here_since_is_not_closed_by_old_news(take_in):
    take_in(CLOSED)
    case = Case.objects.get()
    reopen(case.pk, words="Dziura jest dalej.", at=ENDED + timedelta(days=3), by=PLATFORM)

    assert take_in(CLOSED).taken == TakenIn(known=1)
    assert Case.objects.get().state == CaseState.REOPENED

    assert take_in(CLOSED.replace("2025-03-04", "2025-03-09")).taken == TakenIn(closed=1)
    assert Case.objects.get().state == CaseState.CLOSED
    assert audit.verify().broken == ""


def test_a_file_that_names_a_case_twice_ends_it(take_in):
    report = take_in(OPEN, CLOSED)

    assert report.taken == TakenIn(new=1, known=1)
    assert Case.objects.get().state == CaseState.CLOSED
    assert take_in(OPEN, CLOSED).taken == TakenIn(known=2)
    assert audit.verify().broken == ""


def test_a_report_of_several_offices_ends_with_the_last_of_them(take_in):
    header = "id,opened,closed,type,text,agency\n"
    row = "A1,2025-03-01T10:00:00Z,{},Drogi,Dziura,{}\n"
    roads, guard = row.format("", "Drogi"), row.format("2025-03-02T10:00:00Z", "Straż")

    assert take_in(guard, roads, header=header).taken == TakenIn(new=1, known=1)
    assert Case.objects.get().state == CaseState.NEW
    assert take_in(guard, roads, header=header).taken == TakenIn(known=2)

    repaired = row.format("2025-03-04T12:00:00Z", "Drogi")
    assert take_in(repaired, guard, header=header).taken == TakenIn(known=1, closed=1)
    assert Case.objects.get().closed_at == ENDED


def test_an_older_file_is_no_news(take_in):
    take_in(CLOSED)

    older = OPEN.replace(",,,Drogi", ",,2025-03-02T10:00:00Z,Drogi")
    newer = OPEN.replace(",,,Drogi", ",,2025-03-05T10:00:00Z,Drogi")

    assert take_in(older).taken == TakenIn(known=1)
    assert take_in(newer).taken == TakenIn(reopened=1)
    assert Case.objects.get().state == CaseState.CLOSED


def test_an_import_that_was_stopped_goes_on_where_it_was(take_in, monkeypatch):
    monkeypatch.setattr(importers, "BATCH", 2)
    rows = [OPEN.replace("A1", f"A{number}") for number in range(5)]
    batches = []

    def stops_at_the_second(*args, **kwargs):
        batches.append(args)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return receive_many(*args, **kwargs)

    monkeypatch.setattr(importers, "receive_many", stops_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        take_in(*rows)
    assert Case.objects.count() == 2

    assert take_in(*rows).taken == TakenIn(new=3, known=2)
    assert Case.objects.count() == 5
    assert audit.verify().broken == ""


def test_rows_of_one_report_stay_in_one_batch(take_in, monkeypatch):
    monkeypatch.setattr(importers, "BATCH", 2)
    header = "id,opened,closed,type,text,agency\n"
    rows = [
        "A0,2025-03-01T10:00:00Z,,Drogi,Dziura,\n",
        "A1,2025-03-01T10:00:00Z,,Drogi,Dziura,Drogi\n",
        "A1,2025-03-01T10:00:00Z,2025-03-02T10:00:00Z,Drogi,Dziura,Straż\n",
        "A2,2025-03-01T10:00:00Z,,Drogi,Dziura,\n",
    ]

    assert take_in(*rows, header=header).taken == TakenIn(new=3, known=1)
    assert not Case.objects.filter(state=CaseState.CLOSED).exists()


def test_an_end_before_the_beginning_is_the_beginning(take_in):
    take_in(OPEN)

    take_in(CLOSED.replace("2025-03-04", "2025-02-04"))

    case = Case.objects.get()
    assert case.closed_at == case.opened_at


def test_the_outcome_is_what_the_mapping_says(take_in):
    header = "SRRecordID,SRType,CreatedDate,SRStatus,StatusDate,CloseDate\n"
    row = "9,SW,03/01/2025 10:00:00 AM,{},03/02/2025 10:00:00 AM,{}\n"
    take_in(row.format("Open", ""), mapping="baltimore311", header=header)

    ended = row.format("Closed (Duplicate)", "03/03/2025 10:00:00 AM")
    report = take_in(ended, mapping="baltimore311", header=header)

    assert report.taken.closed == 1
    assert Case.objects.get().outcome == Outcome.DUPLICATE


def test_who_joined_the_case_here_hears_that_it_has_ended(take_in):
    take_in(OPEN)
    case = Case.objects.get()
    change_visibility(case.pk, private=False, coarse=False, at=clock.now(), by=PLATFORM)
    me = Incoming(channel=Channel.WEB, reached=Reached(email="ja@example.org"))
    me_too(case.pk, incoming=me, at=clock.now(), by=ANYBODY)
    ProcrastinateJob.objects.all().delete()

    take_in(CLOSED)

    assert jobs_of_cases() == ["kck.cases.reactions.tell_that_it_is_closed"]


def test_a_thousand_ends_need_few_statements(take_in, django_assert_max_num_queries):
    rows = [OPEN.replace("A1", f"A{number}") for number in range(300)]
    take_in(*rows)

    with django_assert_max_num_queries(25):
        report = take_in(*(CLOSED.replace("A1", f"A{number}") for number in range(300)))

    assert report.taken.closed == 300


def test_strangers_close_nothing(take_in):
    take_in(OPEN)
    told = History(state=CaseState.CLOSED, outcome=Outcome.DONE, closed_at=ENDED, updated_at=ENDED)

    with pytest.raises(Refused):
        close_as_told({Case.objects.get().pk: told}, at=clock.now(), by=ANYBODY)

    assert Case.objects.get().state == CaseState.NEW


def test_the_command_says_what_came_of_the_rows(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(HEADER + OPEN + OTHER, encoding="utf-8")
    call_command("import", "cases", str(path), "--mapping", "generic", stdout=StringIO())
    bad = OTHER.replace("B1", "B2").replace("2025-03-02", "wczoraj")
    new = OTHER.replace("B1", "B3")
    path.write_text(HEADER + CLOSED + OTHER + bad + new, encoding="utf-8")

    said = StringIO()
    call_command("import", "cases", str(path), "--mapping", "generic", stdout=said)

    assert said.getvalue().splitlines()[0] == (
        "4 rows read: 1 new, 1 known, 1 closed, 0 open again there (left closed), 1 rejected."
    )
    assert "cases.csv.rejected.csv" in said.getvalue()

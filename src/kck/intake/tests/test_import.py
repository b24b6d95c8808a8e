"""Cases of other systems come in whole, once, and what cannot be read is named."""

import json
import os
from pathlib import Path

import pytest

from kck.cases.models import Case, CaseText
from kck.cases.terms import CaseState, Outcome
from kck.foundation import audit
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.intake.importers import import_cases
from kck.intake.importing.mapping import find_mapping
from kck.intake.models import Conversation
from kck.messaging.models import Delivery
from kck.places.importing.report import CannotImport

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("KCK_SHARED", Path(__file__).parents[5] / "shared")) / "data"
REPORTS = SHARED / "reports"
GENERIC = (
    "id,opened,closed,type,text,address,lat,lon\n"
    "A1,2025-03-01T10:00:00+01:00,2025-03-04,Drogi,Dziura,ul. Długa 5,50.0670,19.9380\n"
    "A2,2025-03-02 10:00,,Drogi,Słup,ul. Długa 7,,\n"
)


def written(tmp_path: Path, text: str | bytes, name: str = "cases.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_plain_table_comes_in_with_its_history(tmp_path):
    report = import_cases(written(tmp_path, GENERIC), find_mapping("generic"), by=PLATFORM)

    assert (report.read, report.written, report.rejected) == (2, 2, 0)
    closed = Case.objects.get(source_id="A1")
    assert (closed.state, closed.outcome) == (CaseState.CLOSED, Outcome.DONE)
    assert closed.district == "1"
    assert Case.objects.get(source_id="A2").state == CaseState.NEW
    assert CaseText.objects.get(case=closed).body == "Dziura"


def test_running_twice_makes_no_doubles(tmp_path):
    path = written(tmp_path, GENERIC)

    import_cases(path, find_mapping("generic"), by=PLATFORM)
    again = import_cases(path, find_mapping("generic"), by=PLATFORM)

    assert again.written == 0
    assert Case.objects.count() == Conversation.objects.count() == 2


def test_history_writes_to_nobody_and_its_chain_holds(tmp_path):
    import_cases(written(tmp_path, GENERIC), find_mapping("generic"), by=PLATFORM)

    assert not Delivery.objects.exists()
    found = audit.verify()
    assert (found.streams, found.broken) == (2, "")


def test_a_row_that_cannot_be_used_is_named_and_the_others_go_in(tmp_path):
    text = GENERIC + (
        "A3,wczoraj,,Drogi,x,y,,\n"
        "A4,2025-03-01,,Drogi,x,y,abc,19.9\n"
        "A5,2091-03-01,,Drogi,x,y,,\n"
        "A6,,,Drogi,x,y,,\n"
        "A7,2025-03-01,,Drogi,x,y,,,za,dużo\n"
    )

    report = import_cases(written(tmp_path, text), find_mapping("generic"), by=PLATFORM)

    assert (report.written, report.rejected) == (2, 5)
    assert report.rejects is not None
    told = report.rejects.read_text().splitlines()
    assert [line.split(",")[0] for line in told[1:]] == ["4", "5", "6", "7", "8"]
    assert "wczoraj" in told[1]


def test_a_file_without_the_needed_column_changes_nothing(tmp_path):
    with pytest.raises(CannotImport, match="opened"):
        import_cases(written(tmp_path, "id,when\n1,2\n"), find_mapping("generic"), by=PLATFORM)

    assert not Case.objects.exists()


def test_utf16_with_metres_as_warsaw_writes_it(tmp_path):
    text = (
        "Numer zgłoszenia\tData przyjęcia zgłoszenia\tTyp zgłoszenia\tDzielnica\tUlica\t"
        "Numer budynku\tDługość geograficzna\tSzerokość geograficzna\tOrganizacja\t"
        "Data zakończenia\tŹródło\n"
        "1/14\t2014-03-12 23:15:10\tAwaria / Interwencja\tWola\tPróbna\t5\t"
        "7500000.5\t5788000.25\tZGN\t2014-03-13 10:00:00\tTELEFON\n"
    )

    import_cases(
        written(tmp_path, text.encode("utf-16"), "w.tsv"),
        find_mapping("warszawa19115"),
        by=PLATFORM,
    )

    case = Case.objects.get()
    assert case.address == "Próbna, 5, Wola"
    assert (round(case.lat or 0, 1), round(case.lon or 0, 1)) == (52.2, 21.0)
    assert case.opened_at.isoformat() == "2014-03-12T22:15:10+00:00"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_open311_feed_in_both_formats(tmp_path, form):
    record = {
        "service_request_id": "638344",
        "status": "closed",
        "service_name": "Sidewalk",
        "description": "Broken & „bad”",
        "requested_datetime": "2010-04-14T06:37:38-08:00",
        "updated_datetime": "2010-04-14T16:37:38Z",
        "address": "8TH AVE",
        "lat": 37.762221815,
        "long": -122.4651145,
    }
    if form == "json":
        text = json.dumps([record])
    else:
        inside = "".join(
            f"<{key}>{str(value).replace('&', '&amp;')}</{key}>" for key, value in record.items()
        )
        text = (
            f"<?xml version='1.0'?><service_requests><request>{inside}</request></service_requests>"
        )

    import_cases(written(tmp_path, text, f"feed.{form}"), find_mapping("open311"), by=PLATFORM)

    case = Case.objects.get()
    assert case.source_id == "638344"
    assert CaseText.objects.get(case=case).body == "Broken & „bad”"


@pytest.mark.parametrize("text", ['{"a": 1}', "[{]", "<a><b></a>", "nonsense"])
def test_what_is_no_feed_is_refused(tmp_path, text):
    with pytest.raises(CannotImport):
        import_cases(written(tmp_path, text, "feed"), find_mapping("open311"), by=PLATFORM)


def test_an_unknown_mapping_names_those_that_there_are():
    with pytest.raises(CannotImport, match="warszawa19115"):
        find_mapping("nowhere")


def test_only_the_platform_imports(tmp_path):
    with pytest.raises(Refused):
        import_cases(written(tmp_path, GENERIC), find_mapping("generic"), by=ANYBODY)


@pytest.mark.skipif(not REPORTS.exists(), reason="shared/data is not here")
@pytest.mark.parametrize(
    ("name", "mapping", "rows"),
    [
        ("warszawa19115_2014-03-14.tsv", "warszawa19115", 902),
        ("warszawa19115_closed_2014-03-14.tsv", "warszawa19115", 913),
        ("warszawa19115_closed_2014-03-15.tsv", "warszawa19115", 841),
        ("baltimore311/data/311_sample.csv", "baltimore311", 10_000),
    ],
)
def test_real_files_come_in_whole(tmp_path, name, mapping, rows):
    path = written(tmp_path, (REPORTS / name).read_bytes(), Path(name).name)

    report = import_cases(path, find_mapping(mapping), by=PLATFORM)

    assert (report.read, report.rejected) == (rows, 0)
    assert Case.objects.count() == report.written


@pytest.mark.skipif(not REPORTS.exists(), reason="shared/data is not here")
def test_real_files_of_two_days_end_what_the_first_one_brought(tmp_path):
    names = ["2014-03-14", "closed_2014-03-14", "closed_2014-03-15"]
    paths = [
        written(tmp_path, (REPORTS / f"warszawa19115_{name}.tsv").read_bytes(), name)
        for name in names
    ]
    mapping = find_mapping("warszawa19115")

    first = [import_cases(path, mapping, by=PLATFORM).taken for path in paths]
    events = RecordedEvent.objects.count()
    again = [import_cases(path, mapping, by=PLATFORM).taken for path in paths]

    closings = RecordedEvent.objects.filter(name="cases.case_closed").count()
    assert sum(taken.closed for taken in first) == closings > 0
    assert sum(taken.new + taken.closed for taken in again) == 0
    assert RecordedEvent.objects.count() == events
    assert audit.verify().broken == ""

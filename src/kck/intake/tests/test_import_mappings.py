"""Exports of other systems by the mappings that ship. All rows are invented."""

import json
import stat
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kck.cases.models import Case, CaseText, Follower, Task
from kck.cases.terms import CaseState, Outcome, TaskState
from kck.foundation import audit, clock, privacy
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.intake.importers import CaseReport, import_cases
from kck.intake.importing.mapping import find_mapping, shipped_names
from kck.intake.importing.points import point_in
from kck.intake.models import Conversation
from kck.messaging.models import Delivery
from kck.people.models import Consent, Person
from kck.places.importing.report import CannotImport

pytestmark = pytest.mark.django_db

PORTAL = (
    "requestType;summary;description;streetName;buildingNumber;zipCode;latitude;longitude;"
    "userFirstName;userLastName;userEmail;userPhone;emailAgreement;smsAgreement;gdprAgreement;"
    "serviceExternalId;createdAt\n"
    "Oświetlenie;Lampa;Nie świeci;Długa;5;31-147;50.0670;19.9380;"
    "Anna;Próbna;Anna@Example.org;601 202 303;true;false;true;S-1;2025-03-01 10:00\n"
    "Drogi;Dziura;;Długa;7;31-147;50.0671;19.9381;;;;;;;;S-2;01.03.2025 11:30\n"
)


@pytest.fixture
def take_in(tmp_path):
    def take(
        text: str, mapping: str, name: str = "cases.csv", at: datetime | None = None
    ) -> CaseReport:
        path: Path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_cases(path, find_mapping(mapping), by=PLATFORM, opened_at=at)

    return take


def rejected(report: CaseReport) -> list[str]:
    assert report.rejects is not None
    return report.rejects.read_text().splitlines()[1:]


@pytest.mark.parametrize("name", shipped_names())
def test_every_mapping_that_ships_can_be_read(name):
    assert find_mapping(name).columns


def test_the_portal_brings_its_reporter_and_nobody_is_written_to(take_in):
    report = take_in(PORTAL, "kck-portal")

    assert (report.written, report.rejected) == (2, 0)
    case = Case.objects.get(source_id="S-1")
    assert case.person is not None
    person = case.person
    assert (person.name, person.email) == ("Anna Próbna", "anna@example.org")
    assert person.phone == "+48601202303"
    assert case.address == "Długa 5, 31-147"
    assert case.street == "Długa"
    assert CaseText.objects.get(case=case).body == "Lampa\nNie świeci"
    assert Conversation.objects.get(case=case).person_id == person.pk
    assert Follower.objects.get(case=case).reporter
    assert Case.objects.get(source_id="S-2").person is None
    assert not Delivery.objects.exists()


def test_consents_of_known_purposes_come_with_the_version_import(take_in):
    take_in(PORTAL, "kck-portal")

    kept = Consent.objects.values_list("purpose", "text_version", "channel", "given_at")
    opened = datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert list(kept) == [("email", "import", "import", opened)]


def test_the_portals_json_says_the_same(take_in):
    row = {
        "requestType": "Oświetlenie",
        "summary": "Lampa",
        "description": "ż" * 70_000,  # longer than what is read at once
        "streetName": "Długa",
        "latitude": 50.067,
        "longitude": 19.938,
        "user": {"email": "anna@example.org"},
        "emailAgreement": True,
        "serviceExternalId": "S-1",
        "createdAt": "2025-03-01T10:00:00Z",
    }

    report = take_in(json.dumps([row], ensure_ascii=False), "kck-portal", "cases.json")

    assert report.written == 1
    assert Person.objects.get().email == "anna@example.org"
    assert Consent.objects.get().purpose == "email"
    assert CaseText.objects.get().body == "Lampa\n" + "ż" * 3994


AS_IN_THE_PORTAL = {
    "requestType": "Interwencja",
    "summary": "Dziura w jezdni",
    "description": "Głęboka, przy przystanku",
    "streetName": "ul. Karmelicka",
    "buildingNumber": "12A",
    "zipCode": "31-128",
    "latitude": 50.0665,
    "longitude": 19.9296,
    "userName": "Anna",
    "userSurname": "Próbna",
    "userEmail": "anna@example.org",
    "userPhone": "601202303",
    "userPesel": "00000000000",
    "rodoAgreement": True,
    "emailAgreement": True,
    "marketingAgreement": True,
    "serviceExternalId": "KCK-2025-1",
}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda row: json.dumps([row]),
        lambda row: json.dumps({"count": 1, "requests": [row]}, indent=2),
        json.dumps,
        lambda row: (
            json.dumps(row | {"files": [], "serviceExternalId": "0"}) + "\n" + json.dumps(row)
        ),
    ],
    ids=["list", "list in an object", "alone", "one after the other"],
)
def test_the_portals_json_in_whatever_it_is_wrapped(take_in, wrap):
    told = datetime(2025, 5, 1, tzinfo=UTC)

    report = take_in(wrap(AS_IN_THE_PORTAL), "kck-portal", "cases.json", at=told)

    assert report.rejected == 0
    case = Case.objects.get(source_id="KCK-2025-1")
    assert (case.address, case.district) == ("ul. Karmelicka 12A, 31-128", "1")
    assert case.person is not None
    assert (case.person.name, case.person.phone) == ("Anna Próbna", "+48601202303")
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"email"}


def test_latitude_and_longitude_that_changed_places_are_turned_round(take_in):
    told = datetime(2025, 5, 1, tzinfo=UTC)
    row = AS_IN_THE_PORTAL | {"latitude": 19.9296, "longitude": 50.0665}

    take_in(json.dumps([row]), "kck-portal", "cases.json", at=told)

    case = Case.objects.get()
    assert (case.lat, case.lon, case.district) == (50.0665, 19.9296, "1")


def test_a_json_file_that_is_cut_says_where(take_in):
    rows = [{"summary": str(n), "createdAt": "2025-03-01", "pad": "x" * 99} for n in range(3)]

    report = take_in(json.dumps(rows)[:-40], "kck-portal", "cases.json")

    assert (report.written, report.rejected) == (2, 1)
    assert rejected(report)[0].startswith("3,")


def test_rows_without_a_date_take_the_files_or_are_rejected(take_in):
    text = "summary;streetName\nLampa;Długa\n"
    told = datetime(2025, 5, 1, tzinfo=UTC)

    without = take_in(text, "kck-portal")
    within = take_in(text, "kck-portal", at=told)

    assert (without.written, without.rejected) == (0, 1)
    assert within.written == 1
    assert Case.objects.get().opened_at == told


def test_a_date_for_the_file_lies_in_the_past(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("summary\nLampa\n")

    with pytest.raises(CommandError, match="still to come"):
        call_command(
            "import", "cases", str(path), "--mapping", "kck-portal", "--opened", "2091-01-01"
        )


def test_an_id_that_is_not_the_reports_own_loses_no_row_without_a_word(take_in):
    text = PORTAL.replace("S-2", "S-1")

    report = take_in(text, "kck-portal")

    assert (report.written, report.rejected) == (1, 1)
    assert "S-1" in rejected(report)[0]


def test_what_people_wrote_is_in_no_event_and_for_the_owner_only(take_in):
    report = take_in(PORTAL.replace("2025-03-01 10:00", "wczoraj"), "kck-portal")

    assert report.rejects is not None
    assert stat.S_IMODE(report.rejects.stat().st_mode) == 0o600
    take_in(PORTAL, "kck-portal")
    payloads = json.dumps(list(RecordedEvent.objects.values_list("payload", flat=True)))
    assert "Anna" not in payloads
    assert "anna" not in payloads


def test_an_imported_person_is_given_out_and_forgotten_like_any_other(take_in):
    take_in(PORTAL, "kck-portal")
    person = Person.objects.get()
    holders = {holder.name: holder for holder in privacy.holders()}

    given_out = holders["cases"].export(person.pk)
    holders["cases"].forget(person.pk, clock.now(), PLATFORM)

    assert given_out["cases"][0]["texts"][0]["text"] == "Lampa\nNie świeci"
    person.refresh_from_db()
    assert CaseText.objects.get(case__source_id="S-1").body == ""
    assert audit.verify().broken == ""


def test_a_contact_that_reaches_nobody_is_left_out(take_in):
    take_in(PORTAL.replace("Anna@Example.org", "brak").replace("601 202 303", "12"), "kck-portal")

    person = Person.objects.get()
    assert (person.name, person.email, person.phone) == ("Anna Próbna", "", "")


def test_seeclickfix(take_in):
    text = (
        "Id,Status,Summary,Rating,Address,Description,Agency Name,Request type,Lat,Lng,"
        "Updated at local,Created at local,Acknowledged at local,Closed at local,Reporter Name\n"
        "11,Closed,Pothole,1,1 Test St,Deep,Works,Potholes,40.72,-74.05,"
        "03/04/2025 - 09:12AM,03/01/2025 - 08:00AM,03/01/2025 - 09:00AM,03/04/2025 - 09:12AM,Jo\n"
        "12,Acknowledged,Lamp,1,2 Test St,,Works,Lights,40.72,-74.06,"
        "03/02/2025 - 09:12AM,03/01/2025 - 08:00AM,03/02/2025 - 09:12AM,,\n"
        "13,Wat,Lamp,1,2 Test St,,Works,Lights,40.72,-74.06,,03/01/2025 - 08:00AM,,,\n"
    )

    report = take_in(text, "seeclickfix")

    assert (report.written, report.rejected) == (2, 1)
    closed, taken = Case.objects.get(source_id="11"), Case.objects.get(source_id="12")
    assert closed.closed_at == datetime(2025, 3, 4, 14, 12, tzinfo=UTC)
    assert closed.person is not None
    assert closed.person.name == "Jo"
    assert taken.state == CaseState.ACCEPTED
    assert Task.objects.get(case=taken).state == TaskState.TAKEN


def test_fixmystreet(take_in):
    header = (
        "Report ID,Title,Detail,User Name,Category,Created,Confirmed,Acknowledged,Fixed,Closed,"
        "Status,Latitude,Longitude,Query,Ward,Easting,Northing,Report URL,Device Type,Site Used,"
        "Reported As\n"
    )
    text = header + (
        "1,Hole,Deep,(anonymous),Potholes,2025-03-01T10:00:00,2025-03-01T10:05:00,,"
        "2025-03-03T12:00:00,,fixed - council,51.5,-0.1,High St,,,,http://x/1,website,fms,\n"
        "2,Tree,,Jo Test,Trees,2025-03-01T10:00:00,2025-03-01T10:05:00,,,2025-03-05T12:00:00,"
        "not responsible,51.5,-0.1,High St,,,,http://x/2,website,fms,\n"
    )

    report = take_in(text, "fixmystreet")

    assert (report.written, report.rejected) == (2, 0)
    fixed, refused = Case.objects.get(source_id="1"), Case.objects.get(source_id="2")
    assert (fixed.outcome, fixed.person) == (Outcome.DONE, None)
    assert fixed.closed_at == datetime(2025, 3, 3, 12, tzinfo=UTC)
    assert refused.outcome == Outcome.NOT_CITYS
    assert refused.person is not None


def test_signalen_with_its_points(take_in):
    point = (b"\x01" + struct.pack("<IIdd", 0x20000001, 4326, 4.9, 52.37)).hex().upper()
    text = (
        "id,created_at,updated_at,geometry,status,main_slug,sub_slug\n"
        f"1,2025-03-01 10:00:00.123456+00,2025-03-02 10:00:00+00,{point},o,wegen,gat-in-de-weg\n"
        f"2,2025-03-01 10:00:00+00,2025-03-02 10:00:00+00,{point},b,wegen,gat-in-de-weg\n"
        f"3,2025-03-01 10:00:00+00,2025-03-02 10:00:00+00,{point},4711,wegen,gat-in-de-weg\n"
    )

    report = take_in(text, "signalen")

    assert (report.written, report.rejected) == (2, 1)
    case = Case.objects.get(source_id="1")
    assert (case.lat, case.lon, case.state) == (52.37, 4.9, CaseState.CLOSED)
    assert Case.objects.get(source_id="2").state == CaseState.IN_PROGRESS


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("SRID=4326;POINT(4.9 52.3)", (4.9, 52.3)),
        ("POINT (4.9 -52.3)", (4.9, -52.3)),
        ("00000000013FF00000000000004000000000000000", (1.0, 2.0)),
        ("LINESTRING(1 2, 3 4)", None),
        ("0101", None),
        ("", None),
    ],
)
def test_points_as_databases_write_them(text, point):
    assert point_in(text) == point


def test_a_mapping_with_a_state_that_a_case_cannot_come_in_is_refused(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[columns]\nopened = "d"\n[states]\nx = "waiting"\n')

    with pytest.raises(CannotImport, match="waiting"):
        find_mapping(str(own))

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders import a_case

from kck.entrances.commands import allow_site, end_code, note_object, take_back_site
from kck.entrances.importing import WrongFile, import_objects
from kck.entrances.models import CaseObject, ObjectCode, Site
from kck.entrances.queries import look, object_of, objects, open_reports, origins
from kck.entrances.terms import CodeState
from kck.foundation.actor import ANYBODY, PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 2, 9, tzinfo=UTC)
DAY = date(2026, 2, 2)
HEAD = "rodzaj;kategoria;lat;lon;ulica;nazwa;numer;od;do\n"
LAMP = "latarnia;lighting-single-lamp;50,0617;19,9373;Rynek Główny;Latarnia 12;L-12;;\n"
STAFF = Actor(kind="staff", id=1)


def taken(text: str, **more):
    return import_objects((HEAD + text).encode(), by=PLATFORM, at=AT, **more)


def test_a_row_of_a_table_gets_a_code():
    assert taken(LAMP).made == 1

    lamp = objects(day=DAY)[0]
    assert (lamp.kind, lamp.category, lamp.street) == (
        "lamp",
        "lighting-single-lamp",
        "Rynek Główny",
    )
    assert (lamp.lat, lamp.lon, lamp.valid_from) == (50.0617, 19.9373, DAY)
    assert look(lamp.code, day=DAY).object == lamp


def test_the_same_table_again_keeps_the_codes_and_takes_what_is_new():
    taken(LAMP)
    code = ObjectCode.objects.get().code

    again = taken(LAMP.replace("Latarnia 12", "Latarnia przy bramie"))

    assert (again.made, again.changed) == (0, 1)
    assert (ObjectCode.objects.get().code, ObjectCode.objects.get().label) == (
        code,
        "Latarnia przy bramie",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (LAMP.replace("latarnia", "smok"), "Nieznany rodzaj obiektu: smok"),
        (LAMP.replace("lighting-single-lamp", "dragon"), "Nie ma takiej kategorii: dragon"),
        (LAMP.replace("lighting-single-lamp", "energy-gas-smell"), "Nie ma takiej kategorii"),
        (LAMP.replace("50,0617", "północ"), "muszą być liczbami"),
        (LAMP.replace("50,0617", "nan"), "Takiego miejsca nie ma"),
        (LAMP.replace("50,0617;19,9373", "19,9373;50,0617"), "zamienione miejscami"),
        (LAMP.replace("50,0617", "52,2297"), "poza granicami"),
        (LAMP.replace("L-12;;", "L-12;2026-03-01;2026-02-01"), "Koniec ważności"),
        (LAMP.replace("L-12;;", "L-12;1.2.2026;"), "2026-01-31"),
        ("latarnia\n", "muszą być liczbami"),
    ],
)
def test_a_row_that_cannot_be_used_is_given_back_with_its_reason(row: str, reason: str):
    done = taken(row + LAMP.replace("L-12", "L-13"))

    assert done.made == 1
    assert [reject.line for reject in done.rejects] == [2]
    assert reason in done.rejects[0].reason


def test_a_number_that_stands_twice_in_a_table_is_taken_once():
    done = taken(LAMP + LAMP)

    assert (done.made, done.rejects[0].line) == (1, 3)


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"nazwa;numer\nx;1\n", b"%PDF-1.7\n", b"kind,category,lat\n"]
)
def test_a_file_that_is_no_such_table_changes_nothing(data: bytes):
    with pytest.raises(WrongFile):
        import_objects(data, by=PLATFORM, at=AT)

    assert not ObjectCode.objects.exists()


def test_a_table_of_an_old_polish_spreadsheet_is_read():
    import_objects((HEAD + LAMP).encode("cp1250"), by=PLATFORM, at=AT)

    assert ObjectCode.objects.get().street == "Rynek Główny"


def test_a_code_that_is_over_still_says_what_it_was_on():
    taken(LAMP)
    lamp = objects(day=DAY)[0]

    end_code(lamp.id, by=PLATFORM, at=AT)

    assert look(lamp.code, day=DAY).state == CodeState.OVER
    assert objects(day=DAY) == []


def test_a_code_with_one_wrong_letter_finds_what_was_meant():
    taken(LAMP)
    lamp = objects(day=DAY)[0]
    typed = ("C" if lamp.code[0] != "C" else "D") + lamp.code[1:]

    found = look(typed, day=DAY)

    assert (found.state, found.meant) == (CodeState.UNKNOWN, lamp)


def test_objects_are_found_by_any_of_their_words():
    taken(LAMP + LAMP.replace("L-12", "L-13").replace("Rynek Główny", "Długa"))

    assert [one.own_number for one in objects(day=DAY, words="rynek glowny")] == ["L-12"]
    assert [one.own_number for one in objects(day=DAY, words="l-13")] == ["L-13"]


def test_open_public_reports_about_an_object_are_known_by_it():
    taken(LAMP)
    lamp, case = objects(day=DAY)[0], a_case(at=AT)
    note_object(case.pk, lamp.id, by=ANYBODY, at=AT)

    assert object_of(case.pk) == lamp
    assert [one.number for one in open_reports(lamp.id)] == [case.number]

    type(case).objects.filter(pk=case.pk).update(coarse=True)
    assert open_reports(lamp.id) == []


def test_the_object_of_a_case_is_said_once():
    taken(LAMP + LAMP.replace("L-12", "L-13"))
    first, second = objects(day=DAY)
    case = a_case(at=AT)

    note_object(case.pk, first.id, by=ANYBODY, at=AT)
    note_object(case.pk, second.id, by=ANYBODY, at=AT + timedelta(hours=1))

    assert CaseObject.objects.get().object_id == first.id
    assert RecordedEvent.objects.filter(name="entrances.case_is_about_object").count() == 1


def test_only_an_administrator_lets_sites_in_and_gives_codes():
    with pytest.raises(Refused):
        allow_site("https://krakow.pl", insecure=False, by=STAFF, at=AT)
    with pytest.raises(Refused):
        import_objects((HEAD + LAMP).encode(), by=STAFF, at=AT)
    assert not Site.objects.exists()
    assert not ObjectCode.objects.exists()


def test_a_site_is_let_in_once_and_taken_back():
    for _time in range(2):
        allow_site("https://www.krakow.pl/", insecure=False, by=PLATFORM, at=AT)
    assert origins() == ("https://www.krakow.pl",)

    take_back_site(Site.objects.get().pk, by=PLATFORM, at=AT)

    assert origins() == ()
    names = list(RecordedEvent.objects.order_by("pk").values_list("name", flat=True))
    assert [name for name in names if name.startswith("entrances.")] == [
        "entrances.site_allowed",
        "entrances.site_taken_back",
    ]

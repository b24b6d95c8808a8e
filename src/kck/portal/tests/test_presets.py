from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.builders import a_case

from kck.cases.models import Case
from kck.entrances.commands import end_code, give_codes, note_object
from kck.entrances.models import CaseObject
from kck.entrances.terms import NewObject, ObjectInfo, ObjectKind
from kck.foundation import clock
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.portal.tests.walking import HERE, POTHOLE, carried, write

pytestmark = pytest.mark.django_db
DARK = "Coś tu nie działa od kilku dni."
DEEP = {"category": "lighting-single-lamp", "lat": "50.0617", "lon": "19.9373"}


def a_lamp(**more: Any) -> ObjectInfo:
    told: dict[str, Any] = {
        "kind": ObjectKind.LAMP,
        "category": "lighting-single-lamp",
        "lat": 50.0617,
        "lon": 19.9373,
        "street": "Rynek Główny",
        "label": "Latarnia 12",
        "valid_from": clock.today(),
    }
    return give_codes([NewObject(**(told | more))], by=PLATFORM, at=clock.now())[0][0]


def hidden(page) -> str:
    return str(page.context["sealed_preset"])


def finish(client: Client) -> Case:
    client.post("/report/nearby/", {"same": ""})
    client.post("/report/details/", {})
    page = client.get("/report/check/")
    assert page.status_code == 200, page.headers
    client.post("/report/check/", {"draft": carried(page)})
    return Case.objects.latest("pk")


@pytest.mark.parametrize("path", ["/zglos/", "/report/"])
def test_a_link_says_category_and_place_and_both_are_shown(client: Client, path: str):
    page = client.get(path, DEEP)

    text = page.content.decode()
    assert "Nie świeci pojedyncza lampa" in text
    assert "To nie to, usuń" in text
    assert page.context["form"].initial["group"]


def test_what_a_link_said_is_skipped_in_the_form_and_kept_with_the_case(client: Client):
    page = client.get("/zglos/", DEEP | {"street": "Rynek Główny", "number": "5"})

    group = page.context["form"].initial["group"]
    answer = write(client, DARK, preset=hidden(page), group=group)
    case = finish(client)

    assert answer.headers["Location"] != "/report/where/"
    assert case.category.code == "lighting-single-lamp"
    assert (case.lat, case.lon, case.address) == (50.0617, 19.9373, "Rynek Główny 5")
    assert not case.needs_triage


def test_a_link_that_is_only_looked_at_begins_no_draft(client: Client):
    client.get("/zglos/", DEEP)

    assert "kck-report" not in client.cookies


def test_another_group_takes_the_category_of_the_link_away(client: Client):
    page = client.get("/zglos/", DEEP)
    other = next(
        code
        for code, _name in page.context["form"].fields["group"].choices
        if code not in ("", page.context["form"].initial["group"])
    )

    write(client, DARK, preset=hidden(page), group=other)

    assert finish(client).category.code != "lighting-single-lamp"


def test_a_danger_in_the_words_comes_before_what_the_link_said(client: Client):
    page = client.get("/zglos/", DEEP)

    answer = write(client, "Czuć gaz na klatce schodowej", preset=hidden(page))

    assert answer.headers["Location"] == "/report/danger/"


def test_the_place_of_a_link_can_be_changed(client: Client):
    page = client.get("/zglos/", {"lat": "50.05", "lon": "19.95", "category": DEEP["category"]})
    write(client, DARK, preset=hidden(page))

    client.post("/report/where/", HERE)

    assert finish(client).address == "Rynek Główny 1"


def test_what_was_said_beforehand_can_be_put_aside_and_what_was_typed_stays(client: Client):
    page = client.get("/zglos/", DEEP)

    bare = client.post("/report/", {"text": DARK, "preset": hidden(page), "without": "preset"})

    assert DARK in bare.content.decode()
    assert 'name="preset"' not in bare.content.decode()
    assert write(client, DARK).headers["Location"] == "/report/where/"


def test_it_can_still_be_put_aside_after_it_was_sent(client: Client):
    page = client.get("/zglos/", DEEP)
    write(client, DARK, preset=hidden(page))
    again = client.get("/report/")
    assert "Nie świeci pojedyncza lampa" in again.content.decode()

    client.post("/report/", {"text": DARK, "preset": hidden(again), "without": "preset"})

    assert write(client, DARK).headers["Location"] == "/report/where/"


def test_coming_back_to_the_first_step_forgets_no_answers(client: Client):
    page = client.get("/zglos/", DEEP)
    write(client, DARK, preset=hidden(page))
    client.post("/report/where/", HERE)

    write(client, DARK, preset=hidden(client.get("/report/")))

    assert finish(client).address == "Rynek Główny 1"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"category": "dragon"}, "kategorię, której nie mamy"),
        ({"category": "energy-gas-smell"}, "kategorię, której nie mamy"),
        ({"lat": "52.2297", "lon": "21.0122"}, "poza granicami"),
        ({"lat": "north", "lon": "19.9"}, "nie da się odczytać"),
        ({"lat": "nan", "lon": "inf"}, "nie ma na mapie"),
        ({"street": "Smocza Jama XYZ", "number": "7"}, "Nie znamy adresu z odnośnika"),
        ({"object": "AAAAAAC"}, "Kod obiektu z odnośnika jest nieważny"),
        ({"category": "<script>alert(1)</script>"}, "kategorię, której nie mamy"),
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(client: Client, asked, sentence: str):
    page = client.get("/zglos/", asked)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert 'name="preset"' not in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_degrees_that_changed_places_are_put_right(client: Client):
    page = client.get("/zglos/", {"lat": "19.9373", "lon": "50.0617"})

    assert page.context["preset"].lat == 50.0617


def test_signs_that_nobody_can_read_are_ignored(client: Client):
    assert client.get("/zglos/?street=%00&category=%00&lat=%FF").status_code in {200, 400}


def test_a_preset_that_nobody_signed_is_none(client: Client):
    write(client, DARK, preset="eyJjYXRlZ29yeSI6ICJ4In0:1abc:forged")

    assert client.get("/report/where/").status_code == 200


def test_a_code_opens_the_form_with_category_and_place(client: Client):
    lamp = a_lamp()

    answer = client.get(f"/o/{lamp.code.lower()}")
    page = client.get(answer.headers["Location"])

    assert "Latarnia 12, Rynek Główny" in page.content.decode()
    write(client, DARK, preset=hidden(page))
    case = finish(client)
    assert case.category.code == "lighting-single-lamp"
    assert CaseObject.objects.get(case=case).object_id == lamp.id


def test_sending_twice_notes_the_object_once(client: Client):
    page = client.get("/report/", {"object": a_lamp().code})
    write(client, DARK, preset=hidden(page))
    client.post("/report/details/", {})
    form = {"draft": carried(client.get("/report/check/"))}

    client.post("/report/check/", form)
    client.post("/report/check/", form)

    assert CaseObject.objects.count() == Case.objects.count() == 1


def test_a_place_elsewhere_is_not_about_the_object(client: Client):
    page = client.get("/report/", {"object": a_lamp(lat=50.05, lon=19.95).code})
    write(client, DARK, preset=hidden(page))

    client.post("/report/where/", HERE)
    finish(client)

    assert not CaseObject.objects.exists()


def test_open_reports_about_the_object_come_first(client: Client):
    lamp, case = a_lamp(), a_case(at=datetime(2026, 2, 2, 9, tzinfo=UTC))
    note_object(case.pk, lamp.id, by=ANYBODY, at=clock.now())

    page = client.get(f"/o/{lamp.code}/").content.decode()

    assert "To już zgłoszono" in page
    assert f"/cases/{case.number[:2]}-{case.number[2:-1]}-{case.number[-1]}/me-too/" in page
    assert f"/report/?object={lamp.code}" in page


def test_a_code_that_is_over_still_goes_on_with_the_place(client: Client):
    lamp = a_lamp()
    end_code(lamp.id, by=PLATFORM, at=clock.now())

    page = client.get(f"/o/{lamp.code}/")

    assert page.status_code == 410
    assert "Ten kod jest już nieważny" in page.content.decode()
    assert "lat=50.0617" in page.content.decode()


@pytest.mark.parametrize("typed", ["AAAAAAC", "X", "0" * 300, "%00", "..%2F..%2F", "<b>"])
def test_an_unknown_code_is_no_dead_end(client: Client, typed: str):
    page = client.get(f"/o/{typed}/")

    assert page.status_code == 404
    assert "text/html" in page.headers["Content-Type"]


def test_a_mistyped_code_offers_what_was_meant(client: Client):
    lamp = a_lamp()
    typed = ("C" if lamp.code[0] != "C" else "D") + lamp.code[1:]

    page = client.get(f"/o/{typed}/").content.decode()

    assert "Czy chodziło o ten kod?" in page
    assert f"/o/{lamp.code}/" in page


def test_codes_cannot_be_tried_without_end(client: Client):
    answers = [client.get("/o/AAAAAAC/").status_code for _time in range(61)]

    assert answers[-1] == 429


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_object_is_named_in_the_readers_language(client: Client, language: str):
    client.cookies["django_language"] = language

    page = client.get("/report/", {"object": a_lamp().code}).content.decode()

    assert {"en": "Street lamp", "uk": "Ліхтар"}[language] in page


def test_words_of_another_report_are_not_lost_by_a_link(client: Client):
    write(client, POTHOLE)

    page = client.get("/zglos/", DEEP)

    assert POTHOLE in page.content.decode()

"""Sites that may frame the form; codes of objects and their labels."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kck.backoffice.labels import Grid, sheets
from kck.entrances.models import ObjectCode, Site
from kck.entrances.queries import objects
from kck.entrances.rules import display_code
from kck.foundation import clock

HEAD = "rodzaj;kategoria;lat;lon;ulica;nazwa;numer\n"
LAMP = "latarnia;lighting-single-lamp;50,0617;19,9373;Rynek Główny;Latarnia {n};L-{n}\n"


def send_table(client: Client, text: str) -> str:
    file = SimpleUploadedFile("lampy.csv", text.encode(), content_type="text/csv")
    return client.post("/backoffice/objects/table", {"table": file}).content.decode()


def test_a_site_is_let_in_and_taken_back(editor: Client):
    editor.post("/backoffice/embedding/", {"address": "www.krakow.pl/x", "note": "Urząd"})
    assert "https://www.krakow.pl" in editor.get("/backoffice/embedding/").content.decode()

    editor.post(f"/backoffice/embedding/{Site.objects.get().pk}/take-back")

    assert not Site.objects.exists()


def test_a_star_for_everybody_is_refused_in_words(editor: Client):
    page = editor.post("/backoffice/embedding/", {"address": "https://*.pl"})

    assert page.status_code == 422
    assert "Gwiazdka może zastąpić" in page.content.decode()


def test_behind_https_a_page_without_it_is_refused(editor: Client, settings):
    settings.ENV = replace(settings.ENV, secure=True)

    page = editor.post("/backoffice/embedding/", {"address": "http://krakow.pl"}, secure=True)

    assert page.status_code == 422
    assert not Site.objects.exists()


def test_what_to_paste_is_shown_and_copied_as_it_is(editor: Client, settings):
    settings.SITE_URL = "https://kck.example"

    page = editor.get("/backoffice/embedding/").content.decode()

    script = "&lt;script src=&quot;https://kck.example/embed/kck.js&quot; async&gt;&lt;/script&gt;"
    assert page.count(script) == 2  # to be read, and for the button
    assert page.count("<copy-text") == 3


def test_one_object_gets_a_code(editor: Client):
    told = {
        "kind": "stop",
        "category": "lighting-single-lamp",
        "street": "Rynek Główny",
        "lat": "50,0617",
        "lon": "19.9373",
        "label": "Przystanek Rynek",
    }

    assert editor.post("/backoffice/objects/new", told).status_code == 302

    code = ObjectCode.objects.get().code
    page = editor.get("/backoffice/objects/?q=przystanek").content.decode()
    assert display_code(code) in page


def test_the_point_is_found_by_the_address(editor: Client):
    told = {"kind": "bin", "category": "lighting-single-lamp", "street": "Długa"}

    assert editor.post("/backoffice/objects/new", told).status_code == 302
    assert ObjectCode.objects.get().lat > 50

    unknown = editor.post("/backoffice/objects/new", told | {"street": "Smocza Jama XYZ"})
    assert unknown.status_code == 422
    assert "Nie znamy tego adresu" in unknown.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"lat": "52.2", "lon": "21.0"}, "poza granicami"),
        ({"kind": "dragon"}, "Wybierz poprawną wartość"),
        ({"valid_from": "jutro"}, "2026-01-31"),
        ({"street": ""}, "Napisz, gdzie to jest"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(editor: Client, wrong, sentence: str):
    told = {"kind": "bin", "category": "lighting-single-lamp", "street": "Długa"} | wrong

    page = editor.post("/backoffice/objects/new", told)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not ObjectCode.objects.exists()


def test_a_table_gives_codes_and_says_what_it_could_not_use(editor: Client):
    page = send_table(editor, HEAD + LAMP.format(n=1) + "smok;x;1;2;;;\n" + LAMP.format(n=2))

    assert "Nowe kody: 2" in page
    assert "Nieznany rodzaj obiektu: smok" in page
    assert "/backoffice/objects/labels?first=" in page


def test_a_file_that_is_no_table_is_refused_in_words(editor: Client):
    assert "Brakuje kolumn" in send_table(editor, "a;b\n1;2\n")
    assert "To nie jest tabela CSV" in send_table(editor, "\x00\x01")


def test_a_code_is_ended(editor: Client):
    send_table(editor, HEAD + LAMP.format(n=1))
    found = ObjectCode.objects.get()

    editor.post(f"/backoffice/objects/{found.pk}/end")

    assert objects(day=clock.today()) == []
    assert editor.post("/backoffice/objects/999999/end").status_code == 404


def test_labels_carry_code_phone_and_both_languages(editor: Client, settings):
    settings.SITE_URL = "https://kck.example"
    send_table(editor, HEAD + LAMP.format(n=1))

    page = editor.get("/backoffice/objects/labels?columns=2&rows=4").content.decode()

    assert display_code(ObjectCode.objects.get().code) in page
    assert "<svg" in page
    assert "Coś nie działa? Zgłoś" in page
    assert "Something wrong? Report it" in page
    assert "kck.example/o/" in page
    assert "tel. " in page
    assert "repeat(2, minmax(0, 1fr))" in page


@pytest.mark.parametrize("grid", ["columns=0", "rows=99", "margin=x", "kind=dragon", "first=-1"])
def test_a_grid_that_no_sheet_has_is_refused(editor: Client, grid: str):
    assert editor.get(f"/backoffice/objects/labels?{grid}").status_code == 422


def test_labels_fill_sheets_and_leave_out_what_is_gone_already(editor: Client):
    send_table(editor, HEAD + "".join(LAMP.format(n=n) for n in range(5)))
    grid = Grid(columns=2, rows=2, skip=3)

    found = list(sheets(objects(day=clock.today()), grid))

    assert [len(sheet) for sheet in found] == [4, 4]
    assert found[0][:3] == [None, None, None]
    assert all(label is not None for label in found[1])

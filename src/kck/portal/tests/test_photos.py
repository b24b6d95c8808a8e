from io import BytesIO

import pytest
from django.test import Client

from kck.files.models import StoredFile
from kck.files.tests import images
from kck.portal.tests.walking import HERE, POTHOLE, a_file, come_to_check, write

pytestmark = pytest.mark.django_db


def _upload(client: Client, name: str = "dziura.jpg") -> dict[str, str]:
    answer = client.post("/report/photo/", {"photo": a_file(name)})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_a_script_uploads_one_by_one_and_the_draft_has_them(client: Client):
    first, second = _upload(client), _upload(client, "druga.jpg")

    page = client.get("/report/").content.decode()

    assert first["src"] in page
    assert second["src"] in page
    assert client.get(first["src"]).headers["Content-Type"] in {"image/jpeg", "image/webp"}


def test_a_photo_of_a_draft_is_seen_by_nobody_else(client: Client):
    photo = _upload(client)

    stranger = Client()
    write(stranger)

    assert stranger.get(photo["src"]).status_code == 404
    assert client.get(photo["src"].replace("/report/photo/", "/photo/")).status_code == 404


def test_a_file_that_is_no_photo_is_named_and_the_others_are_kept(client: Client):
    bad = a_file("notatka.jpg", BytesIO(b"to nie jest obraz"))

    page = client.post("/report/", {"text": POTHOLE, "photos": [a_file(), bad]})

    body = page.content.decode()
    assert page.status_code == 422
    assert "notatka.jpg: To nie jest" in body
    assert POTHOLE in body
    assert StoredFile.objects.there().count() == 1


def test_a_sixth_photo_is_refused_with_a_sentence(client: Client):
    for _number in range(5):
        _upload(client)

    answer = client.post("/report/photo/", {"photo": a_file()})

    assert (answer.status_code, StoredFile.objects.there().count()) == (422, 5)
    assert "5 zdjęć" in answer.json()["error"]


def test_removing_a_photo_keeps_the_words_that_were_being_written(client: Client):
    photo = _upload(client)

    page = client.post("/report/", {"text": "Dziura, jeszcze pi", "remove": photo["id"]})

    assert page.status_code == 200
    assert "Dziura, jeszcze pi" in page.content.decode()
    assert not StoredFile.objects.there().exists()


def test_nobody_removes_a_photo_of_another_draft(client: Client):
    photo = _upload(client)

    Client().post("/report/", {"text": "x", "remove": photo["id"]})

    assert StoredFile.objects.there().count() == 1


def test_where_the_photo_was_taken_is_offered_and_taken_only_on_yes(client: Client):
    camera = images.encoded(images.two_colours(), exif=images.camera_notes())
    write(client, photos=[a_file("telefon.jpg", BytesIO(camera))])

    page = client.get("/report/where/").content.decode()
    assert "Zdjęcie zrobiono tu" in page
    client.post("/report/where/", {"use": "photo", "words": "przy pomniku"})

    shown = come_to_check_again(client)
    assert "przy pomniku" in shown
    assert StoredFile.objects.there().get().lat is None


def come_to_check_again(client: Client) -> str:
    client.post("/report/details/", {})
    return client.get("/report/check/").content.decode()


def test_no_photo_is_a_sentence_not_a_crash(client: Client):
    assert client.post("/report/photo/", {}).status_code == 422
    assert client.post("/report/", {"text": POTHOLE, "remove": "../etc"}).status_code == 302
    assert come_to_check(client, **HERE).status_code == 200

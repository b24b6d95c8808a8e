"""The whole configuration goes out as files and comes back, differences shown first."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from kck.backoffice.tests.test_changes import save
from kck.directory.models import ChangeSet, Unit, Upload
from kck.foundation import clock


def test_files_go_out_and_come_back_with_the_differences_shown(editor: Client) -> None:
    out = editor.get("/backoffice/city/files/download")
    assert out["Content-Type"] == "application/zip"
    names = ZipFile(BytesIO(out.content)).namelist()
    assert "krakow/units.csv" in names

    sent = BytesIO(out.content)
    sent.name = "krakow.zip"
    answer = editor.post("/backoffice/city/files/", {"zip": sent})
    assert answer.status_code == 302
    assert "mówią to samo" in editor.get(answer["Location"]).content.decode()


def test_an_upload_that_overwrites_screens_asks(editor: Client) -> None:
    out = editor.get("/backoffice/city/files/download").content
    save(editor, "/backoffice/city/units/ZZM/", phone="z ekranu")
    changes = ChangeSet.objects.get()
    editor.post(f"/backoffice/city/changes/{changes.pk}/put")
    sent = BytesIO(out)
    sent.name = "krakow.zip"
    address = editor.post("/backoffice/city/files/", {"zip": sent})["Location"]

    assert "zmieniono na ekranie" in editor.get(address).content.decode()
    assert editor.post(address).status_code == 409
    assert Unit.objects.filter(code="ZZM", phone="z ekranu").exists()
    assert editor.post(address, {"replace": "1"}).status_code == 302
    assert not Unit.objects.filter(code="ZZM", phone="z ekranu").exists()
    changes.refresh_from_db()
    assert changes.state == "replaced"


def test_an_upload_is_its_senders_alone(editor: Client) -> None:
    upload = Upload.objects.create(content=b"x", name="x", author="staff:999", at=clock.now())

    assert editor.get(f"/backoffice/city/files/{upload.pk}/").status_code == 404


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_what_is_no_zip_is_refused_with_words(editor: Client, content: bytes) -> None:
    sent = BytesIO(content)
    sent.name = "x.zip"

    answer = editor.post("/backoffice/city/files/", {"zip": sent})

    assert answer.status_code == 422

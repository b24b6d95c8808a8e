import os
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from kck.cases.models import Case
from kck.channels.edoreczenia import folder as dropping
from kck.channels.edoreczenia.folder import take_deliveries
from kck.channels.edoreczenia.models import Delivery
from kck.channels.edoreczenia.queries import deliveries_of, put_aside
from kck.channels.edoreczenia.terms import MOST_BYTES, MOST_FILES
from kck.channels.edoreczenia.tests.dropping import (
    as_eml,
    as_folder,
    as_zip,
    members,
    names,
    old,
)
from kck.files.queries import open_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inbox")]


def test_another_letter_under_a_known_identifier_is_put_aside(inbox):
    as_zip(inbox)
    take_deliveries()
    as_zip(inbox, "two.zip", text="Coś zupełnie innego.")

    take_deliveries()

    assert Case.objects.count() == 1
    assert "już coś innego" in str(put_aside()[0].why)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"far_id": ""}, "identyfikatora"),
        ({"far_id": "x" * 101}, "identyfikatora"),
        ({"received_at": ""}, "received_at"),
        ({"received_at": "2026-02-01T10:00:00"}, "strefy"),
        ({"received_at": "2026-02-09T10:00:00+01:00"}, "przyszłości"),
        ({"received_at": "2019-02-09T10:00:00+01:00"}, "przyszłości"),
        ({"proofs": "dowod.xml"}, "lista"),
        ({"proofs": ["brak.xml"]}, "Brakuje plików: brak.xml"),
        ({"attachments": ["brak.pdf"]}, "Brakuje plików: brak.pdf"),
        ({"proofs": [], "files": {"dowod-otrzymania.xml": None}}, "dowodu otrzymania"),
        ({"files": {f"{n}.txt": b"x" for n in range(MOST_FILES)}}, "więcej niż"),
    ],
)
def test_a_wrong_delivery_is_put_aside_and_the_next_is_taken(inbox, changes, said):
    as_zip(inbox, "a.zip", **changes)
    as_zip(inbox, "b.zip", far_id="GOOD")

    assert take_deliveries() == 1

    assert Delivery.objects.get().far_id == "GOOD"
    [aside] = put_aside()
    assert aside.name == "a.zip"
    assert said in str(aside.why)
    assert names(inbox.parent / "aside") == ["a.zip"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.zip", b"PK\x03\x04 cut in the middle"),
        ("empty.zip", b""),
        ("what.txt", b"hello"),
        ("none.eml", b""),
        ("bin.eml", bytes(range(256)) * 50),
        ("nodate.eml", b"From: a@b\nMessage-ID: <1@x>\n\nhello"),
    ],
)
def test_rubbish_is_put_aside(inbox, name, data):
    (inbox / name).write_bytes(data)
    old(inbox / name)

    assert take_deliveries() == 0

    assert put_aside()[0].name == name
    assert not Case.objects.exists()


def test_a_folder_with_a_link_out_of_it_is_put_aside(inbox, tmp_path):
    path = as_folder(inbox)
    (path / "passwd.txt").symlink_to("/etc/passwd")
    old(path)

    take_deliveries()

    assert "zwykłe pliki" in str(put_aside()[0].why)


def test_what_is_still_being_written_is_waited_for(inbox):
    whole = as_zip(inbox, "whole.zip").read_bytes()
    (inbox / "whole.zip").unlink()
    (inbox / "one.zip").write_bytes(whole[:100])
    (inbox / "two.zip.part").write_bytes(whole)
    (inbox / ".three.zip").write_bytes(whole)

    assert take_deliveries() == 0
    assert put_aside() == []
    (inbox / "one.zip").write_bytes(whole)

    assert take_deliveries() == 1


def test_a_file_that_cannot_be_read_waits(inbox, monkeypatch):
    path = as_zip(inbox)

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(dropping, "read", refuse)

    assert take_deliveries() == 0
    assert put_aside() == []
    assert path.exists()


def test_what_nobody_thought_of_does_not_stop_the_next(inbox, monkeypatch):
    as_zip(inbox, "a.zip")
    as_zip(inbox, "b.zip", far_id="GOOD")
    read = dropping.read

    def explode(path):
        if path.name == "a.zip":
            raise ZeroDivisionError
        return read(path)

    monkeypatch.setattr(dropping, "read", explode)

    assert take_deliveries() == 1
    assert "ZeroDivisionError" in str(put_aside()[0].why)


def test_names_of_attachments_lead_nowhere(inbox):
    as_zip(inbox, files={"../../zlo.txt": b"x", "a\x1b[31m.txt": b"y"})

    take_deliveries()

    [row] = deliveries_of(Case.objects.get().pk)
    assert {"zlo.txt", "a[31m.txt"} <= {one.name for one in row.files}
    assert set(members()) >= {"metadata.json"}


def test_two_files_of_one_name_in_a_zip_are_both_kept(inbox):
    as_zip(inbox, files={"a/skan.txt": b"x", "b/skan.txt": b"y"})

    take_deliveries()

    [row] = deliveries_of(Case.objects.get().pk)
    kept = [one for one in row.files if one.name.endswith("skan.txt")]
    assert sorted(open_file(one.public_id).content.read() for one in kept) == [b"x", b"y"]


def test_half_of_a_folder_or_of_a_mail_is_waited_for_though_it_looks_whole(inbox):
    mail = as_eml(inbox)
    folder = as_folder(inbox)
    os.utime(mail)
    os.utime(folder / "podpisy.pdf")  # still grows, though the folder itself is old

    assert take_deliveries() == 0
    assert put_aside() == []
    old(mail)
    old(folder)

    assert take_deliveries() == 2


def test_a_bomb_is_refused_before_it_is_unpacked(inbox, monkeypatch):
    with ZipFile(inbox / "bomb.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("metadata.json", b"{}")
        archive.writestr("zeros.txt", bytes(MOST_BYTES + 1))
    old(inbox / "bomb.zip")
    opened = []
    read = ZipFile.read
    monkeypatch.setattr(
        ZipFile, "read", lambda self, one: opened.append(one.filename) or read(self, one)
    )

    assert take_deliveries() == 0

    assert "za duże" in str(put_aside()[0].why)
    assert opened == ["metadata.json"]


def test_a_zip_that_lies_about_a_size_is_put_aside(inbox):
    path = as_zip(inbox, files={"zeros.txt": bytes(5000)})
    data = bytearray(path.read_bytes())
    size = (5000).to_bytes(4, "little")
    path.write_bytes(bytes(data).replace(size, (10).to_bytes(4, "little")))
    old(path)

    assert take_deliveries() == 0

    assert "uszkodzony" in str(put_aside()[0].why)


def test_why_something_was_put_aside_is_said_in_the_readers_language(inbox):
    as_zip(inbox, far_id="")
    take_deliveries()

    with translation.override("en"):
        said = str(put_aside()[0].why)

    assert said == "The identifier of the delivery is missing."

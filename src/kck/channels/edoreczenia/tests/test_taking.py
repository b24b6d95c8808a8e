import os
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation
from tests.builders import MONDAY, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.channels.edoreczenia import folder as dropping
from kck.channels.edoreczenia.folder import take_deliveries
from kck.channels.edoreczenia.models import Delivery
from kck.channels.edoreczenia.queries import deliveries_of, file_of, put_aside
from kck.channels.edoreczenia.terms import MOST_BYTES, MOST_FILES
from kck.channels.edoreczenia.tests.dropping import (
    PDF,
    PROOF,
    as_eml,
    as_folder,
    as_zip,
    members,
    old,
)
from kck.directory.rules import legal_deadline
from kck.directory.terms import CaseKind
from kck.files.queries import open_file
from kck.foundation import clock
from kck.foundation.clock import city_zone
from kck.foundation.models import RecordedEvent
from kck.intake.models import Conversation
from kck.intake.terms import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inbox(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path)
    path = tmp_path / "in"
    path.mkdir()
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("lay", [as_folder, as_zip])
def test_a_delivery_becomes_a_formal_case_on_the_day_of_its_proof(inbox, lay):
    path = lay(inbox)

    assert take_deliveries() == 1

    case, received = Case.objects.get(), MONDAY - timedelta(days=3)
    assert (case.kind, case.channel, case.private) == ("petition", Channel.EDORECZENIA, True)
    assert case.opened_at == received
    assert case.legal_due_at == legal_deadline(CaseKind.PETITION, received, city_zone())
    assert case.person.name == "Jan Żółć"
    assert "utworzenia parku" in case.texts.get().body
    assert Conversation.objects.get().far_end_id == "EDOR-1"
    assert (names(inbox), names(inbox.parent / "taken")) == ([], [path.name])
    assert RecordedEvent.objects.filter(name="edoreczenia.delivery_taken").count() == 1


def test_a_mail_with_its_proof_is_a_delivery(inbox):
    as_eml(inbox)

    take_deliveries()

    case = Case.objects.get()
    assert (case.kind, case.opened_at.isoformat()) == ("complaint", "2026-01-30T09:15:00+00:00")
    delivery = Delivery.objects.get()
    assert (delivery.far_id, delivery.sender) == (
        "edor-7@edoreczenia.example", "AE:PL-11111-22222-AAAAA-11",
    )  # fmt: skip


def test_attachments_and_proofs_are_kept_as_they_came(inbox):
    as_zip(inbox)
    take_deliveries()

    [row] = deliveries_of(Case.objects.get().pk)

    assert [(one.name, one.proof) for one in row.files] == [
        ("podpisy.pdf", False), ("dowod-otrzymania.xml", True),
    ]  # fmt: skip
    assert open_file(row.files[0].public_id).content.read() == PDF
    stored, name = file_of(Case.objects.get().pk, row.files[0].public_id)
    assert (stored.content_type, name) == ("application/pdf", "podpisy.pdf")
    assert file_of(Case.objects.get().pk + 1, row.files[0].public_id) is None


def test_what_an_office_does_not_take_is_named_and_the_letter_is_taken(inbox):
    as_zip(inbox, files={"wirus.exe": b"MZ\x90", "pusty.txt": b"", "strona.html": b"<html>"})

    assert take_deliveries() == 1

    [row] = deliveries_of(Case.objects.get().pk)
    assert sorted(name for name, _why in row.refused) == ["pusty.txt", "strona.html", "wirus.exe"]
    assert len(row.files) == 2


def test_the_same_delivery_twice_is_one_case(inbox):
    as_zip(inbox)
    take_deliveries()
    as_zip(inbox, "again.zip")

    take_deliveries()

    assert Case.objects.count() == Delivery.objects.count() == 1
    assert (names(inbox), names(inbox.parent / "taken")) == ([], ["one.zip"])


def test_another_letter_under_a_known_identifier_is_put_aside(inbox):
    as_zip(inbox)
    take_deliveries()
    as_zip(inbox, "two.zip", text="Coś zupełnie innego.")

    take_deliveries()

    assert Case.objects.count() == 1
    assert "już coś innego" in str(put_aside()[0].why)


def test_a_kill_between_the_case_and_the_move_makes_no_second_case(inbox, monkeypatch):
    path = as_zip(inbox)
    monkeypatch.setattr(dropping, "_shift", lambda *_a: False)
    take_deliveries()
    assert path.exists()
    monkeypatch.undo()

    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    dropping._take_one(path)

    assert Case.objects.count() == 1


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


def test_without_a_folder_nothing_is_read(settings, inbox):
    as_zip(inbox)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=None)

    assert take_deliveries() == 0


def test_a_folder_that_is_away_is_no_failure(inbox):
    inbox.rmdir()

    assert take_deliveries() == 0


def test_a_long_letter_is_kept_whole_beside_the_case(inbox):
    as_zip(inbox, text="Uzasadnienie petycji. " * 600)

    take_deliveries()

    body = Case.objects.get().texts.get().body
    assert body.endswith("tresc-pisma.txt.")
    [row] = deliveries_of(Case.objects.get().pk)
    whole = next(one for one in row.files if one.name == "tresc-pisma.txt")
    assert open_file(whole.public_id).content.read().decode().count("Uzasadnienie") == 600


def test_a_letter_without_words_points_to_its_attachments(inbox):
    as_zip(inbox, text="", subject="")

    take_deliveries()

    case = Case.objects.get()
    assert "załącznikach" in case.texts.get().body
    assert case.kind == "administrative"


def test_the_senders_second_letter_joins_its_case_and_a_strangers_does_not(inbox):
    as_zip(inbox, "a.zip")
    take_deliveries()
    case = Case.objects.get()
    as_zip(inbox, "b.zip", far_id="EDOR-2", case=case.number, text="Uzupełniam podpisy.")
    as_zip(inbox, "c.zip", far_id="EDOR-3", case=case.number, text="Obcy.",
           sender={"address": "AE:PL-99999-99999-ZZZZZ-99"})  # fmt: skip

    assert take_deliveries() == 2

    assert Case.objects.count() == 2
    assert "Uzupełniam podpisy." in case.texts.order_by("-pk").first().body
    assert len(deliveries_of(case.pk)) == 2


def test_a_letter_to_a_case_that_is_over_is_a_case_of_its_own(inbox):
    as_zip(inbox, "a.zip")
    take_deliveries()
    case = Case.objects.get()
    cases.withdraw(case.pk, at=MONDAY, by=everywhere())
    as_zip(inbox, "b.zip", far_id="EDOR-2", case=case.number)

    take_deliveries()

    assert Case.objects.count() == 2


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


def test_a_mail_that_has_only_html_is_read_by_its_words(inbox):
    path = as_eml(inbox)
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["X-Edoreczenia-Id"] = "Jan <j@edoreczenia.example>", "HTML-1"
    mail["X-Edoreczenia-Received"] = "Fri, 30 Jan 2026 10:15:00 +0100"
    mail.set_content(
        "<style>p{}</style><p>Skarga na hałas &amp; kurz.</p><script>evil()</script><p>Jan</p>",
        subtype="html",
    )
    mail.add_attachment(PROOF, maintype="application", subtype="xml", filename="dowod.xml")
    path.write_bytes(mail.as_bytes())
    old(path)

    take_deliveries()

    assert Case.objects.get().texts.get().body == "Skarga na hałas & kurz.\nJan"


def test_why_something_was_put_aside_is_said_in_the_readers_language(inbox):
    as_zip(inbox, far_id="")
    take_deliveries()

    with translation.override("en"):
        said = str(put_aside()[0].why)

    assert said == "The identifier of the delivery is missing."

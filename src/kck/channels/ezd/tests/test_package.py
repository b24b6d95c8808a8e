import hashlib
import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands as cases
from kck.cases.queries.access import access_code
from kck.channels.ezd import content
from kck.channels.ezd.checking import check
from kck.channels.ezd.commands import send_to_records
from kck.channels.ezd.gathering import gather
from kck.channels.ezd.package import SCHEMA_FILE, as_zip
from kck.channels.ezd.tests.filing import PETITION, a_petition, answered, asked, into_folder
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.messaging.models import Delivery, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _records_system(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=3))
    into_folder(settings, tmp_path / "ezd")


def opened(package) -> dict[str, bytes]:
    with ZipFile(BytesIO(as_zip(gather(package)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(package, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(as_zip(gather(package)))
    return path


def rewritten(path, changes):
    """The package with some of its files changed, added, or (None) left out; sums kept."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= changes
    other = path.with_name("other.zip")
    with ZipFile(other, "w") as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)
    return other


def test_the_package_of_a_petition_opens_and_is_whole(tmp_path):
    package = asked(answered(a_petition()))

    found = check(written(package, tmp_path))

    assert found.problems == ()
    assert found.package_id == package.package_id
    assert (found.letters, found.documents) == (5, 6)
    assert found.events == package.up_to_seq


def test_it_holds_letters_photos_history_and_who_asked(tmp_path):
    case = answered(a_petition())

    members = opened(asked(case))

    facts = json.loads(members[content.METADATA_JSON])
    assert facts["sprawa"]["nadawca"]["nazwa"] == "Stowarzyszenie Zielone Podwórko"
    assert facts["sprawa"]["nadawca"]["email"] == "zp@poczta.example"
    assert facts["sprawa"]["termin_ustawowy"].startswith("2026-05")
    genres = [one["typ"] for one in facts["dokumenty"]]
    assert genres == [
        "pismo złożone", "notatka służbowa", "pytanie do zgłaszającego",
        "uzupełnienie od zgłaszającego", "odpowiedź", "fotografia",
    ]  # fmt: skip
    assert facts["dokumenty"][0]["tresc"] == PETITION
    assert facts["dokumenty"][1]["dostep"] == "wewnętrzny"
    photo = members["zalaczniki/001-zdjecie.jpg"]
    assert photo.startswith(b"\xff\xd8")
    events = json.loads(members[content.HISTORY])
    assert [event["name"] for event in events][:2] == ["cases.case_opened", "cases.case_accepted"]


def test_the_metadata_fit_the_schema_that_travels_with_them():
    members = opened(asked(answered(a_petition())))

    schema = etree.XMLSchema(etree.fromstring(members[content.SCHEMA]))
    root = etree.fromstring(members[content.METADATA_XML])

    assert members[content.SCHEMA] == SCHEMA_FILE.read_bytes()
    schema.assertValid(root)
    root.remove(root[0])
    assert not schema.validate(root)


def test_sums_are_those_of_sha256sum():
    members = opened(asked(a_petition()))

    listed = dict(
        reversed(line.split("  ", 1)) for line in members.pop(content.SUMS).decode().splitlines()
    )

    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}


def test_the_same_content_gives_the_same_bytes(monkeypatch):
    package = asked(answered(a_petition()))

    first = as_zip(gather(package))
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=90))
    second = as_zip(gather(package))

    assert first == second


def test_what_came_after_it_was_asked_for_is_not_in_it():
    case = answered(a_petition())
    package = asked(case)
    before = as_zip(gather(package))

    cases.answer(case.pk, text="Jeszcze jedno.", at=MONDAY + timedelta(days=5), by=everywhere())

    package.case.refresh_from_db()
    assert as_zip(gather(package)) == before


def test_letters_that_were_sent_are_in_it_without_the_keys_to_the_reporters_page():
    case = a_petition(photos=0)
    message = Message.objects.create(
        key="cases.acknowledged", about=case.stream, dedupe="a", author="platform", at=MONDAY
    )
    Delivery.objects.create(
        message=message, recipient="1", channel="email", address="zp@poczta.example",
        language="pl", subject="Przyjęliśmy", own_id="<a>", state="sent", made_at=MONDAY,
        sent_at=MONDAY + timedelta(minutes=1),
        body=f"https://kontakt.example/s/{case.token}#reply kod {access_code(case.token)}.\n"
        "Nie pisz: https://kontakt.example/s/leave/6f1b2c3d-aaaa",
    )  # fmt: skip

    members = opened(asked(case))

    sent = json.loads(members[content.METADATA_JSON])["dokumenty"][1]
    assert (sent["tytul"], sent["typ"]) == ("Przyjęliśmy", "wiadomość wysłana")
    assert sent["tresc"].count("…") == 3
    whole = b"".join(members.values()).decode("utf-8", "replace")
    for key in (case.token, access_code(case.token), "6f1b2c3d"):
        assert key not in whole


def test_redacted_words_and_erased_photos_are_not_in_it():
    case = a_petition()
    text, photo = case.texts.get(), case.photos.get()
    who = everywhere()
    cases.redact_text(case.pk, text_id=text.pk, body="Petycja [dane]", at=MONDAY, by=who)
    cases.redact_photo(case.pk, photo_id=photo.pk, boxes=[], at=MONDAY, by=who)

    members = opened(asked(case))

    documents = json.loads(members[content.METADATA_JSON])["dokumenty"]
    assert [one["tresc"] for one in documents] == ["Petycja [dane]"]


def test_a_requalified_anonymous_report_has_a_package_too(tmp_path):
    case = a_case(photos=())
    cases.requalify(case.pk, kind="motion", reason="To wniosek.", at=MONDAY, by=everywhere())

    package = asked(case)

    assert check(written(package, tmp_path)).problems == ()
    facts = json.loads(opened(package)[content.METADATA_JSON])
    assert facts["sprawa"]["nadawca"] is None
    assert facts["dokumenty"][0]["nadawca"]["nazwa"] == "osoba, która nie podała danych"


@pytest.mark.parametrize("text", ["‮odwrotnie", "a\x00b", "x" * 4000, "ى عربي 漢字", "{nb} ¤¤¤"])
def test_whatever_somebody_wrote_is_printed(text, tmp_path):
    package = asked(a_petition(text=f"Petycja {text}", photos=0))

    assert check(written(package, tmp_path)).problems == ()


# the checker


def test_a_changed_letter_is_noticed(tmp_path):
    path = written(asked(a_petition()), tmp_path)
    name = next(n for n in ZipFile(path).namelist() if n.startswith("pisma/"))
    data = ZipFile(path).read(name)

    found = check(rewritten(path, {name: data.replace(b"obj", b"OBJ", 1)}))

    assert f"{name} was changed: its SHA-256 is another." in found.problems


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pisma/999-obce.pdf": b"%PDF-1.7"}, "pisma/999-obce.pdf is not in sumy.sha256."),
        ({"zalaczniki/001-zdjecie.jpg": None}, "zalaczniki/001-zdjecie.jpg is described, but not"),
        ({content.HISTORY: b"[]"}, "tell different histories"),
        ({content.HISTORY: b"{"}, "is no JSON"),
        ({content.METADATA_XML: b"<paczka/>"}, "No matching global declaration"),
        ({content.METADATA_XML: b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"},
         "root"),
        ({content.SUMS: None}, "There is no sumy.sha256"),
        ({"../zlo.txt": b""}, "outside its folder"),
        ({"/zlo.txt": b""}, "outside its folder"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(changes, said, tmp_path):
    path = written(asked(a_petition()), tmp_path)

    found = check(rewritten(path, changes))

    assert any(said in problem for problem in found.problems) or (said == "root" and found.problems)


def test_a_forged_history_is_noticed(tmp_path):
    path = written(asked(answered(a_petition())), tmp_path)
    events = json.loads(ZipFile(path).read(content.HISTORY))
    events[1]["actor"] = "staff:99"

    found = check(rewritten(path, {content.HISTORY: json.dumps(events).encode()}))

    assert any("Event 2 of the history was changed" in problem for problem in found.problems)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>200 OK</html>"])
def test_what_is_no_package_is_said_to_be_none(data, tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(data)

    assert check(path).problems


def test_a_package_cut_in_the_middle_is_noticed(tmp_path):
    path = written(asked(a_petition()), tmp_path)
    path.write_bytes(path.read_bytes()[:-500])

    assert check(path).problems


def test_the_package_of_the_demos_petition_is_whole(settings, tmp_path):
    """As the scene opens it: by letter, without photos, with what the demo's clock did since."""
    case = a_petition(
        photos=0,
        text="Petycja w sprawie utworzenia parku kieszonkowego. 312 podpisów w załączeniu.",
        channel="letter",
        by=everywhere(),
    )

    package = send_to_records(case.pk, at=MONDAY, by=PLATFORM)

    assert check(written(package, tmp_path)).problems == ()
    facts = json.loads(opened(package)[content.METADATA_JSON])
    assert facts["sprawa"]["tytul"] == "Petycja"
    # staff typed it in, and it is the sender's letter all the same
    assert facts["dokumenty"][0]["nadawca"]["nazwa"] == "Stowarzyszenie Zielone Podwórko"
    assert facts["dokumenty"][0]["adresat"]["kod"] == "OR"

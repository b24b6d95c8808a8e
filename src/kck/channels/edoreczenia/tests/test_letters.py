import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands as cases
from kck.cases.events import CaseAnswered, PersonalDataErased
from kck.cases.models import Case
from kck.channels.edoreczenia.folder import read_proofs, take_deliveries
from kck.channels.edoreczenia.letters import lay_out_due
from kck.channels.edoreczenia.models import Delivery, Letter
from kck.channels.edoreczenia.privacy import _export, _forget, _holds
from kck.channels.edoreczenia.queries import letters_of, put_aside, troubled_letters
from kck.channels.edoreczenia.reactions import forget_the_sender, send_the_answer
from kck.channels.edoreczenia.tests.dropping import as_zip, old
from kck.channels.ezd import pdfa
from kck.channels.ezd.checking import check
from kck.channels.ezd.gathering import gather
from kck.channels.ezd.package import as_zip as package_of
from kck.channels.ezd.tests.filing import asked, into_folder
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drop(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "proofs").mkdir()
    return tmp_path


def delivered(drop, **more) -> Case:
    as_zip(drop / "in", **more)
    take_deliveries()
    return Case.objects.latest("pk")


def answer(case, text="Teren „Młynówka” ujęto w planie. Дякуємо."):
    cases.answer(case.pk, text=text, at=MONDAY, by=everywhere())
    event = RecordedEvent.objects.filter(name="cases.case_answered").latest("pk")
    fact = CaseAnswered(**event.payload)
    send_the_answer(fact, event.pk)
    return fact, event.pk


def prove(drop, letter, proof, *, at="2026-02-03T10:00:00+01:00", name="p.json", **more):
    path = drop / "proofs" / name
    path.write_text(json.dumps({"id": letter.letter_id, "proof": proof, "at": at, **more}))
    return old(path)


def test_whoever_wrote_by_edoreczenia_is_answered_by_it(drop):
    case = delivered(drop)
    answer(case)

    assert lay_out_due() == 1

    letter = Letter.objects.get()
    folder = drop / "out" / letter.letter_id
    said = json.loads((folder / "metadata.json").read_text())
    assert (said["to"], said["case"]) == ("AE:PL-11111-22222-AAAAA-11", case.number)
    data = (folder / "pismo.pdf").read_bytes()
    assert pdfa.problems(data) == []
    assert "ujęto w planie. Дякуємо." in PdfReader(folder / "pismo.pdf").pages[0].extract_text()
    assert letter.state == "laid-out"


def test_a_reaction_that_runs_again_writes_one_letter(drop):
    case = delivered(drop)
    fact, event_id = answer(case)

    send_the_answer(fact, event_id)

    assert Letter.objects.count() == 1


def test_who_came_another_way_is_not_answered_here(drop):
    answer(a_case(email="a@example.org"))

    assert not Letter.objects.exists()


def test_proofs_move_a_letter_on_and_never_back(drop):
    case = delivered(drop)
    answer(case)
    lay_out_due()
    letter = Letter.objects.get()
    prove(drop, letter, "received", name="b.json", at="2026-02-04T08:00:00+01:00")
    assert read_proofs() == 1
    prove(drop, letter, "sent", name="c.json")

    assert read_proofs() == 1

    [row] = letters_of(case.pk)
    assert row.state == "received"
    assert row.ended_at.isoformat() == "2026-02-04T07:00:00+00:00"
    assert row.sent_at.isoformat() == "2026-02-03T09:00:00+00:00"


def test_what_could_not_be_delivered_is_shown(drop):
    case = delivered(drop)
    answer(case)
    lay_out_due()
    prove(drop, Letter.objects.get(), "rejected", reason="adres nieaktywny")

    read_proofs()

    assert [(row.number, str(row.why)) for row in troubled_letters()] == [
        (case.number, "adres nieaktywny")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "{", "[]", {"id": "kck-1", "proof": "sent", "at": "2026-02-03T10:00:00+01:00"},
        {"proof": "eaten"}, {"at": "jutro"}, {"at": "2026-02-03T10:00:00"},
    ],
)  # fmt: skip
def test_a_wrong_proof_is_put_aside_and_the_next_is_read(drop, said):
    case = delivered(drop)
    answer(case)
    lay_out_due()
    letter = Letter.objects.get()
    path = prove(drop, letter, "sent", name="a.json")
    if isinstance(said, str):
        path.write_text(said)
    else:
        path.write_text(json.dumps({**json.loads(path.read_text()), **said}))
    old(path)
    prove(drop, letter, "received", name="b.json")

    assert read_proofs() == 1

    assert letters_of(case.pk)[0].state == "received"
    assert put_aside()[0].name == "a.json"


def test_a_folder_that_cannot_be_written_is_tried_again(drop, monkeypatch):
    case = delivered(drop)
    answer(case)
    (drop / "out").write_text("a file where the folder should be")

    assert lay_out_due() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert letter.reason
    (drop / "out").unlink()
    real = clock.real_now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "real_now", lambda: real)

    assert lay_out_due() == 1


def test_it_is_given_up_and_shown(drop, monkeypatch):
    case = delivered(drop)
    answer(case)
    (drop / "out").write_text("")
    for days in range(1, 12):
        real = clock.real_now() + timedelta(days=days)
        monkeypatch.setattr(clock, "real_now", lambda real=real: real)
        lay_out_due()

    assert [row.state for row in troubled_letters()] == ["stuck"]


def test_a_letter_that_an_earlier_attempt_laid_out_is_not_laid_out_twice(drop):
    case = delivered(drop)
    answer(case)
    letter = Letter.objects.get()
    (drop / "out" / letter.letter_id).mkdir(parents=True)

    assert lay_out_due() == 1
    assert list((drop / "out" / letter.letter_id).iterdir()) == []


# with the records system


def test_files_of_a_delivery_go_into_the_package(drop, settings, tmp_path):
    case = delivered(drop)
    into_folder(settings, tmp_path / "ezd")
    package = asked(case, at=MONDAY)

    path = tmp_path / "p.zip"
    path.write_bytes(package_of(gather(package)))

    found = check(path)
    assert found.problems == ()
    assert (found.letters, found.documents) == (1, 3)


# privacy


def test_the_sender_of_a_formal_letter_is_held_for_the_archive(drop):
    case = delivered(drop)

    assert "26-" in _holds(case.person_id)
    assert _forget(case.person_id, MONDAY, PLATFORM) == 0
    assert _export(case.person_id)["deliveries"][0]["name"] == "Jan Żółć"
    assert Delivery.objects.get().sender_name == "Jan Żółć"


def test_what_a_case_forgets_is_forgotten_here_too(drop):
    case = delivered(drop)
    cases.requalify(case.pk, kind="report", reason="To usterka.", at=MONDAY, by=everywhere())
    kept = drop / "taken" / "one.zip"
    assert kept.exists()

    forget_the_sender(
        PersonalDataErased(case_id=case.pk, was="new", state="new", contents=1, ground="art. 17")
    )

    delivery = Delivery.objects.get()
    assert (delivery.sender, delivery.sender_name, delivery.subject) == ("", "", "")
    assert all(one.file.erased_at for one in delivery.files.select_related("file"))
    assert not kept.exists()
    assert _export(case.person_id) == {"deliveries": []}

"""Texts and photos: shown only when published, redacted, erased; and the log stays whole."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for, everywhere, reporter_of

from kck.cases import commands
from kck.cases.models import CasePhoto, CaseText
from kck.cases.queries.access import access_code, case_by_code
from kck.cases.queries.timeline import timeline
from kck.cases.terms import TextKind
from kck.files.queries import open_stored
from kck.foundation import audit
from kck.foundation.models import RecordedEvent
from kck.foundation.numbers import WrongNumber
from kck.foundation.verdict import Refused
from kck.people.models import Person

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=2)


def description(case) -> CaseText:
    return CaseText.objects.get(case=case, kind=TextKind.DESCRIPTION, erased_at=None)


def test_nothing_is_public_until_a_person_published_it():
    case = a_case(photos=(a_photo(),))

    assert description(case).published_at is None
    assert CasePhoto.objects.get(case=case).published_at is None

    commands.publish(case.pk, texts=[description(case).pk], at=LATER, by=everywhere())

    assert description(case).published_at == LATER


def test_a_key_pressed_twice_publishes_once():
    case = a_case(photos=(a_photo(),))
    text, photo = description(case).pk, CasePhoto.objects.get(case=case).pk

    for minutes in (0, 1):
        at = LATER + timedelta(minutes=minutes)
        commands.publish(case.pk, texts=[text], photos=[photo], at=at, by=everywhere())

    assert description(case).published_at == LATER
    assert RecordedEvent.objects.filter(name="cases.content_published").count() == 2

    for _time in range(2):
        commands.unpublish(case.pk, texts=[text], at=LATER, by=everywhere())

    assert description(case).published_at is None
    assert RecordedEvent.objects.filter(name="cases.content_published").count() == 3


def test_a_note_cannot_be_published():
    case = a_case()
    commands.add_note(case.pk, text="Dzwonić po 15.", at=LATER, by=acting_for("ZDMK"))
    note = CaseText.objects.get(case=case, kind=TextKind.NOTE)

    commands.publish(case.pk, texts=[note.pk], at=LATER, by=everywhere())

    note.refresh_from_db()
    assert note.published_at is None


def test_a_unit_without_the_grant_may_not_publish():
    case = a_case()

    with pytest.raises(Refused):
        commands.publish(
            case.pk, texts=[description(case).pk], at=LATER, by=acting_for("ZDMK", "cases.work")
        )


def test_redacted_words_are_gone_and_the_log_stays_whole():
    case = a_case(text="Dziura przed domem Jana Kowalskiego, tel. 600 100 200, proszę załatać.")
    old = description(case)

    commands.redact_text(
        case.pk,
        text_id=old.pk,
        body="Dziura przed domem, proszę załatać.",
        at=LATER,
        by=everywhere(),
    )

    assert not CaseText.objects.filter(body__contains="Kowalski").exists()
    found = audit.verify()
    assert (found.broken, found.removed) == ("", 1)
    first = timeline(case, for_staff=False)[0]
    assert [words.body for words in first.words] == ["Dziura przed domem, proszę załatać."]


def test_a_redacted_photo_is_another_photo():
    case = a_case(photos=(a_photo(),))
    photo = CasePhoto.objects.get(case=case)

    commands.redact_photo(
        case.pk, photo_id=photo.pk, boxes=[(0.1, 0.1, 0.5, 0.5)], at=LATER, by=everywhere()
    )

    photo.refresh_from_db()
    assert photo.erased_at == LATER
    fresh = CasePhoto.objects.get(case=case, erased_at=None)
    assert open_stored(fresh.file) is not None
    assert audit.verify().broken == ""


def test_erasure_in_the_middle_of_a_chain_leaves_it_green():
    case = a_case(name="Jan Kowalski", email="jan@example.org", photos=(a_photo(),))
    commands.take(case.pk, at=LATER, by=acting_for("ZDMK"))

    commands.erase_personal_data(case.pk, ground="art. 17 RODO", at=LATER, by=reporter_of(case))
    commands.answer(case.pk, text="Naprawimy do piątku.", at=LATER, by=acting_for("ZDMK"))

    found = audit.verify()
    assert found.broken == ""
    assert found.removed == 2
    assert not Person.objects.exclude(name="", email="").exists()
    assert not CaseText.objects.filter(
        case=case, kind=TextKind.DESCRIPTION, erased_at=None
    ).exists()


def test_a_changed_text_is_found():
    case = a_case()
    CaseText.objects.filter(case=case).update(body="Coś zupełnie innego.")

    assert f"case:{case.pk}: text" in audit.verify().broken


def test_a_changed_event_is_found():
    case = a_case()
    commands.take(case.pk, at=LATER, by=acting_for("ZDMK"))
    RecordedEvent.objects.filter(stream=case.stream, seq=1).update(actor="staff:99")

    assert f"case:{case.pk}: event 1" in audit.verify().broken


def test_a_removed_event_is_found():
    case = a_case()
    commands.take(case.pk, at=LATER, by=acting_for("ZDMK"))
    RecordedEvent.objects.filter(stream=case.stream, seq=1).delete()

    assert "is missing" in audit.verify().broken


def test_the_log_holds_no_personal_data():
    case = a_case(name="Jan Kowalski", email="jan@example.org", phone="+48600100200")
    commands.reply(case.pk, text="Jan Kowalski, ul. Długa 5 m. 3", at=LATER, by=reporter_of(case))

    told = " ".join(str(event.payload) + event.actor for event in RecordedEvent.objects.all())

    for word in ("Kowalski", "example.org", "600100200", "Długa"):
        assert word not in told


def test_number_and_code_open_the_case_and_a_wrong_digit_is_said():
    case = a_case()
    code = access_code(case.token)

    assert case_by_code(case.number, code) == case
    assert case_by_code(case.number, "0000 0000") is None
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    with pytest.raises(WrongNumber, match="cyfra"):
        case_by_code(wrong, code)


def test_the_reporter_reads_no_notes_and_no_names():
    case = a_case()
    commands.add_note(case.pk, text="Dzwonić po 15.", at=LATER, by=acting_for("ZDMK"))

    told = timeline(case, for_staff=False)

    assert [entry.name for entry in told] == ["case_opened"]

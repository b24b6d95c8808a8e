"""Labels, ties, files and returns of a case."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.builders import MONDAY, RYNEK, a_case, a_jpeg, acting_for, everywhere, unit_id

from kck.cases import commands
from kck.cases.commands.documents import safe_name
from kck.cases.models import Case, CaseFile, Label
from kck.cases.queries.belongings import file_of, files_of, labelled, labels_for, labels_of, ties_of
from kck.cases.queries.returning import places_that_return
from kck.cases.queries.timeline import timeline
from kck.cases.rules import Incomplete
from kck.cases.terms import Cause, Colour, Outcome, Spot, Tie
from kck.directory.queries import snapshot
from kck.files.sniffing import NotADocument, document_in
from kck.foundation.actor import ANYBODY
from kck.foundation.audit import verify
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=2)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


def office(*names: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return data.getvalue()


@pytest.fixture
def case() -> Case:
    return a_case(category="greenery-uncut-grass")


def of_unit(case: Case):
    return acting_for(snapshot(MONDAY).unit_by_id(case.unit_id).code)


def events_of(case: Case) -> int:
    return RecordedEvent.objects.filter(stream=case.stream).count()


def test_a_label_is_made_once_and_finds_its_cases(case):
    by = of_unit(case)
    first = commands.put_label(case.pk, name=" Przy  szkole ", colour=Colour.INFO, at=LATER, by=by)
    count = events_of(case)
    again = commands.put_label(case.pk, name="przy szkołe", at=LATER, by=by)

    assert first.pk == again.pk
    assert events_of(case) == count
    assert [row.name for row in labels_of([case.pk])[case.pk]] == ["Przy szkole"]
    assert list(Case.objects.filter(labelled("PRZY SZKOLE"))) == [case]
    assert [row.id for row in labels_for(by)] == [first.pk]
    assert labels_for(acting_for("MPO")) == []

    commands.take_label_off(case.pk, label_id=first.pk, at=LATER, by=by)
    commands.take_label_off(case.pk, label_id=first.pk, at=LATER, by=by)
    assert not Case.objects.filter(labelled("przy szkole")).exists()
    assert events_of(case) == count + 1


def test_a_shared_label_is_the_centres_to_make(case):
    with pytest.raises(Refused, match="centrum"):
        commands.put_label(case.pk, name="budżet", shared=True, at=LATER, by=of_unit(case))
    label = commands.put_label(case.pk, name="budżet", shared=True, at=LATER, by=everywhere())

    assert [row.shared for row in labels_for(acting_for("MPO"))] == [True]
    with pytest.raises(Refused):
        commands.change_label(
            label.pk, name="inna", colour=Colour.DANGER, at=LATER, by=of_unit(case)
        )
    commands.retire_label(label.pk, at=LATER, by=everywhere())
    assert labels_for(acting_for("MPO")) == []
    assert labels_of([case.pk])


def test_whoever_does_not_work_on_the_case_puts_nothing_on_it(case):
    mpo, other = acting_for("MPO"), a_case()
    for act in (
        lambda: commands.put_label(case.pk, name="nasze", at=LATER, by=mpo),
        lambda: commands.tie(case.pk, other_id=other.pk, kind=Tie.RELATES, at=LATER, by=mpo),
        lambda: commands.add_file(case.pk, data=PDF, name="a.pdf", at=LATER, by=mpo),
        lambda: commands.say_cause(case.pk, cause=Cause.NATURE, at=LATER, by=mpo),
        lambda: commands.add_file(case.pk, data=PDF, name="a.pdf", at=LATER, by=ANYBODY),
    ):
        with pytest.raises(Refused):
            act()
    for wrong in ("", "x", "x" * 41):
        with pytest.raises(Incomplete):
            commands.put_label(case.pk, name=wrong, at=LATER, by=of_unit(case))
    assert not Label.objects.exists()


def test_cases_are_tied_once_seen_from_both_sides_and_untied_from_either(case):
    other, centre = a_case(), everywhere()
    commands.tie(case.pk, other_id=other.pk, kind=Tie.FOLLOWS, at=LATER, by=centre)
    commands.tie(case.pk, other_id=other.pk, kind=Tie.FOLLOWS, at=LATER, by=centre)
    commands.tie(other.pk, other_id=case.pk, kind=Tie.FOLLOWS, at=LATER, by=centre)

    [here], [there] = ties_of(centre, case.pk), ties_of(centre, other.pk)
    assert (here.number, there.number) == (other.number, case.number)
    assert str(here.words) != str(there.words)
    [hidden] = ties_of(of_unit(case), case.pk)
    assert (hidden.number, hidden.category) == ("", "")
    with pytest.raises(Refused):
        commands.tie(case.pk, other_id=a_case().pk, kind=Tie.RELATES, at=LATER, by=of_unit(case))

    commands.untie(other.pk, tie_id=here.id, at=LATER, by=centre)
    assert ties_of(centre, case.pk) == []


def test_a_document_is_kept_as_it_came_and_its_seal_holds(case):
    row = commands.add_file(
        case.pk, data=PDF, name="../umowa <script>.pdf", at=LATER, by=of_unit(case)
    )

    [shown] = files_of(case.pk)
    assert (shown.name, shown.kind, shown.size) == ("umowa script .pdf", "pdf", len(PDF))
    assert file_of(case.pk, shown.public_id) is not None
    assert file_of(a_case().pk, shown.public_id) is None
    assert verify().broken == ""

    commands.erase_file(case.pk, file_id=row.pk, at=LATER, by=of_unit(case))
    assert files_of(case.pk) == []
    assert file_of(case.pk, shown.public_id) is None


def test_erasing_what_somebody_sent_erases_the_files_too(case):
    commands.add_file(case.pk, data=PDF, name="skan.pdf", at=LATER, by=of_unit(case))
    commands.erase_personal_data(case.pk, ground="art. 17 RODO", at=LATER, by=everywhere())
    assert CaseFile.objects.get().name == ""
    assert files_of(case.pk) == []


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "x.exe", "pdf"),
        (office("[Content_Types].xml", "word/document.xml"), "a.docx", "word"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "sheet"),
        (a_jpeg(8, 8).getvalue(), "a.bin", "picture"),
        ("Protokół, żółć".encode("cp1250"), "a.txt", "text"),
        (b"From: a@b.example\nSubject: x\n\ny", "a.eml", "mail"),
    ],
)
def test_what_a_document_is_its_bytes_say(data, name, kind):
    assert document_in(data, name).kind == kind


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.pdf"),
        (b"MZ\x90\x00\x03", "a.pdf"),
        (b"<html><script>alert(1)</script>", "a.txt"),
        (b"  <svg onload=alert(1)>", "a.txt"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "a.txt"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docm"),
        (office("a.exe"), "a.zip"),
        (b"PK\x03\x04 nothing", "a.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msi"),
        (b"x" * (25_000_000 + 1), "a.txt"),
    ],
)
def test_what_could_run_or_is_no_document_is_refused(data, name):
    with pytest.raises(NotADocument):
        document_in(data, name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\biuro\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("umowa\u202efdp.exe", "umowa fdp.exe"),
        ('"><img src=x onerror=alert(1)>.pdf', "img src=x onerror=alert(1) .pdf"),
        ("...", "plik"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_a_name_keeps_what_people_read_and_nothing_that_plays_tricks(name, safe):
    assert safe_name(name) == safe


def closed_here(days: int, *, spot: Spot = RYNEK) -> Case:
    at = MONDAY - timedelta(days=days)
    row = a_case(category="greenery-uncut-grass", at=at, spot=spot)
    commands.close_outright(
        row.pk, outcome=Outcome.DONE, words="Trawa skoszona.", at=at, by=everywhere()
    )
    return row


def test_the_third_time_at_one_place_is_flagged(case):
    assert commands.note_return(case.pk, at=LATER) == 1
    closed_here(200)
    closed_here(20, spot=Spot(lat=50.0700, lon=19.9373))
    first, second = closed_here(90), closed_here(30)

    assert commands.note_return(case.pk, at=LATER) == 3
    assert commands.note_return(case.pk, at=LATER) == 3

    case.refresh_from_db()
    assert case.times == 3
    event = RecordedEvent.objects.get(name="cases.case_returned")
    assert event.payload["earlier_ids"] == [second.pk, first.pk]
    [row] = ties_of(everywhere(), case.pk)
    assert (row.number, row.by_hand) == (second.number, False)

    commands.say_cause(
        case.pk, cause=Cause.DESIGN, words="Brak odpływu.", at=LATER, by=everywhere()
    )
    [place] = places_that_return(everywhere(), at=LATER)
    assert (place.times, place.causes, len(place.cases)) == (3, [Cause.DESIGN], 3)
    assert places_that_return(acting_for("MPO"), at=LATER) == []


def test_what_is_no_place_never_returns():
    case = a_case(category="greenery-uncut-grass", spot=Spot(address="gdzieś"))
    assert commands.note_return(case.pk, at=LATER) == 1
    assert unit_id("MPO")


def test_the_history_names_the_label_also_after_it_was_renamed_or_is_gone(case):
    by = of_unit(case)
    label = commands.put_label(case.pk, name="Przy szkole", at=LATER, by=by)
    commands.take_label_off(case.pk, label_id=label.pk, at=LATER, by=by)

    def said():
        found = timeline(case, for_staff=True)
        return [entry.title for entry in found if entry.name == "case_labelled"]

    assert said() == ["Dodano etykietę „Przy szkole”", "Zdjęto etykietę „Przy szkole”"]
    commands.change_label(label.pk, name="Szkoły", colour=Colour.INFO, at=LATER, by=by)
    assert said() == ["Dodano etykietę „Szkoły”", "Zdjęto etykietę „Szkoły”"]
    label.delete()
    assert said() == ["Dodano etykietę, której już nie ma", "Zdjęto etykietę, której już nie ma"]

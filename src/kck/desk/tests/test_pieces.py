"""Names that are called, and matters that went elsewhere, in the texts of a case."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases.commands import add_note
from kck.cases.queries.apart import Apart
from kck.cases.terms import CaseState
from kck.desk.pieces import of_note, of_report
from kck.desk.tests.conftest import a_colleague
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.intake.commands import Part, split, undo_split

pytestmark = pytest.mark.django_db
TWO = "Na rogu jest dziura w jezdni.\n\nA obok nie świeci latarnia od tygodnia."


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))


def page_of(client, case):
    return client.get(f"/desk/case/{case.number}/").content.decode()


def an_apart(text):
    return Apart(text=text, number="1", category="", unit="", state=CaseState.NEW)


def test_only_known_names_are_marked_and_addresses_are_no_names():
    text = "@ewa.lis zobacz; @kto.inny nie, jan@ewa.lis.pl też nie"
    called = [one for one in of_note(text, {"ewa.lis": "Ewa Lis"}) if one.called]
    assert [(one.text, one.called) for one in called] == [("@ewa.lis", "Ewa Lis")]


def test_nothing_of_a_text_is_lost_however_it_is_cut():
    apart = [an_apart("nie świeci  latarnia"), an_apart("latarnia od tygodnia"), an_apart("")]
    cut = of_report(TWO + " Tel. 600 100 200.", apart)
    assert "".join(one.text for one in cut) == TWO + " Tel. 600 100 200."
    assert [one.text for one in cut if one.apart] == ["nie świeci latarnia"]


def test_a_note_shows_who_is_called_as_a_name(signed_in):
    case, client = a_case(), signed_in()
    a_colleague(name="Ewa <b>Lis</b>")
    a_colleague(name="Ewa Lis", unit="ZZM")
    add_note(case.pk, text="@ewa.lis.zzm zobacz <i>to</i>", at=MONDAY, by=everywhere())

    page = page_of(client, case)

    assert '<strong class="called" title="@ewa.lis.zzm">@Ewa Lis</strong>' in page
    assert "<i>to</i>" not in page


def test_a_name_called_in_a_report_is_no_colleague(signed_in):
    a_colleague(name="Ewa Lis")
    assert 'class="called"' not in page_of(signed_in(), a_case(text="Pozdrawiam @ewa.lis, dziura."))


def test_what_was_told_apart_is_struck_with_the_way_to_its_case(signed_in):
    case = a_case(text=TWO)
    by, at = everywhere(), clock.now()
    parts = [
        Part(text="A obok nie świeci latarnia od tygodnia.", category="lighting-single-lamp"),
        Part(text="Kosz jest pełny."),
    ]
    lamp, bin_ = split(case.pk, parts=parts, at=at, by=by)

    page = page_of(signed_in("agent"), case)

    struck = page.split('<s class="apart">')[1]
    assert struck.startswith("A obok nie świeci latarnia od tygodnia.</s>")
    assert display(lamp.number) in struck[:600]
    assert "Osobno, innymi słowami:" in page
    assert display(bin_.number) in page.split("Osobno, innymi słowami:")[1][:600]
    theirs = page_of(signed_in("reader", name="Ewa Obca"), case)
    assert bin_.number not in theirs  # of another unit
    assert "sprawa jednostki" in theirs

    undo_split(case.pk, at=at, by=by)
    assert '<s class="apart">' not in page_of(signed_in("agent"), case)

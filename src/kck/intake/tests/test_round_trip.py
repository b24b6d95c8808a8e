"""What leaves one KCK comes into another: as many cases, of the same categories, places, states."""

import csv
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.builders import MONDAY, RYNEK, a_case, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case, CaseText
from kck.cases.terms import CaseState, Outcome, TextKind
from kck.foundation import audit
from kck.foundation.actor import PLATFORM
from kck.intake.exporting.asked import Asked, Format
from kck.intake.exporting.export import export_cases
from kck.intake.importers import import_cases
from kck.intake.importing.mapping import find_mapping
from kck.messaging.models import Delivery
from kck.people.models import Consent

pytestmark = pytest.mark.django_db

BOSS = everywhere()
TUESDAY = MONDAY + timedelta(days=1)
# these hang on something that does not travel
BECOME = {
    CaseState.WAITING: CaseState.IN_PROGRESS,
    CaseState.SCHEDULED: CaseState.IN_PROGRESS,
    CaseState.CONTRACTOR: CaseState.IN_PROGRESS,
    CaseState.MERGED: CaseState.CLOSED,
}


def a_busy_city() -> None:
    a_case(email="anna@example.org", name="Anna", consents={"email": "pl:1"})
    hole, lamp = "roads-pothole", "lighting-single-lamp"
    accepted, done, closed, merged, withdrawn, waiting = [
        a_case(category=code, text=f'Sprawa "{code}",\nwiersz drugi; =1+1')
        for code in (hole, lamp, hole, hole, lamp, hole)
    ]
    for case in (accepted, done, waiting):
        cases.accept(case.pk, at=TUESDAY, by=BOSS)
    cases.done(done.pk, outcome=Outcome.PARTLY, words="Część zrobiona.", at=TUESDAY, by=BOSS)
    cases.close_outright(
        closed.pk, outcome=Outcome.NOT_CITYS, words="To nie nasze.", at=TUESDAY, by=BOSS
    )
    cases.merge(merged.pk, into_id=accepted.pk, at=TUESDAY, by=BOSS)
    cases.withdraw(withdrawn.pk, at=TUESDAY, by=PLATFORM)
    cases.ask(waiting.pk, question="Która lampa?", at=TUESDAY, by=BOSS)
    cases.change_visibility(accepted.pk, private=True, coarse=False, at=TUESDAY, by=BOSS)


def told(source: str) -> Counter[Any]:
    return Counter(
        (
            case.category.code, case.address, case.lat, case.lon, case.district,
            BECOME.get(CaseState(case.state), case.state), case.outcome, case.kind, case.private,
            case.opened_at,
        )
        for case in Case.objects.filter(source=source).select_related("category")
    )  # fmt: skip


def bodies(source: str) -> Counter[Any]:
    rows = CaseText.objects.filter(case__source=source, kind=TextKind.DESCRIPTION)
    return Counter(rows.values_list("body", flat=True))


@pytest.mark.parametrize("form", [Format.CSV, Format.JSONL])
def test_with_contacts_all_comes_back_as_it_left(tmp_path, form):
    a_busy_city()
    path: Path = tmp_path / "cases"
    export_cases(path, Asked(format=form, personal=True), by=BOSS, reason="przenosiny")
    sent = Delivery.objects.count()

    report = import_cases(path, find_mapping("kck-export"), by=PLATFORM)

    assert (report.written, report.rejected) == (7, 0)
    assert told("kck") == told("")
    assert bodies("kck") == bodies("")
    come = Case.objects.get(source="kck", person__isnull=False)
    assert come.person is not None
    assert come.person.email == "anna@example.org"
    assert Consent.objects.get(person=come.person).purpose == "email"
    assert Delivery.objects.count() == sent
    assert audit.verify().broken == ""


FORMULAS = [
    "=HYPERLINK(1;2)", "+48 601", "-5 stopni", "@gmina", "'=już z apostrofem", "''=dwa", "'nic",
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "mapping", "column"),
    [(Format.CSV, "kck-export", "description"), (Format.OPEN311, "open311-bulk", "description")],
)
def test_words_never_become_a_formula_and_come_back_as_they_were(tmp_path, form, mapping, column):
    for words in FORMULAS:
        case = a_case(text=words)
        described = CaseText.objects.get(case=case, kind=TextKind.DESCRIPTION)
        cases.publish(case.pk, texts=[described.pk], at=TUESDAY, by=BOSS)
    path: Path = tmp_path / "cases.csv"
    export_cases(path, Asked(format=form), by=PLATFORM)

    import_cases(path, find_mapping(mapping), by=PLATFORM)

    with path.open(encoding="utf-8", newline="") as file:
        cells = [row[column] for row in csv.DictReader(file)]
    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert bodies(find_mapping(mapping).source) == bodies("") == Counter(FORMULAS)


def test_a_telephone_number_is_no_sum(tmp_path):
    a_case(name="=Anna", email="anna@example.org", phone="+48601202303")
    path: Path = tmp_path / "cases.csv"
    export_cases(path, Asked(personal=True), by=BOSS, reason="przenosiny")
    written = path.read_text(encoding="utf-8")

    import_cases(path, find_mapping("kck-export"), by=PLATFORM)

    assert ",'=Anna," in written
    assert ",'+48601202303," in written
    come = Case.objects.get(source="kck").person
    assert come is not None
    assert (come.name, come.phone) == ("=Anna", "+48601202303")


@pytest.mark.parametrize("form", [Format.CSV, Format.JSONL])
def test_without_contacts_as_many_of_each_state_come_back(tmp_path, form):
    a_busy_city()
    path: Path = tmp_path / "cases"
    export_cases(path, Asked(format=form), by=PLATFORM)

    report = import_cases(path, find_mapping("kck-export"), by=PLATFORM)
    again = import_cases(path, find_mapping("kck-export"), by=PLATFORM)

    assert (report.rejected, again.written) == (0, 0)

    def states(source: str) -> Counter[Any]:
        rows = Case.objects.filter(source=source).values_list("category__code", "state")
        return Counter((code, BECOME.get(CaseState(state), state)) for code, state in rows)

    assert states("kck") == states("")
    assert not bodies("kck")


def test_lines_that_are_cut_lose_one_case_only(tmp_path):
    a_busy_city()
    path: Path = tmp_path / "cases.jsonl"
    export_cases(path, Asked(format=Format.JSONL), by=PLATFORM)
    path.write_bytes(path.read_bytes()[:-40])

    report = import_cases(path, find_mapping("kck-export"), by=PLATFORM)

    assert (report.written, report.rejected) == (6, 1)


def test_open_data_comes_back_open_and_closed(tmp_path):
    a_busy_city()
    path: Path = tmp_path / "open.csv"
    export_cases(path, Asked(format=Format.OPEN311), by=PLATFORM)

    report = import_cases(path, find_mapping("open311-bulk"), by=PLATFORM)

    assert (report.written, report.rejected) == (5, 0)  # without the private and the withdrawn one
    states = Counter(Case.objects.filter(source="open311-bulk").values_list("state", flat=True))
    assert states == {CaseState.NEW: 2, CaseState.CLOSED: 3}
    places = Case.objects.filter(source="open311-bulk", address=RYNEK.address)
    assert places.count() == 5

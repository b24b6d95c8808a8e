"""Formal matters at the desk: a longer term with its letter, and complaints of the unit itself."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands
from kck.cases.models import Case
from kck.cases.queries.desk_case import last_seq
from kck.directory.terms import CaseKind
from kck.foundation import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _near_the_term():
    """Three days before the month is over."""
    at = MONDAY + timedelta(days=25)
    clock.set_anchor(f"{at.isoformat()}@{clock.real_now().isoformat()}@1")
    yield
    clock.set_anchor("")


def formal(kind: CaseKind = CaseKind.ADMINISTRATIVE) -> Case:
    case = a_case(email="jan@example.test", name="Jan Kowalski")
    commands.requalify(case.pk, kind=kind, reason="Treść.", at=MONDAY, by=everywhere())
    return Case.objects.get(pk=case.pk)


def test_the_form_is_filled_with_the_law_and_the_preview_is_the_letter(signed_in):
    case, agent = formal(), signed_in()

    form = agent.get(f"/desk/case/{case.number}/do/prolong/").content.decode()
    assert "ponaglenie (art. 37 k.p.a.)" in form
    sent = {"text": "Czekamy na opinię.", "until": "2026-04-15", "instruction": "Pouczenie X."}
    letter = agent.post(f"/desk/case/{case.number}/preview/prolong/", sent).content.decode()

    for words in ("Czekamy na opinię.", "Pouczenie X.", "15 kwietnia"):
        assert words in letter


def test_it_is_prolonged_and_the_letter_is_printed(signed_in):
    case, agent = formal(), signed_in()
    assert agent.get(f"/desk/case/{case.number}/prolongation.pdf").status_code == 404

    sent = {
        "text": "Czekamy na opinię konserwatora.", "until": "2026-04-15",
        "instruction": "Można wnieść ponaglenie.", "seen": last_seq(case.pk),
    }  # fmt: skip
    assert agent.post(f"/desk/case/{case.number}/do/prolong/", sent).status_code == 302

    page = agent.get(f"/desk/case/{case.number}/").content.decode()
    assert "15 kwietnia 2026" in page
    printed = agent.get(f"/desk/case/{case.number}/prolongation.pdf")
    assert b"".join(printed).startswith(b"%PDF")
    assert signed_in(unit="ZZM").get(printed.wsgi_request.path).status_code == 404


def test_a_unit_that_sees_a_complaint_in_its_report_has_it_no_more(signed_in):
    case, unit = a_case(), signed_in()

    sent = {"kind": "complaint", "text": "To skarga na nas.", "seen": last_seq(case.pk)}
    answer = unit.post(f"/desk/case/{case.number}/do/requalify/", sent)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert unit.get(f"/desk/case/{case.number}/").status_code == 404
    office = signed_in(role="office", unit="OR").get(f"/desk/case/{case.number}/")
    assert "Kogo dotyczy, ten jej nie widzi." in office.content.decode()

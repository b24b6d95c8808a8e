"""KPA art. 36: a formal matter that takes longer."""

from datetime import date, datetime, timedelta

import pytest
from tests.builders import MONDAY, WARSAW, a_case, acting_for, everywhere

from kck.cases import commands
from kck.cases.commands import prolong
from kck.cases.models import Case
from kck.cases.queries.desk_case import case_for
from kck.cases.queries.timeline import timeline
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.tests.reacting import body, run_formal_reactions
from kck.directory.terms import CaseKind
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db

REASON = "Czekamy na opinię konserwatora zabytków."
INSTRUCTION = "Możesz wnieść ponaglenie (art. 37 k.p.a.)."


def formal(kind: CaseKind = CaseKind.ADMINISTRATIVE) -> Case:
    case = a_case(email="jan@example.test")
    commands.requalify(case.pk, kind=kind, reason="Treść.", at=MONDAY, by=everywhere())
    return Case.objects.get(pk=case.pk)


def longer(case: Case, until: date, **more: object) -> Case:
    unit = acting_for("ZDMK") if case.unit_id in acting_for("ZDMK").unit_ids else everywhere()
    facts = {"reason": REASON, "instruction": INSTRUCTION, "at": MONDAY, "by": unit, **more}
    return prolong(case.pk, until=until, **facts)  # type: ignore[arg-type]


def test_the_term_moves_to_the_end_of_a_lawful_day():
    case = longer(formal(), date(2026, 4, 4))  # Saturday, then Easter

    assert case.legal_due_at.astimezone(WARSAW).isoformat()[:19] == "2026-04-07T23:59:59"


def test_the_reporter_reads_reason_and_instruction_and_it_stands_in_the_history():
    case = longer(formal(), date(2026, 4, 1))

    entry = timeline(case, for_staff=False)[-1]

    assert entry.title == "Termin ustawowy przedłużono do: 1 kwietnia 2026"
    assert [words.body for words in entry.words] == [REASON, INSTRUCTION]


@pytest.mark.parametrize(
    ("until", "more", "says"),
    [
        (date(2026, 4, 1), {"reason": "bo"}, "przyczynę"),
        (date(2026, 4, 1), {"instruction": ""}, "pouczenie"),
        (date(2026, 3, 2), {}, "późniejszy"),
    ],
)
def test_what_lacks_is_said_and_nothing_moves(until, more, says):
    case = formal()

    with pytest.raises(Incomplete, match=says):
        longer(case, until, **more)

    assert Case.objects.get(pk=case.pk).legal_due_at == case.legal_due_at


def test_public_information_waits_two_months_at_the_most():
    case = formal(CaseKind.PUBLIC_INFORMATION)

    with pytest.raises(Incomplete, match=r"2\.04\.2026"):
        longer(case, date(2026, 4, 3))

    longer(case, date(2026, 4, 2))


def test_what_has_no_legal_term_is_not_prolonged_and_a_stranger_does_not():
    with pytest.raises(IllegalMove):
        longer(a_case(), date(2026, 4, 1))
    with pytest.raises(Refused):
        longer(formal(), date(2026, 4, 1), by=acting_for("ZZM"))


def test_the_button_is_there_when_the_term_is_near(monkeypatch):
    case = formal()
    actor = everywhere()

    def may(at: datetime) -> bool:
        monkeypatch.setattr("kck.foundation.clock.now", lambda: at)
        shown = case_for(actor, case.number, at=at)
        assert shown is not None
        return "prolong" in shown.may

    assert not may(MONDAY)
    assert may(case.legal_due_at - timedelta(days=9))
    assert may(case.legal_due_at + timedelta(days=1))


def test_a_letter_with_reason_date_and_instruction_is_sent():
    longer(formal(), date(2026, 4, 1))

    run_formal_reactions()

    letter = body("cases.prolonged")
    assert REASON in letter
    assert INSTRUCTION in letter
    assert "do 1 kwietnia" in letter

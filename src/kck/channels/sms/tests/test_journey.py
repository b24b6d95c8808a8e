"""From a question by SMS to a case that its reporter confirms by SMS, through a gateway."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY, acting_for, everywhere

from kck.accounts.models import Staff
from kck.cases import commands as cases
from kck.cases.models import Case, CaseText
from kck.cases.reaching import Way, reader_of
from kck.cases.terms import CaseState, Closing, Outcome, TextKind
from kck.channels.sms.receipts import ask_for_receipts
from kck.channels.sms.tests.simulator import Simulator, simulator
from kck.channels.sms.tests.talking import PHONE, react
from kck.conversations.commands import answer, into_cases
from kck.conversations.models import Thread
from kck.conversations.terms import Part, ThreadState
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("box")]
TOKEN = "t0ken"  # noqa: S105
SECRET = "abcdefgh12345678"  # noqa: S105


@pytest.fixture(autouse=True)
def _monday():
    real = clock.real_now().isoformat()
    clock.set_anchor(f"{MONDAY.isoformat()}@{real}@1")
    yield
    clock.set_anchor("")


@pytest.fixture
def far(settings):
    with simulator() as running:
        settings.ENV = replace(
            settings.ENV, sms=f"smsapi:{running.url}", sms_token=TOKEN, sms_hook_secret=SECRET
        )
        yield running


class Phone:
    """Texts go to the city by the gateway's call to us; what came is asked of the gateway."""

    def __init__(self, client, far: Simulator) -> None:
        self._client, self._far, self._sent = client, far, 0

    def writes(self, words: str) -> None:
        self._sent += 1
        response = self._client.post(
            f"/hooks/sms/{SECRET}/",
            {"MsgId": f"in{self._sent}", "sms_from": PHONE[1:], "sms_to": "000311",
             "sms_text": words, "sms_date": str(1770022800 + self._sent)},
        )  # fmt: skip
        assert (response.status_code, response.content) == (200, b"OK")

    def shows(self) -> list[str]:
        react()
        send_due(seconds=5)
        return self._far.texts


@pytest.fixture
def phone(client, far):
    return Phone(client, far)


@pytest.fixture
def agent(db):
    staff = Staff.objects.create(email="agent@kontakt.example", name="Anna Agentka")
    return everywhere(id=staff.pk)


def _one_done(phone: Phone, agent) -> Case:
    """A question, an answer, a case of it, and the end of the work."""
    phone.writes("Kto zajmuje się lampami nad rzeką?")
    assert "Mamy Twoją wiadomość" in phone.shows()[-1]
    thread = Thread.objects.get()
    answer(thread.pk, text="Zarząd Dróg. O którą lampę chodzi?", after="waiting", at=clock.now(),
           by=agent)  # fmt: skip
    assert phone.shows()[-1] == "Zarząd Dróg. O którą lampę chodzi?"

    phone.writes("O tę przy kładce, od wczoraj jest ciemna")
    thread.refresh_from_db()
    assert thread.state == ThreadState.OPEN
    assert Thread.objects.count() == 1
    [ref] = into_cases(
        thread.pk, parts=[Part(text="Ciemna lampa przy kładce", category="lighting-single-lamp")],
        at=clock.now(), by=agent,
    )  # fmt: skip
    case = Case.objects.get(pk=ref.id)
    said = phone.shows()[-1]
    assert said.startswith(f"Sprawa {case.number[:2]}-")
    assert "Kod:" in said
    assert reader_of(case.pk).ways == (Way.SMS,)

    by = acting_for(snapshot(MONDAY).unit_by_id(case.unit_id).code)
    Case.objects.filter(pk=case.pk).update(state=CaseState.IN_PROGRESS, needs_triage=False)
    cases.done(case.pk, outcome=Outcome.DONE, words="Lampę wymieniono.", at=clock.now(), by=by)
    said = phone.shows()[-1]
    assert "Lampę wymieniono." in said
    assert "Odpisz TAK albo NIE" in said
    return case


def test_yes_confirms(phone, agent):
    case = _one_done(phone, agent)
    phone.writes("TAK")
    case.refresh_from_db()
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.CONFIRMED)
    assert "Dziękujemy" in phone.shows()[-1]


def test_not_mended_disputes_and_somebody_else_looks(phone, agent):
    case = _one_done(phone, agent)
    phone.writes("NIE naprawione, lampa dalej ciemna")
    case.refresh_from_db()
    assert (case.state, case.disputes) == (CaseState.REOPENED, 1)
    words = CaseText.objects.get(case=case, kind=TextKind.DISAGREEMENT)
    assert words.body == "NIE naprawione, lampa dalej ciemna"
    assert "sprawdzi ją inna osoba" in phone.shows()[-1]


@pytest.mark.parametrize("word", ["NIE", "no"])
def test_a_mere_no_disputes_too(phone, agent, word):
    case = _one_done(phone, agent)
    phone.writes(word)
    case.refresh_from_db()
    assert (case.state, case.disputes) == (CaseState.REOPENED, 1)


def test_a_yes_of_another_phone_confirms_nothing(phone, agent, client):
    case = _one_done(phone, agent)
    client.post(
        f"/hooks/sms/{SECRET}/",
        {"MsgId": "z1", "sms_from": "48600999888", "sms_text": "TAK", "sms_to": "000311"},
    )
    case.refresh_from_db()
    assert case.state == CaseState.DONE


def test_a_whole_new_report_is_not_added_to_the_old_case(phone, agent):
    case = _one_done(phone, agent)
    phone.writes("Czuję gaz na klatce schodowej przy ul. Długiej 12")
    case.refresh_from_db()
    assert case.state == CaseState.DONE
    assert not CaseText.objects.filter(case=case, body__contains="gaz").exists()


def test_receipts_come_by_call_or_are_asked_for_and_never_go_back(phone, far, client, agent):
    phone.writes("Kto zajmuje się lampami nad rzeką?")
    phone.shows()
    row = Delivery.objects.get()
    assert (row.state, row.far_end_id) == ("sent", "a1")
    far.statuses["a1"] = "DELIVERED"
    assert ask_for_receipts() == 1
    row.refresh_from_db()
    assert row.arrived_at is not None
    late = client.get(f"/hooks/sms/{SECRET}/", {"MsgId": "a1", "status": "403", "username": "u"})
    assert late.content == b"OK"
    row.refresh_from_db()
    assert (row.state, row.arrived_at is None) == ("sent", False)
    assert ask_for_receipts() == 0


def test_a_number_that_takes_nothing_fails_for_good(phone, far, client):
    phone.writes("Kto zajmuje się lampami nad rzeką?")
    phone.shows()
    client.post(f"/hooks/sms/{SECRET}/", {"MsgId": "a1", "status": "405", "idx": ""})
    row = Delivery.objects.get()
    assert row.state == "failed"


def test_at_night_an_answer_waits_for_the_morning_and_a_danger_does_not(phone):
    real = clock.real_now().isoformat()
    night = MONDAY + timedelta(hours=14)
    clock.set_anchor(f"{night.isoformat()}@{real}@1")
    phone.writes("Czuję gaz na klatce schodowej przy ul. Długiej 12")
    assert any(one.startswith("Zadzwoń teraz") for one in phone.shows())

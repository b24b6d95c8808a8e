from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from tests.builders import MONDAY, a_case, acting_for

from kck.cases import commands
from kck.cases.models import CasePhoto, CaseText
from kck.cases.queries.desk_case import last_seq
from kck.cases.terms import CaseState, Outcome, TextKind
from kck.desk.tests.acting import HTMX, do, state_of, upload
from kck.desk.tests.conftest import a_colleague
from kck.foundation import clock
from kck.foundation.numbers import display

NOW = MONDAY + timedelta(hours=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


# each action once: what is sent, the state it leads to, the words that must have been kept
EVERY = {
    "accept": ({}, CaseState.ACCEPTED, None),
    "take": ({}, CaseState.IN_PROGRESS, None),
    "answer": ({"text": "Jedziemy jutro rano."}, CaseState.NEW, TextKind.ANSWER),
    "ask": ({"text": "Po której stronie ulicy?"}, CaseState.WAITING, TextKind.QUESTION),
    "note": ({"text": "Ekipa wie."}, CaseState.NEW, TextKind.NOTE),
    "schedule": (
        {"when": "2026-02-05T08:30", "text": "Zalejemy asfaltem."},
        CaseState.SCHEDULED, TextKind.ANSWER,
    ),
    "contractor": (
        {"contractor": "Drogi sp. z o.o.", "text": "Naprawić do środy."},
        CaseState.CONTRACTOR, TextKind.NOTE,
    ),
    "forward": (
        {"unit": "ZZM", "text": "To alejka w parku."}, CaseState.FORWARDED, TextKind.REASON,
    ),
    "hand_back": ({"text": "To nie nasza droga."}, CaseState.FORWARDED, TextKind.REASON),
    "recategorise": (
        {"category": "roads-pavement", "text": "To chodnik."}, CaseState.NEW, TextKind.REASON,
    ),
    "requalify": (
        {"kind": "motion", "text": "To wniosek, nie zgłoszenie."}, CaseState.NEW, TextKind.REASON,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("htmx", [True, False])
def test_an_action_does_what_its_button_says(signed_in, name, htmx):
    case, (data, state, kind) = a_case(), EVERY[name]
    client = signed_in()

    answer = do(client, case, name, htmx=htmx, **data)

    assert answer.status_code in ((200, 204) if htmx else (302,))
    assert state_of(case) == state
    if kind:
        kept = CaseText.objects.get(case=case, kind=kind)
        assert kept.body == data["text"]
    if answer.status_code == 200:
        assert answer["HX-Trigger"] == f"kck:case:{case.pk}"


def test_a_scheduled_day_is_meant_in_the_citys_time(signed_in):
    case = a_case()

    do(signed_in(), case, "schedule", when="2026-02-05T08:30", text="Zalejemy.")

    case.refresh_from_db()
    local = case.scheduled_at.astimezone(ZoneInfo("Europe/Warsaw"))
    assert (local.day, local.hour, local.minute) == (5, 8, 30)


def test_a_case_is_given_to_a_colleague_and_taken_from_them(signed_in):
    piotr = a_colleague(name="Piotr Sowa")
    case, client = a_case(), signed_in()

    do(client, case, "assign", person=str(piotr.pk))
    case.refresh_from_db()
    assert case.handler_id == piotr.pk

    do(client, case, "assign", person="")
    case.refresh_from_db()
    assert case.handler_id is None
    assert do(client, case, "assign", person="987654").status_code == 422


def test_done_with_its_photo_asks_the_reporter_to_confirm(signed_in):
    case = a_case()
    words = "Ubytek zalany masą na gorąco."

    answer = do(signed_in(), case, "done", outcome="done", text=words, photos=upload())

    assert answer.status_code == 200
    assert state_of(case) == CaseState.DONE
    assert case.outcome == Outcome.DONE
    assert CasePhoto.objects.get(case=case).kind == "evidence"
    assert CaseText.objects.get(case=case, kind=TextKind.CLOSING).body == words


def test_done_without_the_needed_photo_is_refused_and_nothing_typed_is_lost(signed_in):
    case = a_case()
    words = "Ubytek zalany masą na gorąco."

    answer = do(signed_in(), case, "done", outcome="done", text=words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "dodaj zdjęcie wykonanej pracy" in page
    assert words in page
    assert "<html" not in page
    assert state_of(case) == CaseState.NEW


def test_a_photo_that_was_taken_in_need_not_be_sent_again(signed_in):
    case, client = a_case(), signed_in()

    refused = do(client, case, "done", outcome="done", text="Krótko", photos=upload())
    kept = refused.context["form"]["kept"].value()
    assert (refused.status_code, bool(kept)) == (422, True)
    assert "Jedno zdjęcie już tu jest." in refused.content.decode()

    done = do(client, case, "done", outcome="done", text="Zalane masą na gorąco.", kept=kept)
    assert (done.status_code, state_of(case)) == (200, CaseState.DONE)
    assert CasePhoto.objects.filter(case=case).count() == 1


def test_kept_photos_of_another_case_are_none_of_this_one(signed_in):
    one, other, client = a_case(), a_case(), signed_in()
    kept = (
        do(client, one, "done", outcome="done", text="x", photos=upload())
        .context["form"]["kept"]
        .value()
    )

    answer = do(client, other, "done", outcome="done", text="Zalane masą na gorąco.", kept=kept)

    assert answer.status_code == 422
    assert not CasePhoto.objects.filter(case=other).exists()


def test_what_is_no_photo_is_said_to_be_none(signed_in):
    case = a_case()

    answer = do(signed_in(), case, "photo", photos=upload(BytesIO(b"%PDF-1.7 text"), "a.jpg"))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode() or "ds-alert" in answer.content.decode()
    assert not CasePhoto.objects.filter(case=case).exists()


def test_an_enquiry_is_answered_and_closed_at_once_but_a_report_is_not(signed_in):
    report = a_case()
    client = signed_in("agent", "KCK")
    enquiry = a_case(category="office-procedure-question", kind="enquiry")
    data = {"outcome": "done", "text": "Wniosek składa się w okienku 4."}

    assert do(client, report, "close", **data).status_code == 422
    assert do(client, enquiry, "close", **data).status_code == 200
    assert state_of(enquiry) == CaseState.CLOSED


def test_two_cases_are_merged_by_number_and_parted_again(signed_in):
    one, other, client = a_case(), a_case(), signed_in()

    assert do(client, one, "merge", number=display(one.number)).status_code == 422
    assert do(client, one, "merge", number="26-999999-9").status_code == 422
    assert do(client, one, "merge", number=display(other.number)).status_code == 200
    assert state_of(one) == CaseState.MERGED
    page = client.get(f"/desk/case/{one.number}/").content.decode()
    assert display(other.number) in page

    assert do(client, one, "unmerge").status_code == 200
    assert state_of(one) == CaseState.REOPENED


def test_visibility_reopening_and_the_end_of_waiting(signed_in):
    case, client = a_case(), signed_in()

    do(client, case, "visibility", shown="coarse")
    case.refresh_from_db()
    assert (case.private, case.coarse) == (False, True)

    do(client, case, "ask", text="Po której stronie?")
    assert do(client, case, "stop_waiting").status_code == 200
    assert state_of(case) == CaseState.IN_PROGRESS

    do(client, case, "done", outcome="not-found", text="Nic tam nie znaleziono.")
    assert do(client, case, "reopen", text="Jednak jest.").status_code == 200
    assert state_of(case) == CaseState.REOPENED


def test_an_agent_speaks_for_the_reporter_on_the_line(signed_in):
    client = signed_in("agent", "KCK")
    case, gone = a_case(), a_case()
    by = acting_for("ZDMK")

    do(client, case, "reply", text="To przy numerze 5.")
    assert CaseText.objects.get(case=case, kind=TextKind.REPLY).body == "To przy numerze 5."
    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words="Nic tam nie ma.", at=NOW, by=by)
    assert do(client, case, "disagree", text="Jest, widzę ją.").status_code == 200
    assert state_of(case) == CaseState.REOPENED
    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words="Nic tam nie ma.", at=NOW, by=by)
    do(client, case, "confirm")
    assert state_of(case) == CaseState.CLOSED
    do(client, gone, "withdraw")
    assert state_of(gone) == CaseState.WITHDRAWN


def test_what_leaves_the_unit_leaves_its_people(signed_in):
    case = a_case()
    client = signed_in()

    answer = do(client, case, "forward", unit="ZZM", text="To alejka w parku.")

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/desk/")
    assert client.get(f"/desk/case/{case.number}/").status_code == 404
    queue = client.get("/desk/").content.decode()
    assert f"{display(case.number)}: Sprawa przekazana." in queue


def test_who_was_faster_is_shown_and_what_was_typed_stays(signed_in):
    case = a_case()
    seen = last_seq(case.pk)
    commands.take(case.pk, at=NOW, by=acting_for("ZDMK", id=77))
    client = signed_in()

    clash = do(client, case, "answer", seen=seen, text="Jedziemy jutro rano.")
    page = clash.content.decode()
    assert clash.status_code == 422
    assert "Ktoś zmienił tę sprawę" in page
    assert "Rozpoczęto pracę" in page
    assert "Jedziemy jutro rano." in page
    assert not CaseText.objects.filter(case=case, kind=TextKind.ANSWER).exists()

    again = do(client, case, "answer", seen=clash.context["form"]["seen"].value(), text="Jedziemy.")
    assert again.status_code == 200
    assert CaseText.objects.get(case=case, kind=TextKind.ANSWER).body == "Jedziemy."


def test_ones_own_steps_are_no_clash(signed_in):
    case, client = a_case(), signed_in()
    seen = last_seq(case.pk)

    do(client, case, "take", seen=seen)

    assert do(client, case, "answer", seen=seen, text="Jedziemy.").status_code == 200


def test_a_stale_page_whose_action_is_not_possible_any_more_gives_the_words_back(signed_in):
    case = a_case()
    seen = last_seq(case.pk)
    by = acting_for("ZDMK", id=77)
    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words="Nic tam nie ma.", at=NOW, by=by)

    answer = do(signed_in(), case, "ask", seen=seen, text="Po której stronie?")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nie jest teraz możliwe" in page
    assert "Po której stronie?" in page
    assert "Wykonano" in page


@pytest.mark.parametrize("seen", ["", "x", "-3", "99999999999999999999"])
def test_a_form_that_does_not_know_what_it_saw_is_refused(signed_in, seen):
    case = a_case()

    assert do(signed_in(), case, "answer", seen=seen, text="Jedziemy.").status_code == 422
    assert not CaseText.objects.filter(case=case, kind=TextKind.ANSWER).exists()


def test_unwritable_characters_are_refused_with_a_sentence(signed_in):
    case = a_case()

    answer = do(signed_in(), case, "note", text="a\x00b")

    assert answer.status_code == 422


def test_a_form_opens_in_the_page_and_alone(signed_in):
    case, client = a_case(), signed_in()
    address = f"/desk/case/{case.number}/do/forward/"

    assert "<html" in client.get(address).content.decode()
    fragment = client.get(address, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert 'name="unit"' in fragment
    assert client.get(f"/desk/case/{case.number}/do/nonsense/").status_code == 404


def test_erasing_leaves_the_case_and_takes_who_reported_it(signed_in):
    case = a_case(name="Jan Kowalski", email="jan@example.org")

    assert do(signed_in(), case, "erase", text="art. 17 RODO").status_code in {403, 404, 422}
    answer = do(signed_in("agent", "KCK", "Ewa Dane"), case, "erase", text="art. 17 RODO")

    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.person_id is None
    assert not CaseText.objects.filter(case=case, body__contains="dziura").exists()

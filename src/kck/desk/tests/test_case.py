from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pydantic import TypeAdapter
from tests.builders import MONDAY, a_case, a_jpeg, a_photo, acting_for

from kck.cases import commands
from kck.cases.events import CaseOpened
from kck.cases.models import CasePhoto, CaseText
from kck.cases.queries.desk_case import ACTIONS as ALLOWED
from kck.cases.queries.desk_case import code_to_dictate, last_seq
from kck.cases.reactions import acknowledge
from kck.cases.rules import MOVES
from kck.cases.terms import CaseState, Outcome, TextKind
from kck.desk.actions import ACTIONS
from kck.desk.tests.conftest import a_colleague
from kck.foundation import clock
from kck.foundation.models import Look, RecordedEvent
from kck.foundation.numbers import display

HTMX = {"HX-Request": "true", "HX-Target": "section#action"}
NOW = MONDAY + timedelta(hours=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def do(client, case, name, *, seen=None, htmx=True, **data):
    data["seen"] = last_seq(case.pk) if seen is None else seen
    headers = HTMX if htmx else {}
    return client.post(f"/desk/case/{case.number}/do/{name}/", data, headers=headers)


def state_of(case):
    case.refresh_from_db()
    return CaseState(case.state)


def upload(data: BytesIO | None = None, name="po.jpg"):
    return SimpleUploadedFile(name, (data or a_jpeg()).getvalue(), "image/jpeg")


def test_the_page_says_what_where_by_when_and_why(signed_in):
    case = a_case(name="Jan Kowalski", phone="+48600100200", email="jan@example.org")

    page = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    for words in (display(case.number), "Dziura / ubytek w jezdni", "Rynek Główny 1",
                  "Obiecany termin", "Dlaczego ta jednostka", "Duża dziura"):  # fmt: skip
        assert words in page
    for private in ("Jan Kowalski", "600100200", "jan@example.org"):
        assert private not in page
    assert f"case:{case.pk} here:{case.pk}" in page


def test_another_units_case_is_not_there(signed_in):
    theirs = a_case(category="green-lawn-mowing")
    client = signed_in()
    base = f"/desk/case/{theirs.number}/"

    assert client.get(base).status_code == 404
    assert client.get(base + "parts/").status_code == 404
    for name in ACTIONS:
        assert client.get(f"{base}do/{name}/").status_code == 404
        assert client.post(f"{base}do/{name}/", {"seen": 1}).status_code == 404
    for rest in ("here/", "contact/", "publish/"):
        assert client.post(base + rest).status_code == 404
    assert client.get("/desk/case/260000999/").status_code == 404


def test_who_only_reads_has_no_buttons_but_the_note(signed_in):
    case = a_case()
    client = signed_in("reader")

    page = client.get(f"/desk/case/{case.number}/").content.decode()

    assert "/do/note/" in page
    for name in ("take", "done", "forward", "answer", "merge", "visibility"):
        assert f"/do/{name}/" not in page
    assert do(client, case, "take").status_code == 422
    assert state_of(case) == CaseState.NEW


def test_every_action_is_shown_by_the_policy_and_the_move_that_its_command_asks():
    assert {a.may or a.name for a in ACTIONS.values()} <= set(ALLOWED)
    assert {verb for _may, verb in ALLOWED.values() if verb} <= set(MOVES)
    keys = [a.key for a in ACTIONS.values() if a.key and a.name != "unmerge"]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {"n", "p", "k", "j", "?", "/"}


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
        {"kind": "complaint", "text": "Skarga na bezczynność."}, CaseState.NEW, TextKind.REASON,
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


def test_contact_is_shown_on_request_and_written_down(signed_in):
    case = a_case(name="Jan Kowalski", phone="+48600100200")
    client = signed_in()

    page = client.post(f"/desk/case/{case.number}/contact/", headers=HTMX).content.decode()

    assert "Jan Kowalski" in page
    assert "600100200" in page
    look = Look.objects.get()
    assert (look.what, look.subject) == ("contact", f"case:{case.pk}")
    assert case.number in look.reason


def test_a_stranger_to_the_unit_says_why_they_want_the_contact(signed_in):
    case = a_case(name="Jan Kowalski")
    client = signed_in("agent", "KCK")
    address = f"/desk/case/{case.number}/contact/"

    refused = client.post(address, {"reason": "ej"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Jan Kowalski" not in refused.content.decode()
    assert not Look.objects.exists()

    shown = client.post(address, {"reason": "dzwoni w tej sprawie"}, headers=HTMX)
    assert "Jan Kowalski" in shown.content.decode()
    assert Look.objects.get().reason == "dzwoni w tej sprawie"


def test_without_the_grant_there_is_no_contact(signed_in):
    case = a_case(name="Jan Kowalski")

    answer = signed_in("reader").post(f"/desk/case/{case.number}/contact/")

    assert answer.status_code == 404
    assert not Look.objects.exists()


def test_personal_data_is_marked_before_anybody_publishes(signed_in):
    case = a_case(text="Dziura przed bramą. Proszę dzwonić: 600 100 200.")

    page = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    assert '<mark class="personal"' in page
    assert "data-confirm=" in page


def test_text_and_photo_are_published_and_taken_back(signed_in):
    case = a_case(photos=(a_photo(),))
    text, photo = CaseText.objects.get(case=case), CasePhoto.objects.get(case=case)
    client = signed_in()
    address = f"/desk/case/{case.number}/publish/"

    answer = client.post(address, {"text": text.pk, "photo": photo.pk}, headers=HTMX)
    assert (answer.status_code, answer["HX-Trigger"]) == (204, f"kck:case:{case.pk}")
    for row in (text, photo):
        row.refresh_from_db()
        assert row.published_at is not None

    client.post(address, {"text": text.pk, "take_back": "yes"})
    text.refresh_from_db()
    assert text.published_at is None
    assert signed_in("reader").post(address, {"text": text.pk}).status_code == 404


def test_a_text_is_redacted_and_the_old_words_are_gone(signed_in):
    case = a_case(text="Dziura. Jan Kowalski, tel. 600 100 200.")
    text = CaseText.objects.get(case=case)
    client = signed_in()
    form = client.get(f"/desk/case/{case.number}/do/redact_text/?text={text.pk}", headers=HTMX)
    assert "600 100 200" in form.content.decode()

    answer = do(client, case, "redact_text", text_id=text.pk, text="Dziura.")

    assert answer.status_code == 200
    page = client.get(f"/desk/case/{case.number}/").content.decode()
    assert "600 100 200" not in page
    assert not CaseText.objects.filter(body__contains="600").exists()


def test_boxes_are_painted_over_a_photo(signed_in):
    case = a_case(photos=(a_photo(),))
    photo = CasePhoto.objects.get(case=case)
    client = signed_in()
    form = client.get(f"/desk/case/{case.number}/do/redact_photo/?photo={photo.pk}", headers=HTMX)
    assert "<cover-boxes" in form.content.decode()

    assert do(client, case, "redact_photo", photo_id=photo.pk, boxes="10 10").status_code == 422
    assert do(client, case, "redact_photo", photo_id=photo.pk, boxes="").status_code == 422
    done = do(client, case, "redact_photo", photo_id=photo.pk, boxes="10 10 40,5 40")

    assert done.status_code == 200
    photo.refresh_from_db()
    assert photo.erased_at is not None
    assert CasePhoto.objects.filter(case=case, erased_at=None).exists()


def test_a_photo_is_served_to_its_staff_alone(signed_in):
    public_id = a_photo()
    a_case(photos=(public_id,))

    assert signed_in().get(f"/desk/photo/{public_id}/full").status_code == 200
    assert signed_in().get(f"/desk/photo/{public_id}/huge").status_code == 404
    assert signed_in("unit", "ZZM").get(f"/desk/photo/{public_id}/full").status_code == 404
    assert signed_in().get(f"/desk/photo/{a_photo()}/full").status_code == 404


def test_history_can_be_narrowed_to_messages_or_notes(signed_in):
    case = a_case()
    by = acting_for("ZDMK")
    commands.add_note(case.pk, text="Ekipa wie.", at=NOW, by=by)
    commands.answer(case.pk, text="Jedziemy jutro.", at=NOW, by=by)
    client = signed_in()

    def history(show):
        page = client.get(f"/desk/case/{case.number}/?show={show}").content.decode()
        return page[page.index("history-heading") :]

    assert "Ekipa wie." in history("all")
    assert "Ekipa wie." not in history("messages")
    assert "Jedziemy jutro." in history("messages")
    assert "Ekipa wie." in history("notes")
    assert "Jedziemy jutro." not in history("notes")


def test_the_live_parts_come_without_forms(signed_in):
    case = a_case()

    parts = signed_in().get(f"/desk/case/{case.number}/parts/", headers=HTMX).content.decode()

    for part in ("case-head", "case-tools", "case-body", "case-aside"):
        assert f'id="{part}"' in parts
    assert 'id="action"' not in parts


def test_colleagues_see_each_other_while_they_have_a_case_open(signed_in, monkeypatch):
    case = a_case()
    anna, piotr = signed_in(), signed_in(name="Piotr Sowa")
    address = f"/desk/case/{case.number}/here/"
    anna.post(address, headers=HTMX)

    assert "Anna Nowak ma tę sprawę otwartą." in piotr.post(address, headers=HTMX).content.decode()
    assert "Piotr Sowa" in anna.get(f"/desk/case/{case.number}/").content.decode()
    assert "Anna Nowak ma" not in anna.post(address, headers=HTMX).content.decode()

    piotr.post(address, {"gone": "yes"}, headers=HTMX)
    assert "Piotr Sowa ma" not in anna.post(address, headers=HTMX).content.decode()

    later = clock.real_now() + timedelta(seconds=50)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert "Anna Nowak ma" not in piotr.post(address, headers=HTMX).content.decode()


def test_only_coming_and_going_is_announced(signed_in, told):
    case, client = a_case(), signed_in()
    told.clear()
    address = f"/desk/case/{case.number}/here/"

    client.post(address)
    client.post(address)

    assert told == [[f"here:{case.pk}"]]


def test_what_happens_is_told_to_the_case_and_its_unit(signed_in, told):
    case, client = a_case(), signed_in()
    told.clear()

    do(client, case, "take")

    assert told == [[f"case:{case.pk}", f"unit:{case.unit_id}"]]


def test_mails_show_their_state_and_never_the_address_or_the_code(signed_in):
    case = a_case(email="jan@example.org")
    event = RecordedEvent.objects.get(name="cases.case_opened", payload__case_id=case.pk)
    acknowledge(TypeAdapter(CaseOpened).validate_python(event.payload), event.pk)

    page = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    assert "Potwierdzenie: sprawa przyjęta" in page
    assert "j…@example.org" in page
    assert "jan@example.org" not in page
    assert code_to_dictate(case.pk) not in page

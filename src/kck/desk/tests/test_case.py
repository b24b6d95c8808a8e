from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import TypeAdapter
from tests.builders import MONDAY, RYNEK, a_case, a_photo, acting_for, everywhere

from kck.cases import commands
from kck.cases.events import CaseOpened
from kck.cases.models import CasePhoto, CaseText
from kck.cases.queries.desk_case import ACTIONS as ALLOWED
from kck.cases.queries.desk_case import code_to_dictate
from kck.cases.reactions import acknowledge
from kck.cases.rules import MOVES
from kck.cases.terms import CaseState, Tie
from kck.desk.actions import ACTIONS
from kck.desk.tests.acting import HTMX, do, state_of
from kck.foundation import clock
from kck.foundation.models import Look, RecordedEvent
from kck.foundation.numbers import display
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming, Reached
from kck.messaging.models import Delivery
from kck.messaging.terms import DeliveryState

NOW = MONDAY + timedelta(hours=2)
MOST_STATEMENTS, OF_A_PLAIN_CASE = 32, 25
PDF = b"%PDF-1.7\n1 0 obj"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_the_page_says_what_where_by_when_and_why(signed_in):
    case = a_case(name="Jan Kowalski", phone="+48600100200", email="jan@example.org")

    page = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    for words in (display(case.number), "Dziura / ubytek w jezdni", "Rynek Główny 1",
                  "Termin obiecany", "Dlaczego ta jednostka", "Duża dziura"):  # fmt: skip
        assert words in page
    for private in ("Jan Kowalski", "600100200", "jan@example.org"):
        assert private not in page
    assert f"case:{case.pk} here:{case.pk}" in page


def test_what_the_reporter_wrote_stands_on_the_page_once_and_answers_in_words(signed_in):
    case = a_case(
        spot=replace(RYNEK, words="za kioskiem"),
        answers={"size": "hand", "depth_cm": 12},
    )

    page = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    for words in ("Duża dziura", "za kioskiem", "Jak dłoń"):
        assert page.count(words) == 1
    assert "depth_cm" not in page
    assert "{&quot;" not in page


def test_what_happened_long_ago_is_folded_and_still_there(signed_in):
    case, by = a_case(), acting_for("ZDMK")
    for number in range(9):
        commands.add_note(case.pk, text=f"Notatka nr {number}.", at=NOW, by=by)

    page = signed_in().get(f"/desk/case/{case.number}/").content.decode()

    latest, earlier = page.split("Wcześniej: zdarzenia, 5")
    assert "Notatka nr 8." in latest
    assert "Notatka nr 4." in latest
    assert "Notatka nr 3." in earlier
    assert "Zgłoszenie przyjęte." in earlier


def test_a_letter_that_did_not_arrive_is_told_above_until_a_later_one_arrives(signed_in):
    case = a_case(email="jan@example.org")
    event = RecordedEvent.objects.get(name="cases.case_opened", payload__case_id=case.pk)
    acknowledge(TypeAdapter(CaseOpened).validate_python(event.payload), event.pk)
    client = signed_in()

    def told():
        return "wiadomość nie doszła" in client.get(f"/desk/case/{case.number}/").content.decode()

    assert not told()
    Delivery.objects.update(state=DeliveryState.FAILED, next_try_at=None)
    assert told()

    acknowledge(TypeAdapter(CaseOpened).validate_python(event.payload), event.pk + 1)
    assert not told()


def test_nobody_phones_who_asked_for_texts(signed_in):
    incoming = Incoming(
        channel=Channel.PHONE,
        category="roads-pothole",
        text="Duża dziura w jezdni.",
        spot=RYNEK,
        reached=Reached(phone="+48600100200", prefers_sms=True),
    )
    case = receive(incoming, at=MONDAY, by=everywhere()).case

    assert "SMS (nie dzwonić)" in signed_in().get(f"/desk/case/{case.number}/").content.decode()


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


def test_a_case_with_everything_on_it_costs_few_statements(
    signed_in, django_assert_max_num_queries
):
    """Four of them let in, two are the frame's."""
    by, seer = acting_for("ZDMK"), everywhere()
    case, other = a_case(email="jan@example.org", photos=(a_photo(),)), a_case(spot=RYNEK)
    commands.put_label(case.pk, name="pilne", at=NOW, by=by)
    commands.add_file(case.pk, data=PDF, name="umowa.pdf", at=NOW, by=by)
    commands.tie(case.pk, other_id=other.pk, kind=Tie.RELATES, at=NOW, by=seer)
    commands.give_task(case.pk, unit="ZZM", words="Gałęzie.", at=NOW, by=by)
    for number in range(9):
        commands.add_note(case.pk, text=f"Notatka nr {number}.", at=NOW, by=by)
    client, address = signed_in(), f"/desk/case/{case.number}/"
    client.get(address)  # what was unread is read now

    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get(address).content.decode()

    for words in ("pilne", "umowa.pdf", "Gałęzie.", "Zdjęcie od zgłaszającego"):
        assert words in page


def test_a_case_that_was_only_talked_about_costs_fewer(signed_in, django_assert_max_num_queries):
    case, by = a_case(email="jan@example.org"), acting_for("ZDMK")
    for number in range(6):
        commands.add_note(case.pk, text=f"Notatka nr {number}.", at=NOW, by=by)
        commands.answer(case.pk, text=f"Odpowiedź nr {number}.", at=NOW, by=by)
    client, address = signed_in(), f"/desk/case/{case.number}/"
    client.get(address)

    with django_assert_max_num_queries(OF_A_PLAIN_CASE):
        page = client.get(address).content.decode()

    assert "Odpowiedź nr 5." in page

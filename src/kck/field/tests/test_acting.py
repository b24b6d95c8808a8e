"""What is done in the field: once each, by who may, and never over somebody else's head."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import MONDAY, a_case, acting_for

from kck.cases import commands
from kck.cases.models import CasePhoto, CaseText
from kck.cases.queries.desk_case import last_seq
from kck.cases.terms import CaseState, Outcome, TextKind
from kck.field.clocks import OLDEST, done_at
from kck.field.owner import HEADER, mark_of
from kck.field.phrases import OUTCOMES
from kck.field.tests.conftest import a_worker, done, key, send, upload
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.people.models import Person

pytestmark = pytest.mark.django_db


def events(case, name):
    return RecordedEvent.objects.filter(stream=case.stream, name=f"cases.{name}").count()


def state(case):
    case.refresh_from_db()
    return CaseState(case.state)


def test_done_is_photo_outcome_and_words(signed_in):
    case = a_case()

    answer = send(signed_in(), case, "done", **done())

    assert (answer.status_code, answer.json()["state"]) == (200, "sent")
    assert state(case) == CaseState.DONE
    assert case.outcome == Outcome.DONE
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1


def test_the_same_key_does_it_once_however_often_it_comes(signed_in):
    case, client, same = a_case(), signed_in(), key()
    seen = last_seq(case.pk)

    answers = [
        send(client, case, "note", key=same, seen=seen, text="Kostka zamówiona.", photos=upload())
        for _turn in range(3)
    ]

    assert [answer.json()["again"] for answer in answers] == [False, True, True]
    assert events(case, "note_added") == 1
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1


def test_an_answer_that_was_lost_comes_again_after_the_case_has_left_the_unit(signed_in):
    case, client, same = a_case(), signed_in(), key()
    asked = {"key": same, "seen": last_seq(case.pk), "text": "To droga powiatowa, nie nasza."}

    first = send(client, case, "hand-back", **asked)
    again = send(client, case, "hand-back", **asked)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["again"]
    assert events(case, "case_handed_back") == 1


def test_a_key_is_somebodys_own(signed_in):
    case, same = a_case(), key()
    send(signed_in(), case, "note", key=same, text="Moje.")

    answer = send(signed_in(name="Ewa Druga"), case, "note", key=same, text="Jej.")

    assert (answer.status_code, answer.json()["again"]) == (200, False)
    assert events(case, "note_added") == 2


def test_one_key_is_no_room_for_two_things(signed_in):
    case, client, same = a_case(), signed_in(), key()
    send(client, case, "note", key=same, text="Pierwsza.")

    answer = send(client, case, "note", key=same, text="Druga.")

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert events(case, "note_added") == 1


@pytest.mark.parametrize("bad", ["", "short", "ą" * 20, "a" * 65, "spaces are no key at all"])
def test_what_is_no_key_is_refused(signed_in, bad):
    case = a_case()

    answer = send(signed_in(), case, "take", key=bad)

    assert answer.status_code == 422
    assert state(case) == CaseState.NEW


def test_a_case_closed_by_somebody_meanwhile_is_a_clash_with_both_versions(signed_in):
    case = a_case()
    seen = last_seq(case.pk)
    commands.done(
        case.pk, outcome=Outcome.NOT_FOUND, words="Byliśmy rano, nic tu nie ma.",
        at=MONDAY, by=acting_for("ZDMK"),
    )  # fmt: skip

    answer = send(signed_in(), case, "done", seen=seen, **done())

    clash = answer.json()
    assert (answer.status_code, clash["state"], clash["open"]) == (409, "clash", False)
    assert clash["note"]
    assert clash["seq"] == last_seq(case.pk)
    assert any("Byliśmy rano" in words for one in clash["changes"] for words in one["words"])
    assert case.outcome == "" or state(case) == CaseState.DONE
    assert events(case, "case_done") == 1


def test_a_change_that_leaves_it_open_is_shown_first_and_then_it_may_be_sent(signed_in):
    case, client = a_case(), signed_in()
    seen = last_seq(case.pk)
    commands.add_note(case.pk, text="Nie ruszać: gwarancja.", at=MONDAY, by=acting_for("ZDMK"))

    clash = send(client, case, "done", seen=seen, **done()).json()
    assert clash["open"]
    assert state(case) == CaseState.NEW

    answer = send(client, case, "done", seen=clash["seq"], **done())
    assert answer.json()["state"] == "sent"


def test_own_steps_and_what_does_not_matter_are_no_clash(signed_in):
    case, client = a_case(category="waste-overflowing-bin"), signed_in(unit="MPO")
    somebody = Person.objects.create(email="ktos@poczta.example", created_at=MONDAY)
    seen = last_seq(case.pk)

    assert send(client, case, "take", seen=seen).json()["state"] == "sent"
    commands.join(case.pk, person_id=somebody.pk, at=MONDAY, by=PLATFORM)
    answer = send(client, case, "done", seen=seen, **done())

    assert answer.json()["state"] == "sent"


def test_a_case_that_went_elsewhere_is_told_to_the_phone_and_nothing_of_it_shown(signed_in):
    case, client = a_case(), signed_in()
    seen = last_seq(case.pk)
    commands.hand_back(case.pk, reason="Nie nasze wcale.", at=MONDAY, by=acting_for("ZDMK"))

    answer = send(client, case, "done", seen=seen, **done())

    assert answer.status_code == 404
    assert answer.json() == {
        "state": "clash", "why": answer.json()["why"], "changes": [], "seq": 0,
        "open": False, "note": False,
    }  # fmt: skip


def test_another_crew_puts_it_back_into_the_pool_with_a_note(signed_in):
    case, client = a_case(), signed_in()
    send(client, case, "take")

    answer = send(client, case, "another-crew", text="Podnośnik do 12 m.")

    case.refresh_from_db()
    assert answer.json()["state"] == "sent"
    assert case.handler_id is None
    assert case.state == CaseState.IN_PROGRESS
    assert "Podnośnik" in CaseText.objects.get(case=case, kind=TextKind.NOTE).body


def test_not_found_needs_no_photo_and_asking_stops_the_clock(signed_in):
    client = signed_in()
    first, second = a_case(), a_case()

    found = send(client, first, "done", outcome="not-found", ready="not-found.not-found")
    asked = send(client, second, "ask", text="Która to strona ulicy?")

    assert found.json()["state"] == asked.json()["state"] == "sent"
    assert state(first) == CaseState.DONE
    assert state(second) == CaseState.WAITING


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"outcome": ""}, "Wybierz wynik."),
        ({"outcome": "refused"}, ""),
        ({"text": ""}, "Wybierz gotowe słowa"),
        ({"text": "Ok"}, "10 znaków"),
        ({"text": "a" * 4001}, ""),
        ({"text": "a\x00" * 20}, "znaki"),
        ({"seen": "-1"}, ""),
        ({"seen": "ile"}, ""),
    ],
)
def test_what_lacks_something_is_refused_with_a_sentence(signed_in, data, why):
    case = a_case()

    answer = send(signed_in(), case, "done", **{**done(), **data})

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert why in answer.json()["why"]
    assert state(case) == CaseState.NEW


def test_a_file_that_is_no_photo_and_six_photos_are_refused(signed_in):
    case, client = a_case(), signed_in()

    text = SimpleUploadedFile("po.jpg", b"not a photo at all", "image/jpeg")
    heavy = SimpleUploadedFile("po.jpg", b"\xff\xd8" + b"0" * 10_500_000, "image/jpeg")
    for photos in (text, heavy, [upload() for _turn in range(6)]):
        answer = send(client, case, "done", **done(photos=photos))
        assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert state(case) == CaseState.NEW


def test_evidence_is_asked_for_where_the_category_needs_it(signed_in):
    case = a_case()

    answer = send(signed_in(), case, "done", **done(photos=[]))

    assert answer.status_code == 422
    assert "zdjęcie" in answer.json()["why"]


def test_the_outbox_of_one_person_is_not_sent_by_another_who_signed_in(signed_in):
    case = a_case()
    first = a_worker()
    client = signed_in(name="Ewa Druga")

    answer = send(client, case, "take", headers={HEADER: mark_of(first.pk)})

    assert (answer.status_code, answer.json()["state"]) == (409, "other-user")
    assert state(case) == CaseState.NEW


@pytest.mark.parametrize("act", ["take", "done", "note", "another-crew", "ask", "hand-back"])
def test_another_unit_finds_no_such_case(signed_in, act):
    case = a_case()
    data = done() if act in {"done", "note"} else {"text": "Coś długiego."}

    answers = [
        send(signed_in(unit="ZZM"), case, act, **data),
        send(signed_in(role="reader", name="Zofia Radna"), case, act, **data),
        send(signed_in(unit="ZZM"), case, act, phone=False, **data),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert last_seq(case.pk) == 1


def test_a_form_without_script_goes_the_same_way(signed_in):
    case, client = a_case(), signed_in()

    taken = send(client, case, "take", phone=False)
    ended = send(client, case, "done", phone=False, **done(text="", ready="done.repaired"))

    assert (taken.status_code, taken["Location"]) == (302, f"/teren/{case.number}/")
    assert (ended.status_code, ended["Location"]) == (302, "/teren/")
    assert state(case) == CaseState.DONE
    words = CaseText.objects.get(case=case, kind=TextKind.CLOSING).body
    assert words == "Naprawione. Dziękujemy za zgłoszenie."


def test_a_form_that_lacks_something_comes_back_with_its_words_and_its_photo(signed_in):
    case, client = a_case(), signed_in()

    answer = send(client, case, "done", phone=False, **done(outcome=""))
    page = answer.content.decode()
    form = answer.context["done"]

    assert answer.status_code == 422
    assert "Dziura zalana" in page
    assert "Jedno zdjęcie już tu jest." in page
    again = send(
        client, case, "done", phone=False, outcome="done", text="Dziura zalana masą.",
        kept=form["kept"].value(),
    )  # fmt: skip
    assert again.status_code == 302
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1


def test_a_form_that_meets_a_change_shows_it_and_may_be_sent_again(signed_in):
    case, client = a_case(), signed_in()
    seen = last_seq(case.pk)
    commands.add_note(case.pk, text="Nie ruszać: gwarancja.", at=MONDAY, by=acting_for("ZDMK"))

    answer = send(client, case, "hand-back", phone=False, seen=seen, text="To nie nasza droga.")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert page.index("Nie ruszać: gwarancja.") < page.index("To nie nasza droga.")
    form = next(form for act, form in answer.context["forms"] if act.name == "hand-back")
    assert form["seen"].value() == str(last_seq(case.pk))


def test_what_was_done_without_network_was_done_when_it_was():
    now, last = MONDAY + timedelta(hours=5), MONDAY + timedelta(hours=1)

    assert done_at("7200", last=last, now=now) == now - timedelta(hours=2)
    assert done_at("", last=last, now=now) == now
    assert done_at("-5", last=last, now=now) == now
    assert done_at("99999999999", last=last, now=now) == now
    # never before what happened to the case, never longer ago than a shift
    assert done_at("14400", last=now - timedelta(minutes=5), now=now) == now - timedelta(minutes=5)
    assert done_at("900000", last=now - timedelta(days=9), now=now) == now - OLDEST
    # the case was opened by a clock ahead of ours
    assert done_at("60", last=now + timedelta(minutes=1), now=now) == now


def test_too_many_acts_an_hour_wait(signed_in, monkeypatch):
    monkeypatch.setattr("kck.field.views.act.ACTS_PER_HOUR", 1)
    case, client = a_case(), signed_in()
    send(client, case, "note", text="Pierwsza.")

    answer = send(client, case, "note", text="Druga.")

    assert (answer.status_code, answer.json()["state"]) == (429, "later")
    assert json.loads(answer.content)["why"]


def test_ready_words_are_the_citys_own_first_and_in_the_reporters_language(signed_in):
    case = a_case(text="There is a huge pothole in front of the school, cars fall into it.")
    case.language = "en"
    case.save(update_fields=["language"])

    page = signed_in().get(f"/teren/{case.number}/")
    phrases = page.context["phrases"]

    assert {one.outcome for one in phrases} == set(OUTCOMES)
    last = [one for one in phrases if one.outcome == Outcome.DONE][-1]
    assert last.name == "Wymienione na nowe. Dziękujemy za zgłoszenie."
    assert last.words == "Replaced with a new one. Thank you for reporting it."
    assert not any("…" in one.words for one in phrases)


@pytest.mark.parametrize("code", ["done.dragon", "repaired", "done-for-now." + "x" * 200])
def test_ready_words_that_are_none_are_refused(signed_in, code):
    case = a_case()

    answer = send(signed_in(), case, "done", **done(text="", ready=code))

    assert answer.status_code == 422
    assert state(case) == CaseState.NEW

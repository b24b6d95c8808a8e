from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case, CaseText, Task
from kck.cases.terms import CaseState
from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import reactions_at_once
from kck.handover.queries import sending_of
from kck.handover.terms import SendingState
from kck.unitlinks.jobs import watch_letters
from kck.unitlinks.models import UnitCall, UnitLink
from kck.unitlinks.queries.watch import forget_count
from kck.unitlinks.tests.ways import (
    MAIL,
    a_bin,
    hand_all_over,
    link_in_mail,
    works_by_link,
    works_by_phone,
)

NOWHERE = "literowka@nie-ma-takiej.example"
WATCH = "/desk/watch/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch, settings):
    settings.KCK_DEMO = True  # mails go into the built-in mailbox
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    forget_count()
    with reactions_at_once():
        yield
    forget_snapshot()


@pytest.fixture
def centre(signed_in):
    return signed_in("agent", unit="KCK")


def _later(monkeypatch, **passed):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(**passed))
    forget_count()


def _numbers(page, part):
    return [row.number for row in getattr(page.context["seen"], part)]


def test_a_unit_does_not_see_what_the_centre_watches(signed_in):
    unit = signed_in("unit", unit="MPO")

    assert unit.get(WATCH).status_code == 404
    assert "Pilnowane" not in unit.get("/desk/").content.decode()


def test_an_urgent_case_that_nobody_opened_is_on_top_whatever_its_way(centre, monkeypatch):
    works_by_link()
    by_link = a_bin(category="winter-road", text="Lód na całej jezdni.")
    at_the_desk = a_case(category="roads-collapse", text="Zapadła się jezdnia.")
    hand_all_over()

    _later(monkeypatch, minutes=14)
    assert _numbers(centre.get(WATCH), "urgent") == []
    _later(monkeypatch, minutes=16)
    page = centre.get(WATCH)

    assert set(_numbers(page, "urgent")) == {by_link.number, at_the_desk.number}
    assert 'href="tel:126462361"' in page.content.decode()
    assert page.context["frame"].watched == 2


def test_what_somebody_of_the_unit_opens_leaves_the_view(centre, monkeypatch):
    works_by_link()
    case = a_bin()
    hand_all_over()
    _later(monkeypatch, days=8)
    assert _numbers(centre.get(WATCH), "unopened") == [case.number]

    centre.get(f"/z/{link_in_mail()}/")

    forget_count()
    assert centre.get(WATCH).context["seen"].count == 0


def test_the_centres_own_look_is_no_opening(centre, monkeypatch):
    case = a_case()
    _later(monkeypatch, days=8)

    centre.get(f"/desk/case/{case.number}/")

    assert Task.objects.get(case=case).opened_at is None
    assert _numbers(centre.get(WATCH), "unopened") == [case.number]


def test_the_units_own_look_at_the_desk_is_an_opening(signed_in, monkeypatch):
    case = a_case()

    signed_in("unit", unit="ZDMK").get(f"/desk/case/{case.number}/")

    assert Task.objects.get(case=case).opened_at == MONDAY


def test_a_mail_that_came_back_is_shown_with_its_reason_and_sent_again(centre):
    works_by_link(NOWHERE)
    case = a_bin()
    hand_all_over()
    watch_letters(timestamp=0)

    page = centre.get(WATCH)
    assert _numbers(page, "sendings") == [case.number]
    assert "550" in page.content.decode()

    works_by_link(MAIL)
    sending = sending_of(case.pk)
    said = centre.post(f"/desk/case/{case.number}/mail/{sending.id}/?back=watch")
    hand_all_over()
    watch_letters(timestamp=0)

    assert said["Location"] == WATCH
    assert sending_of(case.pk).state == SendingState.SENT
    assert centre.get(WATCH).context["seen"].count == 0


def test_a_case_stands_in_one_part_only(centre, monkeypatch):
    works_by_link(NOWHERE)
    case = a_bin(category="winter-road", text="Lód na całej jezdni.")
    hand_all_over()
    watch_letters(timestamp=0)
    _later(monkeypatch, days=8)

    page = centre.get(WATCH)

    shown = [_numbers(page, part) for part in ("urgent", "sendings", "calls", "unopened")]
    assert shown == [[case.number], [], [], []]
    assert "550" in page.content.decode()  # on top, and why
    assert page.context["seen"].count == 1


def test_the_part_that_asks_again_is_only_the_part(centre):
    page = centre.get(WATCH, headers={"HX-Request": "true", "HX-Target": "div#watch"})

    assert "<html" not in page.content.decode()
    assert "Wszystko doszło i zostało otwarte" in page.content.decode()
    assert 'id="watch"' not in page.content.decode()  # it stays on the page, and hears


# the telephone


def _call(client, case, **data):
    data.setdefault("called_at", "2026-02-02T08:55")
    data.setdefault("spoke_with", "dyspozytor Nowak")
    return client.post(f"/desk/case/{case.number}/call/?back=watch", data)


def test_a_unit_that_is_called_has_its_case_beside_its_number(centre):
    works_by_phone()
    case = a_bin()

    assert _numbers(centre.get(WATCH), "calls") == [case.number]
    page = centre.get(f"/desk/case/{case.number}/call/")

    html = page.content.decode()
    assert 'href="tel:126462361"' in html
    assert "Rozbity pojemnik na śmieci" in html


def test_what_was_taken_at_the_desk_need_not_be_called(centre):
    works_by_phone()
    case = a_bin()

    cases.take(case.pk, at=MONDAY, by=everywhere())

    assert centre.get(WATCH).context["seen"].count == 0


def test_told_means_that_the_unit_knows(centre):
    works_by_phone()
    case = a_bin()

    said = _call(centre, case, result="told", text="Wyślą brygadę po 14.")

    assert said["Location"] == WATCH
    [call] = UnitCall.objects.all()
    assert (call.result, call.spoke_with) == ("told", "dyspozytor Nowak")
    assert call.at == MONDAY - timedelta(minutes=5)
    assert sending_of(case.pk).state == SendingState.SENT
    assert Task.objects.get(case=case).opened_at == call.at
    note = CaseText.objects.get(case=case, kind="note").body
    for words in ("12 646 23 61", "dyspozytor Nowak", "Wyślą brygadę po 14."):
        assert words in note
    assert centre.get(WATCH).context["seen"].count == 0


def test_accepted_takes_the_case_for_the_unit_in_the_agents_name(centre):
    works_by_phone()
    case = a_bin()

    _call(centre, case, result="accepted")

    case.refresh_from_db()
    assert case.state == CaseState.ACCEPTED
    assert sending_of(case.pk).state == SendingState.ACCEPTED
    accepted = RecordedEvent.objects.get(name="cases.case_accepted")
    assert accepted.actor.startswith("staff:")
    called = RecordedEvent.objects.get(name="unitlinks.unit_called")
    assert "Nowak" not in str(called.payload)


def test_who_was_not_reached_stays_with_the_time_of_the_next_attempt(centre):
    works_by_phone()
    case = a_bin()

    _call(centre, case, result="not-reached", spoke_with="", next_at="2026-02-02T09:30")

    page = centre.get(WATCH)
    assert _numbers(page, "calls") == [case.number]
    assert "nikt nie odebrał" in page.content.decode()
    [row] = page.context["seen"].calls
    assert row.call.next_at == MONDAY + timedelta(minutes=30)
    assert Task.objects.get(case=case).opened_at is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"result": ""}, "Wybierz, co z tego wyszło."),
        ({"result": "told", "spoke_with": " "}, "Podaj, z kim była rozmowa."),
        ({"result": "told", "called_at": "2026-02-03T08:00"}, "w przyszłości"),
        ({"result": "not-reached", "next_at": "2026-02-01T08:00"}, "Następna próba"),
        ({"result": "told", "called_at": "wczoraj"}, "Podaj dzień i godzinę"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(centre, data, words):
    works_by_phone()
    case = a_bin()

    page = _call(centre, case, text="Wyślą brygadę po 14.", **data)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Wyślą brygadę po 14." in page.content.decode()
    assert not UnitCall.objects.exists()


def test_a_unit_may_enter_no_call(signed_in):
    works_by_phone()
    case = a_bin()

    assert _call(signed_in("unit", unit="MPO"), case, result="told").status_code == 404
    assert not UnitCall.objects.exists()


def test_a_unit_of_links_can_be_called_as_well(centre):
    works_by_link()
    case = a_bin()
    hand_all_over()

    _call(centre, case, result="accepted")

    case.refresh_from_db()
    assert case.state == CaseState.ACCEPTED


def test_a_unit_at_the_desk_is_not_told_by_telephone(centre):
    case = a_case()

    assert centre.get(f"/desk/case/{case.number}/call/").status_code == 404


# links on the case page


def test_the_case_page_shows_who_got_a_link_and_what_they_did(centre):
    works_by_link()
    case = a_bin()
    hand_all_over()
    token = link_in_mail()
    page = centre.get(f"/desk/case/{case.number}/").content.decode()
    assert MAIL in page
    assert "nikt nie otworzył" in page
    assert token not in page

    centre.post(f"/z/{token}/{case.number}/take/", {"name": "Jan Brygadzista"})

    page = centre.get(f"/desk/case/{case.number}/").content.decode()
    assert "Jan Brygadzista" in page


def test_the_centre_takes_a_link_back_from_the_case_page(centre):
    works_by_link()
    case = a_bin()
    hand_all_over()
    token, link = link_in_mail(), UnitLink.objects.get()

    said = centre.post(f"/desk/case/{case.number}/revoke/{link.pk}/")

    assert said["Location"] == f"/desk/case/{case.number}/"
    assert centre.get(f"/z/{token}/").status_code == 410


def test_all_links_of_a_case_are_taken_back_from_the_view(centre):
    works_by_link(MAIL, "drugi@mpo.example")
    case = a_bin()
    hand_all_over()

    centre.post(f"/desk/case/{case.number}/revoke/?back=watch")

    assert UnitLink.objects.filter(revoked_at=None).count() == 0


def test_a_unit_takes_no_link_back_and_a_link_of_another_case_is_not_there(signed_in, centre):
    works_by_link()
    case, other = a_bin(), a_case()
    hand_all_over()
    link = UnitLink.objects.get()

    unit = signed_in("unit", unit="MPO")
    assert unit.post(f"/desk/case/{case.number}/revoke/{link.pk}/").status_code == 404
    assert centre.post(f"/desk/case/{other.number}/revoke/{link.pk}/").status_code == 404
    assert UnitLink.objects.get().revoked_at is None


def test_a_mail_goes_out_again_with_a_new_link(centre):
    works_by_link()
    case = a_bin()
    hand_all_over()
    old = link_in_mail()

    centre.post(f"/desk/case/{case.number}/mail/{sending_of(case.pk).id}/")
    hand_all_over()

    assert link_in_mail() != old
    assert centre.get(f"/z/{old}/").status_code == 410
    assert centre.get(f"/z/{link_in_mail()}/").status_code == 200


def test_opening_it_is_noted_once_however_many_look(signed_in):
    case = a_case()
    cases.open_task(case.pk, at=MONDAY, by=everywhere())  # of no unit

    for name in ("Anna Nowak", "Piotr Lis"):
        signed_in("unit", unit="ZDMK", name=name).get(f"/desk/case/{case.number}/")

    assert RecordedEvent.objects.filter(name="cases.task_opened").count() == 1
    assert Case.objects.get(pk=case.pk).state == CaseState.NEW

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands
from kck.cases.queries.timeline import timeline
from kck.cases.queries.triage import undecided
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.foundation.verdict import Refused

NOW = MONDAY + timedelta(hours=2)
VAGUE = "Proszę pana, znowu to samo co zawsze przy tym sklepie"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def unclear(text=VAGUE, **more):
    case = a_case(category="", text=text, **more)
    assert case.needs_triage
    return case


def test_dangers_stand_first_then_those_who_wait_longest():
    later = unclear(at=MONDAY + timedelta(minutes=30))
    earlier = unclear()
    gas = unclear(text="Czuć gaz na klatce schodowej", at=MONDAY + timedelta(hours=1))

    found = [row.number for row in undecided(everywhere(), at=NOW)]

    assert found == [gas.number, earlier.number, later.number]


def test_the_screen_has_the_words_the_suggestions_and_their_keys(signed_in):
    case = unclear(text="Na rogu coś wystaje z ziemi, chyba uszkodzony słupek albo chodnik")

    page = signed_in("agent", "KCK").get("/desk/triage/").content.decode()

    assert display(case.number) in page
    assert "Na rogu coś wystaje" in page
    assert 'data-hotkey="1"' in page
    assert "bo: " in page
    assert "kck:centre from:body" in page


def test_the_page_of_an_empty_list_is_loaded_anew_when_something_comes(signed_in):
    client = signed_in("agent", "KCK")
    asks = {"HX-Request": "true", "HX-Target": "div#triage-waits"}
    nothing = client.get("/desk/triage/", headers=asks)
    unclear()

    something = client.get("/desk/triage/", headers=asks)

    assert (nothing.status_code, nothing.headers.get("HX-Refresh")) == (204, None)
    assert something.headers["HX-Refresh"] == "true"


def test_a_danger_shows_whom_to_call(signed_in):
    unclear(text="Czuć gaz na klatce schodowej")

    assert 'href="tel:992"' in signed_in("agent", "KCK").get("/desk/triage/").content.decode()


def test_one_key_decides_and_the_next_case_opens(signed_in):
    first, second = unclear(), unclear(at=MONDAY + timedelta(minutes=5))
    client = signed_in("agent", "KCK")

    answer = client.post(
        f"/desk/triage/{first.number}/", {"category": "roads-pavement"}, follow=True
    )

    first.refresh_from_db()
    assert (first.needs_triage, first.priority) == (False, "P3")
    page = answer.content.decode()
    assert "ZDMK" in page
    assert f"/desk/triage/{second.number}/" in page
    assert f'action="/desk/triage/{first.number}/"' not in page


def test_a_slip_is_taken_back_and_the_case_is_in_hand_again(signed_in):
    first = unclear()
    unclear(at=MONDAY + timedelta(minutes=5))
    client = signed_in("agent", "KCK")
    page = client.post(
        f"/desk/triage/{first.number}/", {"category": "office-complaint"}, follow=True
    ).content.decode()
    assert f"/desk/triage/{first.number}/undo/" in page

    back = client.post(f"/desk/triage/{first.number}/undo/", follow=True)

    was = (first.category_id, first.unit_id, first.private, first.priority, first.due_at)
    first.refresh_from_db()
    assert first.needs_triage
    assert (
        first.category_id, first.unit_id, first.private, first.priority, first.due_at
    ) == was  # fmt: skip
    assert back.context["current"].number == first.number
    assert f"/desk/triage/{first.number}/undo/" not in back.content.decode()


def test_after_a_while_or_after_something_else_it_is_too_late_to_take_back(signed_in, monkeypatch):
    late, worked_on = unclear(), unclear(at=MONDAY + timedelta(minutes=5))
    client = signed_in("agent", "KCK")
    client.post(f"/desk/triage/{late.number}/", {"category": "roads-pavement"})
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=31))
    answer = client.post(f"/desk/triage/{late.number}/undo/", follow=True)
    assert "Za późno, żeby cofnąć" in answer.content.decode()

    client.post(f"/desk/triage/{worked_on.number}/", {"category": "roads-pavement"})
    commands.accept(worked_on.pk, at=clock.now(), by=everywhere())
    answer = client.post(f"/desk/triage/{worked_on.number}/undo/", follow=True)
    assert "Za późno, żeby cofnąć" in answer.content.decode()

    for case in (late, worked_on):
        case.refresh_from_db()
        assert not case.needs_triage


def test_only_whoever_decided_takes_it_back(signed_in):
    case = unclear()
    signed_in("agent", "KCK").post(f"/desk/triage/{case.number}/", {"category": "roads-pavement"})

    other = signed_in("agent", "KCK", name="Piotr Sowa")
    assert (
        "Za późno" in other.post(f"/desk/triage/{case.number}/undo/", follow=True).content.decode()
    )
    with pytest.raises(Refused):
        commands.undo_triage(case.pk, at=NOW, by=everywhere())

    case.refresh_from_db()
    assert not case.needs_triage


def test_the_reporter_reads_of_no_slip(signed_in):
    case = unclear()
    client = signed_in("agent", "KCK")
    client.post(f"/desk/triage/{case.number}/", {"category": "roads-pavement"})
    client.post(f"/desk/triage/{case.number}/undo/")

    assert [one.name for one in timeline(case, for_staff=False)] == ["case_opened"]
    assert [one.name for one in timeline(case, for_staff=True)] == [
        "case_opened", "case_recategorised", "triage_undone"
    ]  # fmt: skip


def test_a_category_that_is_none_is_refused_with_the_case_still_open(signed_in):
    first = unclear()
    second = unclear(at=MONDAY + timedelta(minutes=5))
    client = signed_in("agent", "KCK")

    answer = client.post(f"/desk/triage/{second.number}/", {"category": "nonsense"})

    assert answer.status_code == 422
    assert answer.context["current"].number == second.number
    second.refresh_from_db()
    assert second.needs_triage
    assert first.needs_triage


def test_what_somebody_else_has_decided_is_not_decided_again(signed_in):
    case = unclear()
    client = signed_in("agent", "KCK")
    client.post(f"/desk/triage/{case.number}/", {"category": "roads-pavement"})

    again = client.post(f"/desk/triage/{case.number}/", {"category": "roads-pothole"}, follow=True)

    assert "rozstrzygnął już ktoś inny" in again.content.decode()
    case.refresh_from_db()
    assert case.priority == "P3"


def test_skipping_goes_round(signed_in):
    first, second = unclear(), unclear(at=MONDAY + timedelta(minutes=5))
    client = signed_in("agent", "KCK")

    assert client.get("/desk/triage/").context["skip"].endswith(second.number)
    asked = client.get("/desk/triage/", {"case": second.number})
    assert asked.context["skip"].endswith(first.number)


def test_units_have_no_triage(signed_in):
    case = unclear()
    client = signed_in()

    assert client.get("/desk/triage/").status_code == 404
    assert (
        client.post(f"/desk/triage/{case.number}/", {"category": "roads-pothole"}).status_code
        == 404
    )


def test_nothing_left_is_said(signed_in):
    page = signed_in("agent", "KCK").get("/desk/triage/").content.decode()

    assert "Wszystko rozstrzygnięte" in page
    assert "kck:centre from:body" in page

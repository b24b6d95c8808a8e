"""What somebody was told: on the bell of every page, as a list, read by opening the case."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.accounts.models import StaffNotice
from kck.accounts.notice_commands import notify, read_notices
from kck.accounts.notice_queries import unread_count
from kck.cases.clock_models import EscalationRule
from kck.cases.commands.reminding import remind
from kck.cases.models import Case
from kck.desk.tests.conftest import SignIn, a_colleague
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.reasons import of_text

pytestmark = pytest.mark.django_db

WORDS = of_text("Termin mija jutro.")


def told(staff_id: int, subject: str = "case:1", by: Actor = PLATFORM) -> int:
    return notify([staff_id], kind="reminder", subject=subject, why=WORDS, at=MONDAY, by=by)


def test_the_bell_counts_what_is_unread_and_the_list_says_it(signed_in: SignIn):
    case = a_case(at=MONDAY)
    anna = a_colleague().pk
    client = signed_in()
    assert "bell__count" not in client.get("/desk/bell/count/").text
    assert "Nie ma powiadomień" in client.get("/desk/bell/").text

    told(anna, f"case:{case.pk}")

    assert "bell__count" in client.get("/desk/bell/count/").text
    listed = client.get("/desk/bell/").text
    assert "Termin mija jutro." in listed
    assert f"/desk/case/{case.number}/" in listed


def test_many_at_once_are_one_line_that_leads_to_a_queue_of_these_cases(signed_in: SignIn):
    late, calm = [a_case(at=MONDAY) for _ in range(7)], a_case(at=MONDAY)
    due = MONDAY + timedelta(days=1)
    Case.objects.filter(pk__in=[case.pk for case in late]).update(due_at=due)
    EscalationRule.objects.all().delete()
    EscalationRule.objects.create(code="over", clock="promised", moment="+0", to=["unit"])
    a_colleague()
    at = MONDAY + timedelta(days=1, hours=1)
    remind(at=at)

    [line] = signed_in().get("/desk/bell/").context["lines"]
    queue = signed_in().get(line.queue)

    assert (line.number, "told=over." in line.queue) == ("", True)
    assert {row.number for row in queue.context["rows"]} == {case.number for case in late}
    assert "z powiadomienia o terminach" in queue.text
    assert calm.number not in {row.number for row in queue.context["rows"]}
    nothing = signed_in().get(line.queue.replace("told=over.", "told=other."))
    assert not nothing.context["rows"]


@pytest.mark.parametrize("told", ["over", ".17", "over.", "over.x", "over." + "9" * 40, "\x00.1"])
def test_what_no_notice_wrote_narrows_nothing(signed_in: SignIn, told: str):
    case = a_case(at=MONDAY)

    queue = signed_in().get("/desk/", {"told": told})

    assert case.number in {row.number for row in queue.context["rows"]}


def test_opening_the_case_is_reading_what_is_about_it(signed_in: SignIn):
    case, anna = a_case(at=MONDAY), a_colleague().pk
    told(anna, f"case:{case.pk}")
    told(anna, "case:999999")

    signed_in().get(f"/desk/case/{case.number}/")

    assert unread_count(anna) == 1
    assert StaffNotice.objects.get(read_at=None).subject == "case:999999"


def test_the_same_again_is_one_line_until_it_was_read():
    anna = a_colleague().pk
    told(anna)
    told(anna)
    assert unread_count(anna) == 1

    read_notices(anna, at=MONDAY)
    told(anna)

    assert StaffNotice.objects.filter(staff_id=anna).count() == 2


def test_nobody_is_told_of_what_they_did_and_nobody_who_has_left():
    anna, gone = a_colleague(), a_colleague(name="Jan Byly")
    gone.is_active = False
    gone.save()

    assert told(anna.pk, by=Actor(kind="staff", id=anna.pk)) == 0
    assert told(gone.pk) == 0


def test_a_case_of_another_unit_is_named_without_a_way_to_it(signed_in: SignIn):
    case = a_case(at=MONDAY)
    piotr = a_colleague(unit="MPO", name="Piotr Sowa")
    told(piotr.pk, f"case:{case.pk}")

    listed = signed_in(unit="MPO", name="Piotr Sowa").get("/desk/bell/").text

    assert "Termin mija jutro." in listed
    assert case.number not in listed


def test_all_is_read_by_one_button(signed_in: SignIn):
    anna = a_colleague().pk
    told(anna)

    answer = signed_in().post("/desk/bell/read/")

    assert answer.status_code == 302
    assert unread_count(anna) == 0

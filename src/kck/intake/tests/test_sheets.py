"""Sheets of paper: numbers drawn beforehand, typed in once, with the time at which it was."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.builders import MONDAY, everywhere
from tests.fixtures import load_shipped_city

from kck.cases.models import Case
from kck.cases.queries.access import case_by_code
from kck.cases.rules import IllegalMove
from kck.foundation.numbers import parse
from kck.foundation.verdict import Refused
from kck.intake.commands import draw_sheets, receive, void_sheet
from kck.intake.queries import free_sheets, used_sheets
from kck.intake.terms import Channel, Incoming

AGENT = everywhere("intake.receive")
LATER = MONDAY + timedelta(hours=6)


def typed_in(number: str) -> Case:
    incoming = Incoming(
        channel=Channel.PHONE, text="Dziura w jezdni.", category="roads-pothole", sheet=number
    )
    received = receive(incoming, at=LATER, by=AGENT)
    assert received.case is not None
    return Case.objects.get(pk=received.case.id)


@pytest.mark.django_db
def test_the_case_has_the_number_the_code_and_the_time_of_the_sheet():
    [number, other] = draw_sheets(2, at=MONDAY, by=AGENT)
    assert parse(number) == number
    [info] = [one for one in free_sheets() if one.number == number]

    case = typed_in(number)

    assert case.number == number
    assert case.opened_at == LATER
    assert case_by_code(number, info.code) == case
    assert [one.number for one in free_sheets()] == [other]
    assert used_sheets()[0].case_number == number


@pytest.mark.django_db
def test_numbers_of_sheets_and_of_cases_never_meet():
    drawn = draw_sheets(3, at=MONDAY, by=AGENT)
    incoming = Incoming(channel=Channel.WEB, text="Dziura w jezdni.", category="roads-pothole")
    received = receive(incoming, at=MONDAY, by=AGENT)

    assert received.case is not None
    assert received.case.number not in drawn


@pytest.mark.django_db
def test_a_sheet_is_typed_in_once_and_not_when_it_was_spoilt():
    [used, spoilt] = draw_sheets(2, at=MONDAY, by=AGENT)
    typed_in(used)
    void_sheet(spoilt, at=MONDAY, by=AGENT)

    for number, words in ((used, "już przepisany"), (spoilt, "unieważniono")):
        with pytest.raises(IllegalMove, match=words):
            typed_in(number)
    with pytest.raises(IllegalMove, match="już przepisany"):
        void_sheet(used, at=MONDAY, by=AGENT)
    with pytest.raises(IllegalMove, match="nie drukowano"):
        typed_in("260000019")
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_type_the_same_sheet_make_one_case():
    load_shipped_city()
    [number] = draw_sheets(1, at=MONDAY, by=AGENT)
    together, failures = Barrier(2), []

    def typing() -> None:
        together.wait()
        try:
            typed_in(number)
        except IllegalMove as problem:
            failures.append(str(problem))
        finally:
            connection.close()

    threads = [Thread(target=typing) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Case.objects.count() == 1
    assert len(failures) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 201])
def test_so_many_at_once_and_no_more(count: int):
    with pytest.raises(IllegalMove):
        draw_sheets(count, at=MONDAY, by=AGENT)


@pytest.mark.django_db
def test_only_who_takes_contacts_draws_them():
    with pytest.raises(Refused):
        draw_sheets(1, at=MONDAY, by=everywhere("cases.view"))

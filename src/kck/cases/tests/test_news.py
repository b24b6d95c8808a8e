"""A case does not write too often: what may wait is told together, and only while it may."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases.commands import done, forward
from kck.cases.commands.news import tell_daily, tell_news
from kck.cases.models import Case
from kck.cases.news_models import CaseNews
from kck.cases.news_rules import may_tell, next_daily, waits
from kck.cases.terms import Outcome
from kck.foundation import clock
from kck.foundation.outbox import reactions_at_once
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=31)
BY = everywhere("cases.view", "cases.work", "cases.forward", "cases.triage")


@pytest.fixture(autouse=True)
def _waiting(settings, monkeypatch):
    settings.KCK_NEWS_WAIT_MINUTES = 30
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def report(nth: int = 1, email: str = "ola@example.com", **more) -> Case:
    with reactions_at_once():
        return a_case(
            email=email,
            far_end_id=f"news-{nth}", **more,
        )  # fmt: skip


def send_on(case: Case, *units: str) -> None:
    with reactions_at_once():
        for unit in units:
            forward(case.pk, unit=unit, reason=f"To teren {unit}.", at=MONDAY, by=BY)


def letters(case: Case) -> list[str]:
    rows = Delivery.objects.filter(message__about=case.stream).order_by("pk")
    return list(rows.values_list("message__key", flat=True))


def test_news_wait_half_an_hour_and_are_told_together():
    case = report()
    send_on(case, "ZZM", "ZTP")
    assert letters(case) == ["cases.acknowledged"]
    assert tell_news(MONDAY + timedelta(minutes=29)) == 0
    assert tell_news(LATER) == 1
    assert letters(case) == ["cases.acknowledged", "cases.news"]
    body = Delivery.objects.get(message__key="cases.news").body
    assert "To teren ZZM." in body
    assert "To teren ZTP." in body
    assert tell_news(LATER) == 0


def test_one_piece_of_news_is_its_own_letter():
    case = report()
    send_on(case, "ZZM")
    tell_news(LATER)
    assert letters(case) == ["cases.acknowledged", "cases.forwarded"]
    assert "To teren ZZM." in Delivery.objects.get(message__key="cases.forwarded").body


def test_two_letters_stay_for_the_end():
    case = report()
    send_on(case, "ZZM")
    tell_news(LATER)
    send_on(case, "ZTP")
    tell_news(LATER + timedelta(hours=1))
    assert letters(case) == ["cases.acknowledged", "cases.forwarded"]
    assert not CaseNews.objects.exists()


def test_the_end_makes_older_news_pointless():
    case = report()
    send_on(case, "ZZM")
    with reactions_at_once():
        Case.objects.filter(pk=case.pk).update(state="in-progress")
        done(case.pk, outcome=Outcome.NOT_FOUND, words="Nie ma tam gałęzi.", at=MONDAY, by=BY)
    assert letters(case) == ["cases.acknowledged", "cases.done"]
    assert tell_news(LATER) == 0


def test_who_has_many_open_cases_hears_once_a_day():
    cases = [report(nth) for nth in range(6)]
    for case in cases[:2]:
        send_on(case, "ZZM")
    assert tell_news(LATER) == 0
    five = next_daily(MONDAY, clock.city_zone())
    assert tell_daily(five - timedelta(minutes=1)) == 0
    assert tell_daily(five) == 1
    [letter] = Delivery.objects.filter(message__key="cases.daily")
    assert letter.body.count("To teren ZZM.") == 2
    assert tell_daily(five) == 0


def test_formal_matters_and_dangers_do_not_wait():
    assert waits("cases.forwarded", "report", "")
    assert not waits("cases.forwarded", "complaint", "")
    assert not waits("cases.forwarded", "report", "gas")
    assert not waits("cases.done", "report", "")
    assert may_tell(["cases.acknowledged", "cases.answered"])
    assert not may_tell(["cases.acknowledged", "cases.asked"])

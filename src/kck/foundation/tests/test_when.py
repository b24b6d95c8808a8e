"""Moments as people say them, in three languages, in the city's time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kck.foundation.when import at_time, by_when, on_day

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=WARSAW)


def moment(
    day: int, hour: int = 18, minute: int = 0, month: int = 12, year: int = 2026
) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("due", "pl", "en", "uk"),
    [
        (moment(1), "dziś do 18.00", "today by 18:00", "сьогодні до 18:00"),
        (moment(2, 7, 30), "jutro do 7.30", "tomorrow by 07:30", "завтра до 07:30"),
        (moment(12), "do 12 grudnia", "by 12 December", "до 12 грудня"),
        (
            moment(12, month=1, year=2027),
            "do 12 stycznia 2027 r.",
            "by 12 January 2027",
            "до 12 січня 2027 р.",
        ),
        (moment(1, 23, 59), "do końca dnia", "by the end of today", "до кінця дня"),
        (moment(2, 0), "do końca dnia", "by the end of today", "до кінця дня"),
        (
            moment(2, 23, 59),
            "do końca jutrzejszego dnia",
            "by the end of tomorrow",
            "до кінця завтрашнього дня",
        ),
        (moment(13, 0), "do 12 grudnia", "by 12 December", "до 12 грудня"),
        (moment(30, month=11), "do 30 listopada", "by 30 November", "до 30 листопада"),
    ],
)
def test_a_deadline_is_said_as_people_say_it(due, pl, en, uk):
    assert [by_when(due, NOW, language) for language in ("pl", "en", "uk")] == [pl, en, uk]


@pytest.mark.parametrize(
    ("day", "pl", "en", "uk"),
    [
        (moment(1, 0), "dziś", "today", "сьогодні"),
        (date(2026, 12, 2), "jutro", "tomorrow", "завтра"),
        (moment(30, month=11), "wczoraj", "yesterday", "учора"),
        (moment(24), "24 grudnia", "on 24 December", "24 грудня"),
    ],
)
def test_a_day_is_said_as_people_say_it(day, pl, en, uk):
    assert [on_day(day, NOW, language) for language in ("pl", "en", "uk")] == [pl, en, uk]


def test_a_time_has_its_day():
    assert at_time(moment(1, 14, 30), NOW, "pl") == "dziś o 14.30"
    assert at_time(moment(12, 14, 30), NOW, "en") == "on 12 December at 14:30"
    assert at_time(moment(12, 14, 30), NOW, "uk") == "12 грудня о 14:30"


def test_the_citys_day_counts_and_not_the_servers():
    late = datetime(2026, 12, 1, 22, 30, tzinfo=ZoneInfo("UTC"))

    assert by_when(late, NOW, "pl") == "dziś do 23.30"
    assert on_day(datetime(2026, 12, 1, 23, 30, tzinfo=ZoneInfo("UTC")), NOW, "pl") == "jutro"


def test_without_a_language_the_readers_counts():
    with translation.override("uk"):
        assert by_when(moment(12), NOW) == "до 12 грудня"
        assert translation.get_language() == "uk"

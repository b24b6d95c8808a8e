"""When a department calls back, and when it is high time. Plain Python."""

from datetime import UTC, datetime, time, timedelta

from kck.directory.info import CalendarInfo
from kck.directory.rules import add_target, is_open, open_spans
from kck.directory.terms import TargetUnit
from kck.foundation.numbers import WrongNumber, check_digit
from kck.foundation.text import _
from kck.intake.line2_terms import LONGEST_PROMISE, When

_NOON = time(12, 0)
_SOON = timedelta(hours=1)
_PATIENCE_DAYS = 40


class BadPromise(ValueError):
    """Nobody could keep it; the message is for people."""


def promise(when: When, at: datetime, calendar: CalendarInfo) -> datetime | None:
    """The moment a quick pick means in the department's hours; None: today it is too late."""
    if when == When.HOUR:
        return add_target(at, 1, TargetUnit.WORKING_HOURS, calendar)
    today = at.astimezone(calendar.zone).date()
    if when == When.TODAY:
        spans = open_spans(today, calendar)
        return spans[-1][1] if spans and spans[-1][1] - at >= _SOON else None
    for days in range(1, _PATIENCE_DAYS):
        spans = open_spans(today + timedelta(days=days), calendar)
        if spans:
            noon = datetime.combine(today + timedelta(days=days), _NOON, calendar.zone)
            opens, closes = spans[0][0], spans[-1][1]
            return closes if noon <= opens else min(noon.astimezone(UTC), closes)
    return None


def usual(at: datetime, calendar: CalendarInfo) -> When:
    """The next working hours: today while an hour of them is left."""
    return When.TODAY if promise(When.TODAY, at, calendar) else When.TOMORROW


def check_promise(promised_at: datetime, at: datetime, calendar: CalendarInfo) -> None:
    if promised_at <= at:
        raise BadPromise(str(_("Ten czas już minął.")))
    if promised_at - at > LONGEST_PROMISE:
        raise BadPromise(str(_("Najdalej za miesiąc: później nikt już nie pamięta, o co pytał.")))
    # the last moment of a span still counts: "by 15.30"
    if not is_open(promised_at - timedelta(seconds=1), calendar):
        raise BadPromise(str(_("Wtedy ta jednostka nie pracuje. Wybierz inną godzinę.")))


def escalates(handed_at: datetime, promised_at: datetime) -> datetime:
    """At three quarters of the time, by the clock on the wall.

    Not of working time: the caller was told an hour, not how much of it somebody is at work, and
    whoever hears of it in the evening still finds it in the bell in the morning.
    """
    return handed_at + (promised_at - handed_at) * 3 / 4


def number_of(line_id: int) -> str:
    """What a caller is told to quote: short, with a check digit."""
    return f"{line_id}-{check_digit(str(line_id))}"


def line_of(typed: str) -> int:
    """The number a caller quotes, whatever stands between its digits."""
    digits = "".join(one for one in typed if one.isascii() and one.isdigit())
    if not 2 <= len(digits) <= 12 or check_digit(digits[:-1]) != digits[-1]:
        raise WrongNumber(str(_("Takiego numeru rozmowy nie ma. Sprawdź cyfry.")))
    return int(digits[:-1])

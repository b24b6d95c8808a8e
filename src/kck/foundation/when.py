"""Moments as people say them: "dziś do 18.00", "do 12 grudnia", in the city's time."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from kck.foundation import clock

_END_OF_DAY = time(23, 59)


def by_when(moment: datetime, now: datetime, language: str | None = None) -> str:
    """A deadline: with its hour today and tomorrow ("dziś do 18.00"), else its day."""
    local = moment.astimezone(clock.city_zone())
    if local.time() == time.min:  # the midnight after a day is that day's end
        local -= timedelta(microseconds=1)
    whole_day = local.time() >= _END_OF_DAY
    with _speaking(language):
        match (local.date() - _today(now)).days:
            case 0 if whole_day:
                return gettext("do końca dnia")
            case 1 if whole_day:
                return gettext("do końca jutrzejszego dnia")
            case 0:
                return gettext("dziś do %(hour)s") % {"hour": _hour(local)}
            case 1:
                return gettext("jutro do %(hour)s") % {"hour": _hour(local)}
        return pgettext("by when", "do %(day)s") % {"day": _day(local.date(), _today(now))}


def on_day(moment: datetime | date, now: datetime, language: str | None = None) -> str:
    """When it is, as in "we will come …": "jutro", "12 grudnia", "12 stycznia 2027 r."."""
    day = moment.astimezone(clock.city_zone()).date() if isinstance(moment, datetime) else moment
    with _speaking(language):
        return _on_day(day, _today(now))


def _on_day(day: date, today: date) -> str:
    match (day - today).days:
        case -1:
            return gettext("wczoraj")
        case 0:
            return gettext("dziś")
        case 1:
            return gettext("jutro")
    return pgettext("on a day", "%(day)s") % {"day": _day(day, today)}


def at_time(moment: datetime, now: datetime, language: str | None = None) -> str:
    """A day with its hour: "dziś o 14.30", "12 grudnia o 14.30"."""
    local = moment.astimezone(clock.city_zone()).replace(second=0, microsecond=0)
    return _at_time(local, _today(now), language or translation.get_language() or "")


@lru_cache(maxsize=4096)
def _at_time(local: datetime, today: date, language: str) -> str:
    """A page says the same minutes again and again."""
    with translation.override(language or None):
        words = {"day": _on_day(local.date(), today), "hour": _hour(local)}
        return gettext("%(day)s o %(hour)s") % words


def _speaking(language: str | None) -> translation.override:
    return translation.override(language or translation.get_language())


def _today(now: datetime) -> date:
    return now.astimezone(clock.city_zone()).date()


def _hour(local: datetime) -> str:
    return date_format(local, pgettext("format of an hour", "G.i"))


def _day(day: date, today: date) -> str:
    """The year is only said when it is another one."""
    words = date_format(day, "j E")
    if day.year == today.year:
        return words
    return gettext("%(day)s %(year)s r.") % {"day": words, "year": day.year}

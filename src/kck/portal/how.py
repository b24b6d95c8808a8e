"""How we work, read out of the configuration: the same by which the system decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kck.directory.editing.forms import CHANNELS, FUNCTIONS
from kck.directory.explanations import RuleExplained, rules_explained
from kck.directory.info import (
    CalendarInfo,
    CategoryInfo,
    HelplineInfo,
    StageInfo,
    TargetInfo,
    UnitInfo,
)
from kck.directory.queries import snapshot
from kck.directory.rules import hours_on, public_holidays
from kck.directory.snapshot import Snapshot
from kck.directory.terms import DUTY, TargetResult, TargetUnit
from kck.foundation.text import _, localized, ngettext, polish_sort_key

_WITHIN: Mapping[TargetResult, Any] = {
    TargetResult.MADE_SAFE: _("zabezpieczymy w ciągu %(time)s"),
    TargetResult.INSPECTED: _("sprawdzimy na miejscu w ciągu %(time)s"),
    TargetResult.REPAIRED: _("naprawimy w ciągu %(time)s"),
    TargetResult.ANSWERED: _("odpowiemy w ciągu %(time)s"),
    TargetResult.PATROL_SENT: _("wyślemy patrol w ciągu %(time)s"),
}
HOLIDAYS_AHEAD = timedelta(days=180)
_SHORTEST_HOURS = 1


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    name: str
    unit: str
    promise: str
    numbers: Sequence[HelplineInfo]


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    name: str
    does: str
    phone: str
    hours: str
    url_code: str


@dataclass(frozen=True, kw_only=True)
class StageRow:
    """What works in which channel, for whom, since or from when."""

    function: str
    channel: str
    unit: str
    first: date | None
    last: date | None
    coming: bool


@dataclass(frozen=True, kw_only=True)
class HowWeWork:
    groups: Sequence[tuple[str, Sequence[CategoryRow]]]
    units: Sequence[UnitRow]
    rules: Sequence[RuleExplained]
    calendars: Sequence[str]
    free_days: Sequence[date]
    helplines: Sequence[HelplineInfo]
    stages: Sequence[StageRow]
    silence_days: int
    wait_days: int
    reopen_days: int


def how_we_work(at: datetime) -> HowWeWork:
    """In the active language, as things are on that day."""
    city = snapshot(at)
    units = sorted(city.units_in_force(), key=lambda unit: polish_sort_key(unit.name()))
    return HowWeWork(
        groups=_groups(city),
        units=[_unit(unit, city) for unit in units],
        rules=rules_explained(city),
        calendars=sorted({city.calendar_of(unit).name() for unit in units}),
        free_days=_free_days(city, at),
        helplines=city.helplines,
        stages=_stages(city),
        silence_days=city.city.silence_days,
        wait_days=city.city.reporter_wait_days,
        reopen_days=city.city.reopen_days,
    )


def _groups(city: Snapshot) -> list[tuple[str, list[CategoryRow]]]:
    known = city.categories()
    return [
        (group.name(), [_category(row, city) for row in known if row.group == group.code])
        for group in city.category_groups
    ]


def _category(category: CategoryInfo, city: Snapshot) -> CategoryRow:
    unit = (city.unit(category.unit) if category.unit else None) or city.centre
    return CategoryRow(
        name=category.name(),
        unit=unit.name(),
        promise=", ".join(promised(target) for target in category.targets),
        numbers=city.redirect_of(category),
    )


def promised(target: TargetInfo) -> str:
    """ "naprawimy w ciągu 10 dni roboczych"."""
    return str(_WITHIN[TargetResult(target.result)]) % {"time": _span(target.amount, target.unit)}


def _span(amount: float, unit: TargetUnit) -> str:
    if unit in {TargetUnit.HOURS, TargetUnit.WORKING_HOURS} and amount < _SHORTEST_HOURS:
        count = round(amount * 60)
        return ngettext("%(count)s minuty", "%(count)s minut", count) % {"count": count}
    count = round(amount)
    words = {
        TargetUnit.HOURS: ngettext("%(count)s godziny", "%(count)s godzin", count),
        TargetUnit.WORKING_HOURS: ngettext(
            "%(count)s godziny roboczej", "%(count)s godzin roboczych", count
        ),
        TargetUnit.WORKING_DAYS: ngettext(
            "%(count)s dnia roboczego", "%(count)s dni roboczych", count
        ),
        TargetUnit.DAYS: ngettext("%(count)s dnia", "%(count)s dni", count),
        TargetUnit.MONTHS: ngettext("%(count)s miesiąca", "%(count)s miesięcy", count),
    }
    return words[TargetUnit(unit)] % {"count": count}


def _unit(unit: UnitInfo, city: Snapshot) -> UnitRow:
    return UnitRow(
        name=unit.name(),
        does=localized(unit.responsible_for),
        phone=unit.phone,
        hours=city.calendar_of(unit).name(),
        url_code=unit.code if city.launched(unit.code, "web", "public-page") else "",
    )


def _stages(city: Snapshot) -> list[StageRow]:
    """Those that run or are still to come: reports first, what is for everybody before the rest."""
    order = [code for code, _words in FUNCTIONS]
    known = [
        stage
        for stage in city.all_stages
        if stage.function != DUTY and (stage.valid_to is None or stage.valid_to >= city.day)
    ]
    known.sort(
        key=lambda one: (
            order.index(one.function) if one.function in order else len(order),
            one.unit != "*",
            one.valid_from or date.min,
        )
    )
    return [_stage(stage, city) for stage in known]


def _stage(stage: StageInfo, city: Snapshot) -> StageRow:
    unit = city.unit(stage.unit)
    return StageRow(
        function=str(dict(FUNCTIONS).get(stage.function, stage.function)),
        channel=str(dict(CHANNELS).get(stage.channel, stage.channel)),
        unit=unit.name() if unit else str(_("wszystkie jednostki")),
        first=stage.valid_from,
        last=stage.valid_to,
        coming=stage.valid_from is not None and stage.valid_from > city.day,
    )


def _free_days(city: Snapshot, at: datetime) -> list[date]:
    """Coming days on which the centre is closed though the weekday is one of work."""
    calendar: CalendarInfo = city.calendar_of(city.centre)
    first = at.astimezone(city.city.zone).date()
    holidays = {
        day
        for year in {first.year, (first + HOLIDAYS_AHEAD).year}
        for day in public_holidays(calendar.holidays, year)
    }
    return sorted(
        day
        for day in holidays | calendar.closed
        if first <= day <= first + HOLIDAYS_AHEAD
        and calendar.week[day.weekday()]
        and not hours_on(day, calendar)
    )

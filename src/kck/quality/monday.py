"""One letter a week to the head of each unit: what is late, disputed, handed back, never opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from kck.accounts.holder_queries import holders
from kck.accounts.queries import same_unit
from kck.accounts.staff_queries import Address, address_of
from kck.cases.models import Case
from kck.cases.queries.unopened import unopened_ids
from kck.cases.terms import OPEN_STATES
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.rules import is_working_day
from kck.foundation import numbers
from kck.foundation.actor import PLATFORM
from kck.messaging.commands import send
from kck.messaging.terms import Recipient
from kck.quality.queries.figures import figures
from kck.quality.terms import By, Figures, Period
from kck.quality.texts import MONDAY_MAIL

HOUR, STILL_HOURS = 6, 8
MOST_LINES = 12


@dataclass(frozen=True, kw_only=True)
class Concerning:
    """What the head of a unit should look at; `week` is of the week before."""

    late: Sequence[Case]
    disputed: Sequence[Case]
    unopened: Sequence[Case]
    week: Figures

    @property
    def anything(self) -> bool:
        return bool(self.late or self.disputed or self.unopened or self.week.handed_back)


def is_due(at: datetime) -> bool:
    """In the morning of the first working day of the week; a worker that was down makes it up."""
    city = snapshot(at)
    calendar, now = city.calendar_of(city.centre, at), at.astimezone(city.city.zone)
    monday = now.date() - timedelta(days=now.weekday())
    days = (monday + timedelta(days=passed) for passed in range(7))
    first = next((day for day in days if is_working_day(day, calendar)), None)
    return now.date() == first and HOUR <= now.hour < HOUR + STILL_HOURS


def mail_heads(*, at: datetime) -> int:
    """To all who lead a unit about which there is something to say; how many letters.

    A second run on that day sends nothing twice.
    """
    city, held = snapshot(at), holders()
    period = Period.week_before(at.astimezone(city.city.zone).date())
    rows, _all = figures(By.UNIT, period, at=at)
    week = {row.key: row for row in rows}
    unopened = set(unopened_ids(at))
    sent = 0
    for unit in city.units_in_force(at):
        heads = [found for pk in held.of_unit(unit.id, "cases.assign") if (found := address_of(pk))]
        if not heads:
            continue
        seen = concerning(unit, week.get(unit.code) or _nothing(unit), unopened, at)
        if seen.anything:
            _send(unit, heads, seen, period, at)
            sent += len(heads)
    return sent


def _nothing(unit: UnitInfo) -> Figures:
    return Figures(key=unit.code, name=unit.name())


def concerning(unit: UnitInfo, week: Figures, unopened: set[int], at: datetime) -> Concerning:
    still = Case.objects.filter(
        unit_id__in=same_unit(unit.id, snapshot(at)), state__in=sorted(OPEN_STATES)
    ).order_by("first_due_at", "pk")
    return Concerning(
        late=list(still.filter(first_due_at__lt=at)),
        disputed=list(still.filter(disputes__gt=0)),
        unopened=[case for case in still if case.pk in unopened],
        week=week,
    )


def _send(
    unit: UnitInfo, heads: Iterable[Address], seen: Concerning, period: Period, at: datetime
) -> None:
    send(
        MONDAY_MAIL,
        dedupe=f"{MONDAY_MAIL}:{unit.code}:{period.first}",
        to=[Recipient(address=one.email, language=one.language or "pl") for one in heads],
        variables=lambda language: _words(unit, seen, period, language),
        about="",
        at=at,
        by=PLATFORM,
    )


def _words(unit: UnitInfo, seen: Concerning, period: Period, language: str) -> Mapping[str, str]:
    with translation.override(language):
        return {
            "unit": unit.name(language),
            "first": date_format(period.first, "j E"),
            "last": date_format(period.last, "j E"),
            "opened": str(seen.week.opened),
            "closed": str(seen.week.closed),
            "handed_back": str(seen.week.handed_back or ""),
            "late": str(len(seen.late) or ""),
            "late_lines": _lines(seen.late, language),
            "disputed": str(len(seen.disputed) or ""),
            "disputed_lines": _lines(seen.disputed, language),
            "unopened": str(len(seen.unopened) or ""),
            "unopened_lines": _lines(seen.unopened, language),
            "desk_url": f"{settings.SITE_URL}/desk/",
        }


def _lines(cases: Sequence[Case], language: str) -> str:
    lines = [_line(case, language) for case in cases[:MOST_LINES]]
    if len(cases) > MOST_LINES:
        lines.append(f"… +{len(cases) - MOST_LINES}")
    return "\n".join(lines)


def _line(case: Case, language: str) -> str:
    """Nothing of it says who reported."""
    category = snapshot().category_by_id(case.category_id).name(language)
    parts = [numbers.display(case.number), category, case.street]
    return "- " + ", ".join(part for part in parts if part)

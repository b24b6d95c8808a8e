"""Clocks that run out, or have: who should know is told, once for each deadline.

A few statements a rule, however many cases are open. What was told stands in a row that can exist
once, written in the same transaction, so that neither a second worker nor a restart tells again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from kck.accounts.holder_queries import Holders, holders
from kck.accounts.notice_commands import notify
from kck.cases.clock_models import EscalationRule
from kck.cases.clock_terms import (
    CLOCKS,
    MANY_RAN_OUT,
    MANY_RUN_OUT,
    MANY_WAIT,
    RAN_OUT,
    RUNS_OUT,
    STILL_WAITS,
    WAITS,
    Clock,
    ClockRule,
    Whom,
)
from kck.cases.models import Case
from kck.cases.terms import OPEN_STATES, CaseState
from kck.directory.info import CalendarInfo
from kck.directory.offsets import latest_due
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.foundation.reasons import Reason

# what ran out longer ago is no news: so a new rule does not tell of all the past
LOOKS_BACK = timedelta(days=14)
MOST_AT_ONCE = 2000  # a run; the next one goes on
# more about one rule at once, and it is said in one sentence
MOST_SENTENCES = 5

CLOCK_COLUMNS = {
    Clock.TAKEOVER: "takeover_due_at",
    Clock.MADE_SAFE: "safe_due_at",
    Clock.PROMISED: "due_at",
    Clock.LEGAL: "legal_due_at",
    Clock.WAITING: "waiting_since",
}
# a promise that is paused does not run; the legal clock stops for nothing
_RUNS = {
    Clock.TAKEOVER: "c.paused_at IS NULL AND c.taken_at IS NULL",
    Clock.MADE_SAFE: "c.paused_at IS NULL AND c.state <> ALL(%(planned)s)",
    Clock.PROMISED: "c.paused_at IS NULL",
    Clock.LEGAL: "TRUE",
    Clock.WAITING: "TRUE",
}
_FIND = """
    INSERT INTO cases_clocknotice (case_id, rule, due_at, at)
    SELECT c.id, %(rule)s, c.{column}, %(now)s
      FROM cases_case c
      JOIN unnest(%(units)s::bigint[], %(limits)s::timestamptz[]) AS l(unit_id, latest)
        ON l.unit_id = c.unit_id
     WHERE c.state = ANY(%(open)s) AND {runs}
       AND c.{column} <= l.latest AND c.{column} > %(after)s
       AND (%(priorities)s::text[] = '{{}}' OR c.priority = ANY(%(priorities)s))
       AND (%(kinds)s::text[] = '{{}}' OR c.kind = ANY(%(kinds)s))
       AND (%(holders)s::text[] = '{{}}' OR c.waiting_on = ANY(%(holders)s))
       AND NOT EXISTS (SELECT FROM cases_clocknotice n
                        WHERE n.case_id = c.id AND n.rule = %(rule)s AND n.due_at = c.{column})
     ORDER BY c.{column}, c.id
     LIMIT %(most)s
    ON CONFLICT DO NOTHING
    RETURNING case_id, due_at
"""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A case of which somebody is to be told now."""

    id: int
    number: str
    unit_id: int
    handler_id: int | None
    waiting_on: str
    due_at: datetime


def remind(*, at: datetime) -> int:
    """Tell of every clock whose moment has come; of how many. Each rule is a transaction."""
    return sum(remind_by(row.rule, at=at) for row in rules_in_force(at))


def rules_in_force(at: datetime) -> list[EscalationRule]:
    day = at.astimezone(clock.city_zone()).date()
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    rows = EscalationRule.objects.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))
    return list(rows.order_by("pk"))


@command
def remind_by(rule: ClockRule, *, at: datetime) -> int:
    found = _find(rule, at)
    if found:
        known = holders()
        for people, cases in _by_people(rule, found, known).items():
            _tell(rule, people, cases, at)
    return len(found)


def _find(rule: ClockRule, at: datetime) -> list[Due]:
    units, limits = _limits(rule, at)
    values: dict[str, Any] = {
        "rule": rule.code,
        "now": at,
        "units": units,
        "limits": limits,
        "open": sorted(OPEN_STATES),
        "planned": [CaseState.SCHEDULED, CaseState.CONTRACTOR],
        # before: only while it still runs
        "after": at if rule.offset.before else min(limits, default=at) - LOOKS_BACK,
        "priorities": list(rule.priorities),
        "kinds": list(rule.kinds),
        "holders": list(rule.waiting_on),
        "most": MOST_AT_ONCE,
    }
    sql = _FIND.format(column=CLOCK_COLUMNS[rule.clock], runs=_RUNS[rule.clock])
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        due = dict(cursor.fetchall())
    return _described(due)


def _limits(rule: ClockRule, at: datetime) -> tuple[list[int], list[datetime]]:
    """For every unit there ever was: up to which deadline the moment has come, by its calendar."""
    city = snapshot(at)
    known: dict[str, datetime] = {}
    units, limits = [], []
    for unit in city.units.all:
        calendar: CalendarInfo = city.calendar_of(city.unit_by_id(unit.id, at), at)
        if calendar.code not in known:
            known[calendar.code] = latest_due(rule.offset, calendar, at)
        units.append(unit.id)
        limits.append(known[calendar.code])
    return units, limits


def _described(due: Mapping[int, datetime]) -> list[Due]:
    rows = Case.objects.filter(pk__in=list(due)).order_by("pk")
    return [
        Due(id=pk, number=number, unit_id=unit, handler_id=handler, waiting_on=on, due_at=due[pk])
        for pk, number, unit, handler, on in rows.values_list(
            "pk", "number", "unit_id", "handler_id", "waiting_on"
        )
    ]


# -- who ------------------------------------------------------------------------------------------


def _by_people(
    rule: ClockRule, found: Iterable[Due], known: Holders
) -> Mapping[frozenset[int], list[Due]]:
    told: dict[frozenset[int], list[Due]] = defaultdict(list)
    for case in found:
        people = frozenset().union(*(people_of(whom, case, known) for whom in rule.to))
        told[people or _supervisors(known)].append(case)
    return told


def people_of(whom: Whom, case: Due, known: Holders) -> frozenset[int]:
    match whom:
        case Whom.HANDLER if case.handler_id is not None:
            return frozenset({case.handler_id})
        case Whom.HANDLER | Whom.LEAD:
            leads = known.of_unit(case.unit_id, "cases.assign")
            return leads or known.of_unit(case.unit_id, "cases.work")
        case Whom.UNIT:
            return known.of_unit(case.unit_id, "cases.work")
        case Whom.SUPERVISOR:
            return _supervisors(known)
        case Whom.DUTY:
            return known.of_city("cases.triage", "intake.receive")
    return frozenset()


def _supervisors(known: Holders) -> frozenset[int]:
    return known.of_city("cases.assign", "cases.triage")


# -- in which words -------------------------------------------------------------------------------


def _tell(rule: ClockRule, people: frozenset[int], cases: Sequence[Due], at: datetime) -> None:
    """Each case by itself as long as they are few; a Monday morning is one sentence."""
    if len(cases) > MOST_SENTENCES:
        subject = f"clock:{rule.code}"
        notify(people, kind="clock", subject=subject, why=_many(rule, cases), at=at, by=PLATFORM)
        return
    for case in cases:
        notify(
            people, kind="clock", subject=f"case:{case.id}", why=_one(rule, case), at=at,
            by=PLATFORM,
        )  # fmt: skip


def _one(rule: ClockRule, case: Due) -> Reason:
    facts = {
        "number": numbers.display(case.number),
        "when": case.due_at.astimezone(clock.city_zone()).strftime("%-d.%m, %-H.%M"),
    }
    if rule.clock == Clock.WAITING:
        return STILL_WAITS(whom=WAITS[case.waiting_on], **facts)
    words = RUNS_OUT if rule.offset.before else RAN_OUT
    return words(clock=CLOCKS[rule.clock], **facts)


def _many(rule: ClockRule, cases: Sequence[Due]) -> Reason:
    if rule.clock == Clock.WAITING:
        return MANY_WAIT(whom=WAITS[cases[0].waiting_on], count=len(cases))
    words = MANY_RUN_OUT if rule.offset.before else MANY_RAN_OUT
    return words(clock=CLOCKS[rule.clock], count=len(cases))

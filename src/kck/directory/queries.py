"""Reading the configuration: one copy in memory for each process, renewed when it changes."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from kck.directory import models
from kck.directory.info import (
    CalendarInfo,
    CategoryInfo,
    CityInfo,
    Condition,
    DangerInfo,
    GroupInfo,
    HelplineInfo,
    QuestionInfo,
    RuleInfo,
    StageInfo,
    TargetInfo,
    TextInfo,
    UnitInfo,
    ValueInfo,
)
from kck.directory.snapshot import Editions, Rules, Snapshot
from kck.directory.terms import (
    Datatype,
    DayHours,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    Season,
    TargetResult,
    TargetUnit,
    WayOfWorking,
    parse_spans,
)
from kck.directory.ways import WayInfo
from kck.foundation import clock

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FRESH_SECONDS = 2.0
MOST_DAYS = 1000


class CityNotLoaded(LookupError):
    """There is no configuration yet: run `kck city load DIR`."""


class _Held:
    """The copy of this process."""

    lock = threading.Lock()
    copy: Snapshot | None = None
    stamp: str = ""
    asked_at: float = 0.0
    # what it says on other days, so that what a day's copy has worked out is worked out once
    days: ClassVar[dict[date, Snapshot]] = {}


def snapshot(at: datetime | date | None = None) -> Snapshot:
    """The configuration. Costs no statement unless two seconds have passed since the last look."""
    copy = _Held.copy
    if copy is None or time.monotonic() - _Held.asked_at > FRESH_SECONDS:
        copy = _renewed()
    day = clock.today() if at is None else copy._on(at)
    return copy if day == copy.day else _on_day(copy, day)


def _on_day(copy: Snapshot, day: date) -> Snapshot:
    other = _Held.days.get(day)
    if other is None or other.version != copy.version or other.units is not copy.units:
        if len(_Held.days) >= MOST_DAYS:
            _Held.days.clear()
        other = _Held.days[day] = replace(copy, day=day)
    return other


def forget_snapshot() -> None:
    """Read all again at the next question; for loads and tests."""
    _Held.copy, _Held.stamp = None, ""


def config_version() -> int:
    """How many times the configuration has been loaded."""
    return models.ConfigVersion.objects.values_list("version", flat=True).first() or 0


def loaded_at() -> datetime | None:
    """When the configuration last changed."""
    return models.ConfigVersion.objects.values_list("loaded_at", flat=True).first()


def _renewed() -> Snapshot:
    with _Held.lock:
        _Held.asked_at = time.monotonic()
        row = models.ConfigVersion.objects.values_list("version", "stamp").first()
        if row is None:
            raise CityNotLoaded(CityNotLoaded.__doc__)
        version, stamp = row
        if _Held.copy is None or stamp != _Held.stamp:
            _Held.copy, _Held.stamp = read_snapshot(clock.today(), version), stamp
        return _Held.copy


def _newer_unit(unit_id: int) -> UnitInfo | None:
    return _renewed().units.by_id.get(unit_id)


def _newer_category(category_id: int) -> CategoryInfo | None:
    return _renewed().all_categories.by_id.get(category_id)


def read_snapshot(day: date, version: int = 0) -> Snapshot:
    """What the tables say at this moment, of this transaction; not kept."""
    city = models.City.objects.order_by("pk").first()
    if city is None:
        raise CityNotLoaded(CityNotLoaded.__doc__)
    info = city_info(city.facts)
    return Snapshot(
        version=version,
        day=day,
        city=info,
        units=Editions((_unit(row) for row in models.Unit.objects.all()), _newer_unit),
        ways=Editions(_way(row) for row in models.WayPeriod.objects.all()),
        all_categories=_categories(),
        groups=tuple(_group(row) for row in models.CategoryGroup.objects.order_by("order", "code")),
        all_questions=_questions(),
        all_rules=Rules(_rule(row) for row in models.RoutingRule.objects.order_by("order", "code")),
        calendars=Editions(_calendar(row, info.zone) for row in models.Calendar.objects.all()),
        all_helplines=Editions(_helpline(row) for row in models.Helpline.objects.order_by("pk")),
        all_stages=tuple(_stage(row) for row in models.Stage.objects.order_by("pk")),
        all_dangers=Editions(_danger(row) for row in models.Danger.objects.order_by("pk")),
        texts={
            (row.key, row.language): TextInfo(
                key=row.key, language=row.language, title=row.title, body=row.body
            )
            for row in models.CityText.objects.all()
        },
    )


def city_info(facts: Mapping[str, Any]) -> CityInfo:
    """`city.toml` as it was checked at the load."""
    latitude, longitude = facts["center"]
    south, west, north, east = facts["bounds"]
    return CityInfo(
        code=facts["code"],
        jurisdiction_id=facts["jurisdiction_id"],
        names=facts["name"],
        phone=facts["phone"],
        email=facts["email"],
        site=facts["site"],
        zone=ZoneInfo(facts["timezone"]),
        languages=tuple(facts["languages"]),
        center=(latitude, longitude),
        bounds=(south, west, north, east),
        centre_unit=facts["centre_unit"],
        formal_unit=facts["formal_unit"],
        silence_days=facts["silence_days"],
        reporter_wait_days=facts["reporter_wait_days"],
        reopen_days=facts["reopen_days"],
        unknown_category=facts["unknown_category"],
        kind_categories=facts["kind_categories"],
        facts=facts,
    )


def _edition(row: models.Dated) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _unit(row: models.Unit) -> UnitInfo:
    return UnitInfo(
        **_edition(row),
        successor=row.successor,
        names=row.names,
        kind=row.kind,
        responsible_for=row.responsible_for,
        phone=row.phone,
        contact=row.contact,
        dispatcher_24h=row.dispatcher_24h,
        way_of_working=WayOfWorking(row.way_of_working),
        calendar=row.calendar,
        basis=row.basis,
        base=row.base,
    )


def _way(row: models.WayPeriod) -> WayInfo:
    way = WayOfWorking(row.way)
    return WayInfo(**_edition(row), way=way, settings=row.settings, author=row.author)


def _group(row: models.CategoryGroup) -> GroupInfo:
    return GroupInfo(**_edition(row), names=row.names, kind=GroupKind(row.kind), order=row.order)


def _categories() -> Editions[CategoryInfo]:
    words: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    examples: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in models.CategoryWords.objects.all():
        words[row.category][row.language] = tuple(row.words)
        examples[row.category][row.language] = tuple(row.examples)
    rows = models.Category.objects.all()
    return Editions(
        (_category(row, words[row.code], examples[row.code]) for row in rows), _newer_category
    )


def _category(
    row: models.Category,
    words: Mapping[str, tuple[str, ...]],
    examples: Mapping[str, tuple[str, ...]],
) -> CategoryInfo:
    return CategoryInfo(
        **_edition(row),
        successor=row.successor,
        names=row.names,
        group=row.group,
        kind=row.kind,
        public_group=row.public_group,
        unit=row.unit,
        second_unit=row.second_unit,
        night_unit=row.night_unit,
        priority=Priority(row.priority),
        takeover_wh=row.takeover_wh,
        targets=_targets(row),
        public=Publicity(row.public),
        redirect=tuple(row.redirect),
        season=Season.parse(row.season) if row.season else None,
        duplicate_radius_m=row.duplicate_radius_m,
        duplicate_days=row.duplicate_days,
        evidence=Evidence(row.evidence),
        note=row.note,
        basis=row.basis,
        words=words,
        examples=examples,
    )


def _targets(row: models.Category) -> tuple[TargetInfo, ...]:
    pairs = (
        (row.target_amount, row.target_unit, row.target_result),
        (row.then_amount, row.then_unit, row.then_result),
    )
    return tuple(
        TargetInfo(amount=amount, unit=TargetUnit(unit), result=TargetResult(result))
        for amount, unit, result in pairs
        if amount is not None
    )


def _questions() -> dict[str, tuple[QuestionInfo, ...]]:
    found: dict[str, list[QuestionInfo]] = defaultdict(list)
    for row in models.Question.objects.order_by("category", "order", "code"):
        found[row.category].append(_question(row))
    return {category: tuple(questions) for category, questions in found.items()}


def _question(row: models.Question) -> QuestionInfo:
    return QuestionInfo(
        **_edition(row),
        category=row.category,
        order=row.order,
        datatype=Datatype(row.datatype),
        required=row.required,
        texts=row.texts,
        hints=row.hints,
        values=tuple(ValueInfo(key=value["key"], names=value["names"]) for value in row.values),
    )


def _rule(row: models.RoutingRule) -> RuleInfo:
    return RuleInfo(
        **_edition(row),
        order=row.order,
        categories=tuple(row.categories),
        unit=row.unit,
        because=row.because,
        when=condition(row.when),
        basis=row.basis,
    )


def condition(when: Mapping[str, Any]) -> Condition:
    """`[rule.when]` of `rules.toml`."""
    return Condition(
        districts=frozenset(when.get("districts", ())),
        areas=frozenset(when.get("areas", ())),
        owners=frozenset(when.get("owner", ())),
        season=Season.parse(when["season"]) if "season" in when else None,
        hours=DayHours.parse(when["hours"]) if "hours" in when else None,
        out_of_hours=when.get("out_of_hours"),
        priorities=frozenset(Priority(one) for one in when.get("priority", ())),
    )


def _calendar(row: models.Calendar, zone: ZoneInfo) -> CalendarInfo:
    return CalendarInfo(
        **_edition(row),
        names=row.names,
        zone=zone,
        holidays=row.holidays,
        week=tuple(parse_spans(row.hours.get(day, "")) for day in WEEK),
        closed=_days(row.closed),
        open=_days(row.open),
    )


def _days(raw: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in raw)


def _helpline(row: models.Helpline) -> HelplineInfo:
    return HelplineInfo(
        **_edition(row),
        names=row.names,
        number=row.number,
        hours=row.hours,
        sms=row.sms,
        deaf=row.deaf,
        unit=row.unit,
        basis=row.basis,
    )


def _stage(row: models.Stage) -> StageInfo:
    return StageInfo(
        unit=row.unit,
        channel=row.channel,
        function=row.function,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        duty=tuple(row.duty),
    )


def _danger(row: models.Danger) -> DangerInfo:
    return DangerInfo(
        **_edition(row),
        helplines=tuple(row.helplines),
        category=row.category,
        words={language: tuple(words) for language, words in row.words.items()},
        lookalikes={language: tuple(words) for language, words in row.lookalikes.items()},
        calm=row.calm,
        tell=tuple(row.tell),
        hours={code: DayHours.parse(hours) for code, hours in row.hours.items()},
    )

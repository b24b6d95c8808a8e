"""The whole configuration in memory, immutable, and the questions one may ask it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Self, TypeVar

from django.utils.translation import get_language

from kck.directory.info import (
    CalendarInfo,
    CategoryInfo,
    CityInfo,
    DangerInfo,
    Edition,
    GroupInfo,
    HelplineInfo,
    QuestionInfo,
    RuleInfo,
    StageInfo,
    TextInfo,
    UnitInfo,
)
from kck.directory.terms import GroupKind
from kck.directory.ways import WayInfo
from kck.foundation.text import polish_sort_key

E = TypeVar("E", bound=Edition)
Moment = datetime | date | None
_REMEMBERED = 50
_MOST_ANSWERS = 5000


class ById(dict[int, E]):
    """Rows by their ids. One that this copy does not know is asked of a newer one.

    Another process may have loaded it, and used it, since this one last looked.
    """

    def __init__(self, rows: Iterable[E], newer: Callable[[int], E | None]) -> None:
        super().__init__((row.id, row) for row in rows)
        self._newer = newer

    def __missing__(self, row_id: int) -> E:
        found = self._newer(row_id)
        if found is None:
            raise KeyError(row_id)
        return found


class Editions(Mapping[str, tuple[E, ...]]):
    """All editions of each code, the oldest first, and which of them is in force on a day."""

    def __init__(
        self, rows: Iterable[E], newer: Callable[[int], E | None] = lambda _row_id: None
    ) -> None:
        self.all = tuple(sorted(rows, key=lambda row: row.valid_from or date.min))
        self.by_id = ById(self.all, newer)
        self._codes: dict[str, tuple[E, ...]] = {}
        # sorting by Polish keys takes milliseconds, and pages ask for the same few days
        self.sorted: dict[tuple[date, str], list[E]] = {}
        self._days: dict[date, list[E]] = {}
        self._sets: dict[date, frozenset[str]] = {}
        self._answers: dict[tuple[str, date], E | None] = {}
        for row in self.all:
            self._codes[row.code] = (*self._codes.get(row.code, ()), row)

    def __getitem__(self, code: str) -> tuple[E, ...]:
        return self._codes[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def own(self, code: str, day: date) -> E | None:
        """The edition of this very code."""
        in_force = [row for row in self._codes.get(code, ()) if row.in_force(day)]
        return in_force[-1] if in_force else None

    def resolve(self, code: str, day: date) -> E | None:
        """The edition that stands for this code on that day: itself, its heir, or its forebear."""
        try:
            return self._answers[code, day]
        except KeyError:
            answer = self._heir(code, day) or self._forebear(code, day)
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            self._answers[code, day] = answer
            return answer

    def _heir(self, code: str, day: date) -> E | None:
        seen: set[str] = set()
        while code and code not in seen:
            seen.add(code)
            if found := self.own(code, day):
                return found
            ended = [r for r in self._codes.get(code, ()) if r.valid_to and r.valid_to < day]
            code = ended[-1].successor if ended else ""
        return None

    def _forebear(self, code: str, day: date) -> E | None:
        editions = self._codes.get(code)
        if not editions or any(row.valid_from is None or row.valid_from <= day for row in editions):
            return None
        earlier = {row.code for row in self.all if row.successor == code and row.code != code}
        return next((found for one in sorted(earlier) if (found := self.own(one, day))), None)

    def in_force(self, day: date) -> list[E]:
        known = self._days.get(day)
        if known is None:
            if len(self._days) > _REMEMBERED:
                self._days.clear()
            known = [row for code in self._codes if (row := self.own(code, day))]
            self._days[day] = known
        return list(known)

    def codes_in_force(self, day: date) -> frozenset[str]:
        """The same set for the same day, so that others may keep what they derive from it."""
        if day not in self._sets:
            if len(self._sets) > _REMEMBERED:
                self._sets.clear()
            self._sets[day] = frozenset(row.code for row in self.in_force(day))
        return self._sets[day]


class Rules(tuple[RuleInfo, ...]):
    """All editions of all rules, in the order in which they are asked."""

    def __init__(self, _rules: Iterable[RuleInfo]) -> None:
        self._about: dict[str, list[RuleInfo]] = {}

    def about(self, category: CategoryInfo) -> list[RuleInfo]:
        """Those that speak about a category, in force or not."""
        known = self._about.get(category.code)
        if known is None:
            known = [rule for rule in self if rule.speaks_about(category.code)]
            self._about[category.code] = known
        return known


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What the city's configuration says; `day` stands in where a question names no moment."""

    version: int
    day: date
    city: CityInfo
    units: Editions[UnitInfo]
    ways: Editions[WayInfo]
    all_categories: Editions[CategoryInfo]
    groups: tuple[GroupInfo, ...]
    all_questions: Mapping[str, tuple[QuestionInfo, ...]]
    all_rules: Rules
    calendars: Editions[CalendarInfo]
    all_helplines: Editions[HelplineInfo]
    all_stages: tuple[StageInfo, ...]
    all_dangers: Editions[DangerInfo]
    texts: Mapping[tuple[str, str], TextInfo]

    def at(self, moment: datetime | date) -> Self:
        """The same configuration, asked about another day."""
        return replace(self, day=self._on(moment))

    def _on(self, moment: Moment) -> date:
        if moment is None:
            return self.day
        if isinstance(moment, datetime):
            return moment.astimezone(self.city.zone).date()
        return moment

    # units

    def unit(self, code: str, at: Moment = None) -> UnitInfo | None:
        """The unit in force under this code; a renamed one is its successor from that day on."""
        return self.units.resolve(code, self._on(at))

    def unit_by_id(self, unit_id: int, at: Moment = None) -> UnitInfo:
        """The very row; with a moment, the unit that stands for it then. KeyError when unknown."""
        row = self.units.by_id[unit_id]
        return row if at is None else self.unit(row.code, at) or row

    def units_in_force(self, at: Moment = None) -> list[UnitInfo]:
        return sorted(self.units.in_force(self._on(at)), key=lambda unit: unit.code)

    def way_of(self, unit_id: int, at: Moment = None) -> WayInfo:
        """How the unit works on that day. KeyError when unknown."""
        day = self._on(at)
        unit = self.unit_by_id(unit_id, day)
        return self.ways.own(unit.code, day) or WayInfo(
            id=0, code=unit.code, way=unit.way_of_working
        )

    def receives(self, unit: UnitInfo, at: Moment = None) -> bool:
        """Whether the unit can be given a case: by the system, or by a call of the centre."""
        return self.way_of(unit.id, at).receives

    @cached_property
    def centre(self) -> UnitInfo:
        """The unit that takes what nobody else does."""
        found = self.unit(self.city.centre_unit)
        return found or self.units[self.city.centre_unit][-1]

    @cached_property
    def formal(self) -> UnitInfo:
        """The unit of complaints, motions and petitions."""
        return self.unit(self.city.formal_unit) or self.centre

    # categories and their questions

    def category(self, code: str, at: Moment = None) -> CategoryInfo | None:
        return self.all_categories.resolve(code, self._on(at))

    def category_by_id(self, category_id: int) -> CategoryInfo:
        """The very row, in force or not. KeyError when unknown."""
        return self.all_categories.by_id[category_id]

    def categories(self, at: Moment = None, language: str | None = None) -> list[CategoryInfo]:
        """Those in force, in the order of their groups, then by name in that language."""
        asked = (self._on(at), language or (get_language() or "pl")[:2])
        known = self.all_categories.sorted
        if asked not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[asked] = self._sorted_categories(*asked)
        return list(known[asked])

    def _sorted_categories(self, day: date, language: str) -> list[CategoryInfo]:
        order = {group.code: group.order for group in self._groups(GroupKind.GROUP, day)}
        return sorted(
            self.all_categories.in_force(day),
            key=lambda row: (
                order.get(row.group, len(order)),
                row.group,
                polish_sort_key(row.name(language)),
            ),
        )

    def questions(self, category_code: str, at: Moment = None) -> tuple[QuestionInfo, ...]:
        """What the category asks, in order."""
        day = self._on(at)
        return tuple(q for q in self.all_questions.get(category_code, ()) if q.in_force(day))

    def _groups(self, kind: GroupKind, at: Moment = None) -> list[GroupInfo]:
        day = self._on(at)
        return [group for group in self.groups if group.kind == kind and group.in_force(day)]

    @property
    def category_groups(self) -> list[GroupInfo]:
        return self._groups(GroupKind.GROUP)

    @property
    def public_groups(self) -> list[GroupInfo]:
        """The few a resident may choose from, in order."""
        return self._groups(GroupKind.PUBLIC)

    def public_group(self, code: str) -> GroupInfo | None:
        return next((group for group in self.public_groups if group.code == code), None)

    # rules, calendars, numbers, stages, texts

    def rules(self, at: Moment = None) -> tuple[RuleInfo, ...]:
        """Those in force, in the order in which they are asked."""
        day = self._on(at)
        return tuple(rule for rule in self.all_rules if rule.in_force(day))

    def rules_about(self, category: CategoryInfo, at: Moment = None) -> list[RuleInfo]:
        """Those in force that speak about the category, in their order."""
        day = self._on(at)
        return [rule for rule in self.all_rules.about(category) if rule.in_force(day)]

    def calendar(self, code: str, at: Moment = None) -> CalendarInfo:
        """The calendar in force, else its latest edition. KeyError when unknown."""
        return self.calendars.own(code, self._on(at)) or self.calendars[code][-1]

    def calendar_of(self, unit: UnitInfo, at: Moment = None) -> CalendarInfo:
        return self.calendar(unit.calendar, at)

    @property
    def helplines(self) -> list[HelplineInfo]:
        return self.all_helplines.in_force(self.day)

    def helpline(self, code: str) -> HelplineInfo | None:
        return self.all_helplines.own(code, self.day)

    def redirect_of(self, category: CategoryInfo) -> list[HelplineInfo]:
        """The numbers to show for a category, the most urgent first."""
        return [line for code in category.redirect if (line := self.helpline(code))]

    def dangers(self, at: Moment = None) -> list[DangerInfo]:
        return self.all_dangers.in_force(self._on(at))

    def danger(self, code: str) -> DangerInfo | None:
        return self.all_dangers.own(code, self.day)

    def lines_of(self, danger: DangerInfo, at: datetime) -> list[HelplineInfo]:
        """The numbers to show at this moment, the most urgent first."""
        hour = at.astimezone(self.city.zone).time()
        return [line for code in danger.numbers_at(hour) if (line := self.helpline(code))]

    def stages(self, at: Moment = None) -> tuple[StageInfo, ...]:
        day = self._on(at)
        return tuple(stage for stage in self.all_stages if stage.in_force(day))

    def stages_of(self, unit: str, channel: str, function: str) -> list[StageInfo]:
        """Those that decide for the unit, of any time: its own, else those of every unit."""
        about = [
            stage
            for stage in self.all_stages
            if stage.channel in (channel, "*") and stage.function in (function, "*")
        ]
        own = [stage for stage in about if stage.unit == unit]
        return own or [stage for stage in about if stage.unit == "*"]

    def launched(self, unit: str, channel: str, function: str, at: Moment = None) -> bool:
        """Whether the function runs for the unit in the channel; `*` in a file means every one."""
        day = self._on(at)
        return any(stage.in_force(day) for stage in self.stages_of(unit, channel, function))

    def takes(self, unit: str, channel: str, function: str, at: Moment = None) -> bool:
        """Whether what comes by the channel is taken here. Of what no stage speaks, all is."""
        spoken_of = any(
            stage.channel == channel and stage.function == function for stage in self.all_stages
        )
        return not spoken_of or self.launched(unit, channel, function, at)

    def begins(self, unit: str, channel: str, function: str, at: Moment = None) -> date | None:
        """The next day on which that starts; None when it has, or when nobody knows."""
        day = self._on(at)
        days = [stage.valid_from for stage in self.stages_of(unit, channel, function)]
        return min((one for one in days if one and one > day), default=None)

    def text(self, key: str, language: str) -> TextInfo | None:
        """The page in that language, else in Polish."""
        return self.texts.get((key, language)) or self.texts.get((key, "pl"))

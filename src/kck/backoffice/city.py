"""The configuration as loaded, put into words for its page; all editions, in force or not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import get_language

from kck.directory.editing.choices import name_of, said
from kck.directory.editing.fields import Field
from kck.directory.editing.flat import Values
from kck.directory.editing.forms import CHANNELS, FUNCTIONS
from kck.directory.editing.reading import things
from kck.directory.editing.tables import TABLES, Table
from kck.directory.explanations import in_words
from kck.directory.info import (
    CalendarInfo,
    CategoryInfo,
    QuestionInfo,
    RuleInfo,
    Span,
    StageInfo,
    UnitInfo,
)
from kck.directory.offsets import Offset
from kck.directory.snapshot import Snapshot
from kck.directory.terms import (
    REDIRECT,
    CaseKind,
    Datatype,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    TargetResult,
    TargetUnit,
    WayOfWorking,
)
from kck.foundation.text import _, fold, localized, polish_sort_key

WEEKDAYS = (_("pn"), _("wt"), _("śr"), _("cz"), _("pt"), _("sb"), _("nd"))


class Part(TextChoices):
    UNITS = "units", _("Jednostki")
    CATEGORIES = "categories", _("Kategorie")
    QUESTIONS = "questions", _("Pytania")
    RULES = "rules", _("Reguły kierowania")
    CALENDARS = "calendars", _("Kalendarze")
    HELPLINES = "helplines", _("Telefony")
    STAGES = "stages", _("Etapy")
    GROUPS = "groups", _("Grupy")
    DANGERS = "dangers", _("Zagrożenia")
    ESCALATIONS = "escalations", _("Powiadomienia o terminach")
    ROUTES = "routes", _("Drogi skarg")
    RETENTION = "retention", _("Klasy retencji")
    PAGES = "texts", _("Strony miasta")
    CITY = "city", _("Miasto")

    @property
    def single(self) -> bool:
        """There is one of it, and always will be."""
        return TABLES[self.value].single


@dataclass(frozen=True, kw_only=True)
class Validity:
    """From and to, both days included, and how that stands today."""

    first: date | None
    last: date | None
    state: str  # now, coming, past


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table: the row itself, its time, and its codes said in words."""

    row: Any
    validity: Validity
    words: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    label: str = ""
    title: str = ""  # where the row has no name of its own
    identity: str = ""
    coming: date | None = None  # the first day of an edition that is decided already


_FIRST = {"now": 0, "coming": 1, "past": 2}


def rows_of(part: Part, city: Snapshot, *, query: str = "") -> list[Row]:
    """A line for each thing, as far as it fits what is looked for; its editions are on its page."""
    table = TABLES[part.value]
    things: dict[str, list[Row]] = {}
    for row in _MAKERS[part](city):
        things.setdefault(table.identity(row.row), []).append(row)
    made = [_one_line(identity, rows) for identity, rows in things.items()]
    wanted = fold(query.strip())
    return [row for row in made if wanted in fold(_searched(row))]


def _one_line(identity: str, rows: list[Row]) -> Row:
    best = min(rows, key=lambda row: _FIRST[row.validity.state])
    later = [row.validity.first for row in rows if row.validity.state == "coming" and row != best]
    days = [day for day in later if day is not None]
    return replace(best, identity=identity, coming=min(days, default=None))


def _searched(row: Row) -> str:
    names = getattr(row.row, "names", {})
    texts = getattr(row.row, "texts", {})
    return " ".join(
        [
            row.identity,
            row.title,
            *texts.values(),
            *names.values(),
            *row.words,
            *row.more,
            row.label,
        ]
    )


def _of_tables(part: Part) -> Callable[[Snapshot], list[Row]]:
    """Those that no snapshot holds: each said by its own form."""

    def found(city: Snapshot) -> list[Row]:
        table = TABLES[part.value]
        return [_told(table, row, values, city) for row, values in things(table)]

    return found


def _told(table: Table, row: Any, values: Values, city: Snapshot) -> Row:
    """Its name, or what its first field says; the rest with what it is called."""
    first, *others = _TOLD[table.name]
    rest = [
        f"{table.by_name[name].label}: {_said(table.by_name[name], values[name])}"
        for name in others
        if values.get(name)
    ]
    return Row(
        row=row,
        validity=_validity(row, city),
        title=name_of(values) or said(table.by_name[first], values.get(first)),
        words=tuple(rest[:1]),
        more=tuple(rest[1:]),
    )


def _said(field: Field, value: Any) -> str:
    return _moment(value) if field.name == "when_moment" else said(field, value)


def _moment(written: str) -> str:
    """How long before or after a deadline, not as the files have it."""
    offset = Offset.parse(written)
    if not offset.amount:
        return str(_("gdy minie"))
    words = _("%(within)s wcześniej") if offset.before else _("%(within)s później")
    return str(words) % {"within": _within(abs(offset.amount), offset.unit)}


# what is said of each, the first thing instead of a name
_TOLD = {
    "escalations": ("clock", "when_moment", "to"),
    "routes": ("of", "through", "units"),
    "retention": ("code", "symbol", "kinds", "groups", "contact_years", "words_years"),
    "texts": ("title", "language"),
    "city": ("code", "site", "phone", "email"),
}


def _validity(row: Any, city: Snapshot) -> Validity:
    first, last = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    begun, over = first is None or first <= city.day, last is not None and last < city.day
    state = "coming" if not begun else "past" if over else "now"
    return Validity(first=first, last=last, state=state)


# beside a number of any size
_SHORT = {
    TargetUnit.HOURS: _("godz."),
    TargetUnit.WORKING_HOURS: _("godz. rob."),
    TargetUnit.WORKING_DAYS: _("d. rob."),
    TargetUnit.DAYS: _("d. kal."),
    TargetUnit.MONTHS: _("mies."),
}


def _units(city: Snapshot) -> list[Row]:
    return [_unit(unit, city) for unit in sorted(city.units.all, key=lambda one: one.code)]


def _unit(unit: UnitInfo, city: Snapshot) -> Row:
    return Row(
        row=unit,
        validity=_validity(unit, city),
        label=str(WayOfWorking(unit.way_of_working).label),
        words=(localized(unit.responsible_for),),
        more=(city.calendar(unit.calendar).name(),),
    )


def _categories(city: Snapshot) -> list[Row]:
    groups = {group.code: group for group in city.category_groups}

    def place(row: CategoryInfo) -> tuple[int, str]:
        group = groups.get(row.group)
        return (group.order if group else len(groups), polish_sort_key(row.name()))

    return [_category(row, city) for row in sorted(city.all_categories.all, key=place)]


def _category(row: CategoryInfo, city: Snapshot) -> Row:
    group = next((one.name() for one in city.category_groups if one.code == row.group), row.group)
    public = city.public_group(row.public_group)
    return Row(
        row=row,
        validity=_validity(row, city),
        label=str(_("przekierowanie") if row.kind == REDIRECT else CaseKind(row.kind).label),
        words=tuple(_targets(row)),
        more=(
            group,
            public.name() if public else row.public_group,
            str(Priority(row.priority).label),
            str(Publicity(row.public).label),
            str(Evidence(row.evidence).label) if row.evidence != Evidence.NONE else "",
        ),
    )


def _targets(row: CategoryInfo) -> Iterable[str]:
    if row.takeover_wh is not None:
        within = _within(row.takeover_wh, TargetUnit.WORKING_HOURS)
        yield str(_("przyjęcie: %(within)s")) % {"within": within}
    for target in row.targets:
        within = _within(target.amount, TargetUnit(target.unit))
        yield f"{TargetResult(target.result).label}: {within}"


def _within(number: float, unit: TargetUnit) -> str:
    """0,25 or 0.25, as the reader's language has it; 10, not 10,0."""
    if not number:
        return str(_("od razu"))
    return f"{number_format(Decimal(f'{number:g}'))} {_SHORT[unit]}"


def _rules(city: Snapshot) -> list[Row]:
    return [_rule(rule, city) for rule in city.all_rules]


def _rule(rule: RuleInfo, city: Snapshot) -> Row:
    spoken_of = [one.name() for one in city.categories() if rule.speaks_about(one.code)]
    unit = city.unit(rule.unit)
    return Row(
        row=rule,
        validity=_validity(rule, city),
        label=localized(rule.because),
        words=tuple(in_words(rule.when)),
        more=(unit.name() if unit else rule.unit, *spoken_of),
    )


def _calendars(city: Snapshot) -> list[Row]:
    return [_calendar(one, city) for one in city.calendars.all]


def _calendar(calendar: CalendarInfo, city: Snapshot) -> Row:
    hours = [
        f"{name} {', '.join(_span(span) for span in spans)}" if spans else f"{name} –"
        for name, spans in zip(WEEKDAYS, calendar.week, strict=True)
    ]
    return Row(
        row=calendar,
        validity=_validity(calendar, city),
        words=tuple(hours),
        more=tuple(day.isoformat() for day in sorted(calendar.closed)),
    )


def _span(span: Span) -> str:
    start, end = span
    return f"{start:%H:%M}–{'24:00' if end.hour == end.minute == 0 else f'{end:%H:%M}'}"


def _helplines(city: Snapshot) -> list[Row]:
    return [
        Row(row=one, validity=_validity(one, city), words=(localized(one.deaf),))
        for one in city.all_helplines.all
    ]


def _stages(city: Snapshot) -> list[Row]:
    return [_stage(one, city) for one in _sorted(city.all_stages)]


def _stage(stage: StageInfo, city: Snapshot) -> Row:
    unit = city.unit(stage.unit)
    spoken = dict(CHANNELS), dict(FUNCTIONS)
    every = str(_("każda jednostka"))
    return Row(
        row=stage,
        validity=_validity(stage, city),
        words=(
            every if stage.unit == "*" else f"{stage.unit} · {unit.name()}" if unit else stage.unit,
            str(spoken[0].get(stage.channel, stage.channel)),
            str(spoken[1].get(stage.function, stage.function)),
        ),
    )


def _sorted(stages: Iterable[StageInfo]) -> list[StageInfo]:
    return sorted(stages, key=lambda one: (one.unit, one.channel, one.function))


def _questions(city: Snapshot) -> list[Row]:
    return [
        _question(one, city)
        for questions in city.all_questions.values()
        for one in sorted(questions, key=lambda one: one.order)
    ]


def _question(question: QuestionInfo, city: Snapshot) -> Row:
    category = city.category(question.category)
    return Row(
        row=question,
        validity=_validity(question, city),
        label=category.name() if category else question.category,
        words=(question.text(), str(Datatype(question.datatype).label)),
        more=tuple(value.name() for value in question.values),
    )


def _groups(city: Snapshot) -> list[Row]:
    return [
        Row(row=one, validity=_validity(one, city), label=str(GroupKind(one.kind).label))
        for one in city.groups
    ]


def _dangers(city: Snapshot) -> list[Row]:
    return [
        Row(
            row=one,
            validity=_validity(one, city),
            words=(localized(one.calm),),
            more=(*(one.words.get(get_language() or "pl") or one.words.get("pl", ())),),
        )
        for one in city.all_dangers.all
    ]


_MAKERS = {
    Part.UNITS: _units,
    Part.CATEGORIES: _categories,
    Part.RULES: _rules,
    Part.CALENDARS: _calendars,
    Part.HELPLINES: _helplines,
    Part.STAGES: _stages,
    Part.QUESTIONS: _questions,
    Part.GROUPS: _groups,
    Part.DANGERS: _dangers,
    **{
        part: _of_tables(part)
        for part in (Part.ESCALATIONS, Part.ROUTES, Part.RETENTION, Part.PAGES, Part.CITY)
    },
}

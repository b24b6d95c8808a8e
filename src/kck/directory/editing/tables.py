"""Every table of the configuration that is edited on screens, described once for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from kck.directory.editing import city_values, flat
from kck.directory.editing.fields import Field, FormRecord
from kck.directory.editing.flat import Values, as_cells
from kck.directory.editing.forms import (
    CALENDAR,
    CATEGORY,
    CITY,
    DANGER,
    GROUP,
    HELPLINE,
    PAGE,
    QUESTION,
    RULE,
    STAGE,
    UNIT,
    WORDS,
)
from kck.directory.loading import categories, questions, routing_rules, texts, units
from kck.directory.loading import city as cities
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problem, Problems
from kck.directory.models import (
    Calendar,
    Category,
    CategoryGroup,
    CategoryWords,
    City,
    CityText,
    Danger,
    Helpline,
    Question,
    RoutingRule,
    Stage,
    Unit,
)
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Table:
    """`key` are the fields that say which thing it is; all its editions share them."""

    name: str
    label: Any
    labels: Any
    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    values: Callable[[Any], Values]
    read: Callable[[Record], Any]
    record: Callable[[Mapping[str, Any]], Values] = as_cells
    dated: bool = True
    has_heirs: bool = False
    single: bool = False  # there is one, and there always will be
    carry: Callable[[Any, Any], None] = lambda _new, _old: None  # what no form asks, kept

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    def identity(self, row: Any) -> str:
        """ "ZDMK", "roads-pothole:size": one text for an address and for a set of changes."""
        return ":".join(str(getattr(row, name)) for name in self.key)

    def identity_of(self, values: Mapping[str, Any]) -> str:
        return ":".join(str(values.get(name, "")) for name in self.key)

    def wanted(self, identity: str) -> dict[str, str]:
        """What a query for its editions filters by."""
        return dict(zip(self.key, identity.split(":", len(self.key) - 1), strict=False))

    def row_of(self, values: Mapping[str, Any]) -> tuple[Any, tuple[Problem, ...]]:
        """A row that is not saved, and what is wrong with the values, field by field."""
        problems = Problems()
        whole = {**self.blank(), **values}
        record = FormRecord(
            str(self.label), 0, self.record(whole), problems, all_languages(), {}, self.by_name
        )
        row = self._answered(record, whole, problems) if self.name == "questions" else None
        return row or self.read(record), tuple(problems.found)

    def _answered(self, record: Record, whole: Values, problems: Problems) -> Any:
        answers = [
            FormRecord(
                str(self.label),
                0,
                {**answer, "order": str(order)},
                problems,
                all_languages(),
                {},
                self.by_name,
            )
            for order, answer in enumerate(whole["values"], 1)
        ]
        key = (whole["category"].strip(), whole["code"].strip(), "")
        return questions.question_row(record, {key: list(answers)})

    def blank(self) -> Values:
        return {
            one.name: [] if one.is_list else "no" if one.kind == "flag" else ""
            for one in self.fields
        }


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            name="units",
            label=_("Jednostka"),
            labels=_("Jednostki"),
            model=Unit,
            key=("code",),
            fields=UNIT,
            values=flat.of_unit,
            read=units.unit_row,
            has_heirs=True,
        ),
        Table(
            name="categories",
            label=_("Kategoria"),
            labels=_("Kategorie"),
            model=Category,
            key=("code",),
            fields=CATEGORY,
            values=flat.of_category,
            read=categories.category_row,
            has_heirs=True,
        ),
        Table(
            name="questions",
            label=_("Pytanie"),
            labels=_("Pytania"),
            model=Question,
            key=("category", "code"),
            fields=QUESTION,
            values=flat.of_question,
            read=lambda record: questions.question_row(record, {}),
        ),
        Table(
            name="rules",
            label=_("Reguła"),
            labels=_("Reguły kierowania"),
            model=RoutingRule,
            key=("code",),
            fields=RULE,
            values=flat.of_rule,
            read=routing_rules.rule_row,
            record=flat.as_rule,
        ),
        Table(
            name="calendars",
            label=_("Kalendarz"),
            labels=_("Kalendarze"),
            model=Calendar,
            key=("code",),
            fields=CALENDAR,
            values=flat.of_calendar,
            read=cities.calendar_row,
            record=flat.as_calendar,
        ),
        Table(
            name="helplines",
            label=_("Telefon"),
            labels=_("Telefony"),
            model=Helpline,
            key=("code",),
            fields=HELPLINE,
            values=flat.of_helpline,
            read=units.helpline_row,
        ),
        Table(
            name="stages",
            label=_("Etap"),
            labels=_("Etapy"),
            model=Stage,
            key=("unit", "channel", "function"),
            fields=STAGE,
            values=flat.of_stage,
            read=units.stage_row,
        ),
        Table(
            name="groups",
            label=_("Grupa"),
            labels=_("Grupy"),
            model=CategoryGroup,
            key=("kind", "code"),
            fields=GROUP,
            values=flat.of_group,
            read=categories.group_row,
        ),
        Table(
            name="dangers",
            label=_("Zagrożenie"),
            labels=_("Zagrożenia"),
            model=Danger,
            key=("code",),
            fields=DANGER,
            values=flat.of_danger,
            read=texts.danger_row,
            record=flat.as_danger,
        ),
        Table(
            name="city",
            label=_("Miasto"),
            labels=_("Miasto"),
            model=City,
            key=("code",),
            fields=CITY,
            values=city_values.of_city,
            read=cities.city_row,
            record=city_values.as_city,
            dated=False,
            single=True,
        ),
        Table(
            name="texts",
            label=_("Strona miasta"),
            labels=_("Strony miasta"),
            model=CityText,
            key=("key", "language"),
            fields=PAGE,
            values=city_values.of_page,
            read=city_values.page_row,
            record=dict,
            dated=False,
        ),
        Table(
            name="words",
            label=_("Słowa kategorii"),
            labels=_("Słowa kategorii"),
            model=CategoryWords,
            key=("category", "language"),
            fields=WORDS,
            values=flat.of_words,
            read=lambda record: _words(record),
            dated=False,
        ),
    )
}


def _words(record: Record) -> CategoryWords:
    return CategoryWords(
        category=record.text("category", required=True, longest=60),
        language=record.choice("language", record.languages),
        words=record.listed("words"),
        examples=record.listed("examples"),
    )

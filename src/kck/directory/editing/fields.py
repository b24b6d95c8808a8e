"""What a form of a table asks for: a field, what it is called, and where its choices come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record


class Kind(StrEnum):
    """How a value is typed in."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    FLAG = "flag"
    CODES = "codes"  # several of a list
    LINES = "lines"  # a list of words, one a line
    DAYS = "days"  # a list of dates, one a line
    ANSWERS = "answers"  # a small table: key and names


@dataclass(frozen=True, kw_only=True)
class Field:
    """`source` names the table its choices are codes of; `options` are choices of their own.

    `known` are words for codes that stand in a field where anything may be written.
    """

    name: str
    label: Any
    kind: Kind = Kind.TEXT
    help: Any = ""
    group: str = "main"
    source: str = ""
    options: tuple[tuple[str, Any], ...] = ()
    known: tuple[tuple[str, Any], ...] = ()
    needed: bool = False
    language: str = ""
    width: str = ""

    def shown(self, value: Any) -> Any:
        """A known code in words; what somebody wrote stays as it is."""
        return next((str(words) for code, words in self.known if code == value), value)

    def meant(self, typed: Any) -> Any:
        """The code again, when the words stand as they were shown."""
        return next((code for code, words in self.known if str(words) == typed), typed)

    @property
    def is_list(self) -> bool:
        return self.kind in {Kind.CODES, Kind.LINES, Kind.DAYS, Kind.ANSWERS}


def in_languages(one: Field) -> tuple[Field, ...]:
    """The same field in every language of the programme."""
    return tuple(
        replace(one, name=f"{one.name}_{language}", language=language)
        for language in all_languages()
    )


@dataclass(frozen=True)
class FormRecord(Record):
    """A record that was typed into a form: mistakes call fields as the form calls them."""

    fields: Mapping[str, Field] = field(default_factory=dict)

    def title(self, field: str) -> str:
        known = self.fields.get(field) or self.fields.get(field.replace(".", "_"))
        return str(known.label) if known else field

    def wrong(self, field: str, what: Any, instead: Any = "", **values: object) -> None:
        super().wrong(self._own(field, values.get("language")), what, instead, **values)

    def _own(self, field: str, language: object) -> str:
        """`name` of a language is `name_pl`, `hours.mon` is `hours_mon`, and `when` any of it."""
        field = field.replace(".", "_")
        if f"{field}_{language}" in self.fields:
            return f"{field}_{language}"
        if field in self.fields:
            return field
        for prefix in ("when_", "hours_"):
            if f"{prefix}{field}" in self.fields:
                return f"{prefix}{field}"
        return _first_of(self.fields, f"{field}_") or field


def _first_of(names: Iterable[str], prefix: str) -> str:
    return next((name for name in names if name.startswith(prefix)), "")

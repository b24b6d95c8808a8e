"""What a form may choose from on a day, and how values are said to people."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kck.directory.editing.fields import Field, Kind
from kck.directory.editing.tables import TABLES
from kck.directory.explanations import OWNER_WORDS
from kck.directory.models import Edit
from kck.directory.snapshot import Snapshot
from kck.directory.terms import GroupKind
from kck.foundation.text import _, localized
from kck.places import queries as places

Choice = tuple[str, str]
_LONGEST = 300


def choices_of(field: Field, city: Snapshot, change_set_id: int | None = None) -> list[Choice]:
    """Codes with their names; what the same draft adds may be chosen too."""
    if field.options:
        return [(code, str(label)) for code, label in field.options]
    table, _colon, kind = field.source.rstrip("*").partition(":")
    found = list(_SOURCES[field.source](city))
    known = {code for code, _label in found}
    if table in TABLES and change_set_id is not None:
        found += [one for one in _drafted(table, kind, change_set_id) if one[0] not in known]
    return found


def _drafted(table: str, kind: str, change_set_id: int) -> Iterable[Choice]:
    for edit in Edit.objects.filter(change_set_id=change_set_id, table=table, ends=False):
        if not kind or edit.values.get("kind") == kind:
            code = edit.values.get("code", "")
            yield code, f"{code} · {name_of(edit.values)}"


def name_of(values: Mapping[str, Any]) -> str:
    """The thing's own words in the reader's language, if it has any."""
    for prefix in ("name", "text", "because"):
        names = {key[-2:]: str(value) for key, value in values.items() if key[:-3] == prefix}
        if words := localized(names):
            return words
    return str(values.get("title", ""))


def _named(rows: Iterable[Any]) -> list[Choice]:
    return [(row.code, f"{row.code} · {row.name()}") for row in rows]


def _units(city: Snapshot) -> list[Choice]:
    return _named(city.units_in_force())


def _every_unit(city: Snapshot) -> list[Choice]:
    return [("*", str(_("każda jednostka"))), *_units(city)]


def _helplines(city: Snapshot) -> list[Choice]:
    return [(one.code, f"{one.number} · {one.name()}") for one in city.helplines]


def _categories(city: Snapshot) -> list[Choice]:
    return [(one.code, f"{one.name()} ({one.code})") for one in city.categories()]


def _groups(kind: GroupKind) -> Callable[[Snapshot], list[Choice]]:
    def found(city: Snapshot) -> list[Choice]:
        rows = city.public_groups if kind == GroupKind.PUBLIC else city.category_groups
        return [(row.code, row.name()) for row in rows]

    return found


def _areas(_city: Snapshot) -> list[Choice]:
    return [(area.code, area.name) for area in places.areas("owner")]


def _districts(_city: Snapshot) -> list[Choice]:
    return [(one.code, one.name) for one in places.districts()]


_SOURCES: Mapping[str, Callable[[Snapshot], list[Choice]]] = {
    "units": _units,
    "units*": _every_unit,
    "calendars": lambda city: _named(city.calendars.in_force(city.day)),
    "helplines": lambda city: [
        (one.code, f"{one.number} · {one.name()}") for one in city.helplines
    ],
    "categories": lambda city: [
        (one.code, f"{one.name()} ({one.code})") for one in city.categories()
    ],
    "groups:group": _groups(GroupKind.GROUP),
    "groups:public": _groups(GroupKind.PUBLIC),
    "districts": _districts,
    "areas": _areas,
    "owners": lambda _city: [(code, str(words)) for code, words in OWNER_WORDS.items()],
}


def said(field: Field, value: Any) -> str:
    """A value as a person reads it; codes of other tables stay codes."""
    if value in ("", None, []):
        return "–"
    if field.kind == Kind.FLAG:
        return str(_("tak") if value == "yes" else _("nie"))
    if field.kind == Kind.ANSWERS:
        return _cut("; ".join(f"{name_of(one)} ({one.get('key', '')})" for one in value))
    labels = {code: str(label) for code, label in field.options}
    if isinstance(value, list):
        return _cut(", ".join(labels.get(str(one), str(one)) for one in value))
    return _cut(labels.get(value, str(field.shown(value))))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

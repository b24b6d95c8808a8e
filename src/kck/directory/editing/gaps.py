"""What a day would lack: codes that nothing stands for then. Compared before and after a change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kck.directory.info import CategoryInfo
from kck.directory.snapshot import Snapshot
from kck.directory.terms import GroupKind
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Gap:
    """`where` is the thing that points at `code`; `words` is a sentence with the remedy."""

    where: str
    code: str
    words: str


def gaps(city: Snapshot) -> set[Gap]:
    """On the snapshot's day. A unit that ended with a successor is no gap: it has an heir."""
    found = (
        *_of_city(city),
        *(gap for row in city.categories() for gap in _of_category(row, city)),
        *_of_rules(city),
        *_of_units(city),
    )
    return set(found)


def _gap(where: str, code: str, words: Any, **values: object) -> Gap:
    return Gap(where=where, code=code, words=str(words) % {"code": code, **values})


def _of_city(city: Snapshot) -> Iterator[Gap]:
    for code in (city.city.centre_unit, city.city.formal_unit):
        if city.unit(code) is None:
            words = _("Jednostka „%(code)s” jest centrum albo jednostką skarg: musi obowiązywać.")
            yield _gap("city", code, words)
    for code in {city.city.unknown_category, *city.city.kind_categories.values()}:
        if city.category(code) is None:
            words = _("Kategorii „%(code)s” używa sam system: musi obowiązywać.")
            yield _gap("city", code, words)


def _of_category(row: CategoryInfo, city: Snapshot) -> Iterator[Gap]:
    name = row.name()
    if not row.is_redirect and row.unit and city.unit(row.unit) is None:
        words = _(
            "Kategoria „%(name)s” traci jednostkę: %(code)s wtedy nie obowiązuje i nie ma następcy."
            " Daj kategorii inną jednostkę albo wpisz następcę."
        )
        yield _gap(row.code, row.unit, words, name=name)
    for code in (row.second_unit, row.night_unit):
        if code and city.unit(code) is None:
            words = _("Kategoria „%(name)s”: druga jednostka albo dyżur %(code)s nie obowiązuje.")
            yield _gap(row.code, code, words, name=name)
    if row.is_redirect and not city.redirect_of(row):
        words = _("Kategoria „%(name)s” nie ma żadnego numeru do podania.")
        yield _gap(row.code, "", words, name=name)
    yield from _of_groups(row, city)


def _of_groups(row: CategoryInfo, city: Snapshot) -> Iterator[Gap]:
    for kind, code in ((GroupKind.GROUP, row.group), (GroupKind.PUBLIC, row.public_group)):
        if code not in _codes(city, kind):
            words = _("Kategoria „%(name)s” jest w grupie „%(code)s”, która nie obowiązuje.")
            yield _gap(row.code, code, words, name=row.name())


def _codes(city: Snapshot, kind: GroupKind) -> set[str]:
    groups: Iterable[Any] = city.category_groups if kind == GroupKind.GROUP else city.public_groups
    return {group.code for group in groups}


def _of_rules(city: Snapshot) -> Iterator[Gap]:
    for rule in city.rules():
        if city.unit(rule.unit) is None:
            words = _("Reguła „%(name)s” kieruje do %(code)s, a ta jednostka nie obowiązuje.")
            yield _gap(rule.code, rule.unit, words, name=rule.code)
        if not any(rule.speaks_about(row.code) for row in city.categories()):
            words = _("Reguła „%(code)s” nie dotyczy żadnej obowiązującej kategorii.")
            yield _gap(rule.code, rule.code, words)


def _of_units(city: Snapshot) -> Iterator[Gap]:
    for unit in city.units_in_force():
        if city.calendars.own(unit.calendar, city.day) is None:
            words = _("Jednostka %(name)s liczy czas kalendarzem „%(code)s”, który nie obowiązuje.")
            yield _gap(unit.code, unit.calendar, words, name=unit.code)

"""What a change does, in words and numbers: what an administrator reads before saying yes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.formats import date_format

from kck.directory.editing.consequences import Effect, Turn
from kck.directory.editing.effects_of_city import effects_of_stages, effects_on_city
from kck.directory.info import CategoryInfo
from kck.foundation.text import _, ngettext

_SHOWN = 40


def effects(turn: Turn) -> list[Effect]:
    """The directory's own; what happens to cases is told by others."""
    return [
        *_units(turn),
        *_categories_pass(turn),
        *_categories_come_and_go(turn),
        *_targets(turn),
        *_rules(turn),
        *_calendars(turn),
        *effects_of_stages(turn),
        *effects_on_city(turn),
    ]


def _day(turn: Turn) -> str:
    return date_format(turn.after.day, "j E Y")


def _shown(names: Iterable[str]) -> tuple[str, ...]:
    ordered = sorted(names)
    rest = len(ordered) - _SHOWN
    if rest <= 0:
        return tuple(ordered)
    more = ngettext("… i %(count)s inna", "… i %(count)s innych", rest) % {"count": rest}
    return (*ordered[:_SHOWN], more)


def _units(turn: Turn) -> Iterator[Effect]:
    before = {unit.code: unit for unit in turn.before.units_in_force()}
    after = {unit.code: unit for unit in turn.after.units_in_force()}
    for code in sorted(set(before) - set(after)):
        heir = turn.after.unit(code)
        words = (
            _("%(unit)s kończy pracę przed %(day)s. Następca: %(heir)s.")
            if heir
            else _("%(unit)s kończy pracę przed %(day)s. Nie ma następcy.")
        )
        yield Effect(words=_said(words, turn, unit=code, heir=heir.code if heir else ""))
    for code in sorted(set(after) - set(before)):
        yield Effect(words=_said(_("Od %(day)s pracuje nowa jednostka %(unit)s."), turn, unit=code))
    for code in sorted(set(after) & set(before)):
        if after[code].names != before[code].names:
            words = _("Od %(day)s %(unit)s nazywa się „%(name)s”.")
            yield Effect(words=_said(words, turn, unit=code, name=after[code].name()))


def _said(words: Any, turn: Turn, **values: object) -> str:
    return str(words) % {"day": _day(turn), **values}


def _pairs(turn: Turn) -> Iterator[tuple[CategoryInfo, CategoryInfo]]:
    before = {row.code: row for row in turn.before.categories()}
    for row in turn.after.categories():
        if row.code in before:
            yield before[row.code], row


def _categories_pass(turn: Turn) -> Iterator[Effect]:
    """From which unit to which, by the unit that stands for the code on that day."""
    passed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for old, new in _pairs(turn):
        came, goes = turn.before.unit(old.unit), turn.after.unit(new.unit)
        codes = (came.code if came else "", goes.code if goes else "")
        if codes[0] != codes[1]:
            passed[codes].append(new.name())
    for (came_from, to), names in sorted(passed.items()):
        words = ngettext(
            "Od %(day)s %(count)s kategoria przechodzi z %(old)s do %(new)s.",
            "Od %(day)s %(count)s kategorii przechodzi z %(old)s do %(new)s.",
            len(names),
        )
        values = {"count": len(names), "old": came_from or "–", "new": to or "–"}
        yield Effect(words=_said(words, turn, **values), details=_shown(names), count=len(names))


def _categories_come_and_go(turn: Turn) -> Iterator[Effect]:
    before = {row.code: row.name() for row in turn.before.categories()}
    after = {row.code: row.name() for row in turn.after.categories()}
    for names, words in (
        ({before[code] for code in set(before) - set(after)}, _("Od %(day)s nie ma kategorii:")),
        ({after[code] for code in set(after) - set(before)}, _("Od %(day)s są nowe kategorie:")),
    ):
        if names:
            yield Effect(words=_said(words, turn), details=_shown(names), count=len(names))


def _targets(turn: Turn) -> Iterator[Effect]:
    changed = [
        new.name()
        for old, new in _pairs(turn)
        if (old.targets, old.takeover_wh) != (new.targets, new.takeover_wh)
    ]
    if changed:
        words = ngettext(
            "Nowy termin w %(count)s kategorii; sprawy już przyjęte zachowują dawny.",
            "Nowe terminy w %(count)s kategoriach; sprawy już przyjęte zachowują dawne.",
            len(changed),
        )
        yield Effect(words=words % {"count": len(changed)}, details=_shown(changed))


def _rules(turn: Turn) -> Iterator[Effect]:
    before = {rule.code: rule for rule in turn.before.rules()}
    after = {rule.code: rule for rule in turn.after.rules()}
    changed = [
        code
        for code in set(before) | set(after)
        if code not in before or code not in after or _differs(before[code], after[code])
    ]
    if changed:
        words = ngettext(
            "Zmienia się %(count)s reguła kierowania.",
            "Zmienia się %(count)s reguł kierowania.",
            len(changed),
        )
        yield Effect(words=words % {"count": len(changed)}, details=_shown(changed))


def _differs(old: Any, new: Any) -> bool:
    """Anything but which edition it is."""
    return bool(replace(old, id=new.id, valid_from=new.valid_from, valid_to=new.valid_to) != new)


def _calendars(turn: Turn) -> Iterator[Effect]:
    for new in turn.after.calendars.in_force(turn.after.day):
        old = turn.before.calendars.own(new.code, turn.before.day)
        if old is None or not _differs(old, new):
            continue
        using = [u.code for u in turn.after.units_in_force() if u.calendar == new.code]
        words = ngettext(
            "Kalendarz „%(name)s” zmienia się; liczy nim czas %(count)s jednostka.",
            "Kalendarz „%(name)s” zmienia się; liczy nim czas %(count)s jednostek.",
            len(using),
        )
        values = {"name": new.name(), "count": len(using)}
        yield Effect(words=words % values, details=_shown(using))

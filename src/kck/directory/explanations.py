"""How we work: every routing rule in words, for everybody to read."""

from collections.abc import Iterable
from dataclasses import dataclass

from kck.directory.info import CategoryInfo, Condition, RuleInfo
from kck.directory.snapshot import Snapshot
from kck.directory.terms import Season
from kck.foundation.text import _, localized
from kck.places import queries as places

OWNER_WORDS = {
    "road-lane": _("pas drogowy"),
    "green": _("teren zieleni"),
    "park": _("park lub teren zieleni"),
    "council-building": _("budynek komunalny"),
    "private": _("teren prywatny"),
    "state": _("teren Skarbu Państwa"),
    "railway": _("teren kolejowy"),
    "water": _("woda lub brzeg rzeki"),
}


@dataclass(frozen=True, kw_only=True)
class RuleExplained:
    """A rule in the reader's language; `conditions` must all hold."""

    code: str
    order: int
    categories: tuple[str, ...]
    unit_code: str
    unit: str
    because: str
    conditions: tuple[str, ...]


def rules_explained(snapshot: Snapshot) -> list[RuleExplained]:
    """The rules in force on the snapshot's day, in the order in which they are asked."""
    categories = snapshot.categories()
    return [_explained(rule, categories, snapshot) for rule in snapshot.rules()]


def _explained(
    rule: RuleInfo, categories: Iterable[CategoryInfo], snapshot: Snapshot
) -> RuleExplained:
    unit = snapshot.unit(rule.unit) or snapshot.centre
    return RuleExplained(
        code=rule.code,
        order=rule.order,
        categories=tuple(one.name() for one in categories if rule.speaks_about(one.code)),
        unit_code=unit.code,
        unit=unit.name(),
        because=localized(rule.because),
        conditions=tuple(in_words(rule.when)),
    )


def in_words(when: Condition) -> Iterable[str]:
    """Each condition as a phrase in the active language."""
    if when.districts:
        yield _join(_("dzielnica: {names}"), (_place(code, "district") for code in when.districts))
    if when.areas:
        yield _join(_("obszar: {names}"), (_place(code, "owner") for code in when.areas))
    if when.owners:
        words = (str(OWNER_WORDS.get(owner, owner)) for owner in when.owners)
        yield _join(_("teren: {names}"), words)
    if when.priorities:
        words = (f"{one.value} ({one.label})" for one in when.priorities)
        yield _join(_("pilność: {names}"), words)
    if when.season:
        yield str(_("od {first} do {last}")).format(**_ends(when.season))
    if when.hours:
        yield str(_("w godzinach {start}–{end}")).format(
            start=f"{when.hours.start:%H:%M}", end=f"{when.hours.end:%H:%M}"
        )
    if when.out_of_hours is not None:
        closed, opened = _("poza godzinami pracy jednostki"), _("w godzinach pracy jednostki")
        yield str(closed if when.out_of_hours else opened)


def _join(pattern: object, names: Iterable[str]) -> str:
    return str(pattern).format(names=", ".join(sorted(names)))


def _place(code: str, kind: str) -> str:
    found = places.area(code, kind)
    return found.name if found else code


def _ends(season: Season) -> dict[str, str]:
    (first_month, first_day), (last_month, last_day) = season.first, season.last
    return {
        "first": f"{first_day}.{first_month:02d}",
        "last": f"{last_day}.{last_month:02d}",
    }

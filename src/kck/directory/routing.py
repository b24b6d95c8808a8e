"""Which unit gets it, and why, in words that are kept on the case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kck.directory.info import CategoryInfo, Condition, Names, RuleInfo, UnitInfo
from kck.directory.rules import is_open
from kck.directory.snapshot import Snapshot
from kck.directory.stages import function_of
from kck.directory.terms import Priority, WayOfWorking
from kck.directory.words import in_each_language
from kck.foundation.text import _, localized
from kck.places.terms import Located

SENTENCE = _("{unit}, bo: {reason}")
OWN_CATEGORY = _("tak stanowi kategoria „{category}”")
CENTRE_REDIRECT = _("kategoria „{category}” wskazuje numer, resztą zajmuje się centrum")
CENTRE_NO_UNIT = _("żadna jednostka nie prowadzi teraz kategorii „{category}”")
BY_TELEPHONE = _("{reason}; {whose} nie pracuje w systemie, sprawę przekaże centrum")
NOT_YET = _("{reason}; {whose} jeszcze nie przyjmuje tą drogą, sprawę przekaże centrum")
ON_DUTY = _("sprawa pilna poza godzinami pracy {day_unit}, dyżur całodobowy")


@dataclass(frozen=True, kw_only=True)
class PlaceFacts:
    """What is known about the place: codes of district and areas, kind of land owner."""

    district: str = ""
    areas: tuple[str, ...] = ()
    owner: str = ""


NOWHERE = PlaceFacts()


def facts_of(located: Located) -> PlaceFacts:
    """What `kck.places.queries.locate` found, as far as rules care."""
    return PlaceFacts(
        district=located.district.code if located.district else "",
        areas=tuple(area.code for area in located.areas),
        owner=located.owner,
    )


@dataclass(frozen=True, kw_only=True)
class Considered:
    """A rule that was asked: `failed` names the first condition that did not hold ("" = it won)."""

    rule: str
    failed: str

    @property
    def matched(self) -> bool:
        return not self.failed


@dataclass(frozen=True, kw_only=True)
class Route:
    """The decision. `because` is the reason alone, `words` the whole sentence, by language.

    `whose` is the code of a body outside the system that ought to do it; the centre tells them.
    """

    unit_id: int
    unit_code: str
    rule: str | None
    because: Names
    words: Names
    considered: tuple[Considered, ...]
    whose: str = ""

    def in_words(self, language: str | None = None) -> str:
        return localized(self.words, language)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    category: CategoryInfo
    place: PlaceFacts
    at: datetime
    snapshot: Snapshot
    channel: str = ""

    @property
    def category_names(self) -> dict[str, str]:
        return dict(self.category.names)


@dataclass(frozen=True, kw_only=True)
class _Choice:
    unit: UnitInfo
    because: Names
    rule: RuleInfo | None = None
    whose: str = ""


def route(
    category: CategoryInfo,
    place: PlaceFacts,
    at: datetime,
    snapshot: Snapshot,
    channel: str = "",
) -> Route:
    """The first rule that holds, else the category's own unit, else the centre.

    A unit outside the system cannot be given anything, so the centre gets it and tells them. A P1
    that would reach a closed unit without a dispatcher goes to one that is on duty, unless the
    rule itself spoke about the time. A unit of the telephone is as open as the centre that calls.
    One that has not begun in this channel gets nothing by it: the centre passes it on (stages).
    """
    asked = _Asked(category=category, place=place, at=at, snapshot=snapshot, channel=channel)
    choice, considered = _by_rules(asked)
    choice = _that_receives(choice or _by_category(asked), asked)
    choice = _on_duty(choice, asked) or choice
    return Route(
        unit_id=choice.unit.id,
        unit_code=choice.unit.code,
        rule=choice.rule.code if choice.rule else None,
        because=choice.because,
        words=in_each_language(SENTENCE, unit=_same(choice.unit.code), reason=dict(choice.because)),
        considered=tuple(considered),
        whose=choice.whose,
    )


def _by_rules(asked: _Asked) -> tuple[_Choice | None, list[Considered]]:
    considered: list[Considered] = []
    if asked.category.is_redirect:
        return None, considered
    for rule in asked.snapshot.rules_about(asked.category, asked.at):
        failed = what_fails(rule.when, asked)
        unit = None if failed else asked.snapshot.unit(rule.unit, asked.at)
        if not failed and unit is None:
            failed = "unit"
        considered.append(Considered(rule=rule.code, failed=failed))
        if unit is not None:
            return _Choice(unit=unit, because=rule.because, rule=rule), considered
    return None, considered


def what_fails(when: Condition, asked: _Asked) -> str:
    """The name of the first condition that does not hold, as the file spells it, or nothing."""
    place, local = asked.place, asked.at.astimezone(asked.snapshot.city.zone)
    checks: tuple[tuple[str, bool], ...] = (
        ("districts", not when.districts or place.district in when.districts),
        ("areas", not when.areas or not when.areas.isdisjoint(place.areas)),
        ("owner", not when.owners or place.owner in when.owners),
        ("season", when.season is None or when.season.covers(local.date())),
        ("priority", not when.priorities or asked.category.priority in when.priorities),
        ("hours", when.hours is None or when.hours.covers(local.time())),
        ("out_of_hours", when.out_of_hours is None or when.out_of_hours == _closed(asked)),
    )
    return next((name for name, holds in checks if not holds), "")


def _closed(asked: _Asked) -> bool:
    """Whether the category's own unit (else the centre) is outside its working hours."""
    unit = asked.snapshot.unit(asked.category.unit, asked.at) or asked.snapshot.centre
    return not _works(unit, asked)


def _works(unit: UnitInfo, asked: _Asked) -> bool:
    return is_open(asked.at, asked.snapshot.calendar_of(unit, asked.at))


def _by_category(asked: _Asked) -> _Choice:
    category, names = asked.category, asked.category_names
    unit = asked.snapshot.unit(category.unit, asked.at) if category.unit else None
    if category.is_redirect:
        return _centre(asked, CENTRE_REDIRECT)
    if unit is None:
        return _centre(asked, CENTRE_NO_UNIT)
    return _Choice(unit=unit, because=in_each_language(OWN_CATEGORY, category=names))


def _centre(asked: _Asked, reason: Any) -> _Choice:
    because = in_each_language(reason, category=asked.category_names)
    return _Choice(unit=_centre_unit(asked), because=because)


def _centre_unit(asked: _Asked) -> UnitInfo:
    return asked.snapshot.unit(asked.snapshot.city.centre_unit, asked.at) or asked.snapshot.centre


def _that_receives(choice: _Choice, asked: _Asked) -> _Choice:
    receives = asked.snapshot.receives(choice.unit, asked.at)
    if receives and _has_begun(choice.unit, asked):
        return choice
    whose, words = choice.unit.code, NOT_YET if receives else BY_TELEPHONE
    because = in_each_language(words, reason=dict(choice.because), whose=_same(whose))
    return _Choice(unit=_centre_unit(asked), because=because, rule=choice.rule, whose=whose)


def _has_begun(unit: UnitInfo, asked: _Asked) -> bool:
    """Who asks without a channel asks what the rules say, whatever has been launched."""
    if not asked.channel or unit.code == _centre_unit(asked).code:
        return True
    function = function_of(asked.category.kind)
    return not function or asked.snapshot.takes(unit.code, asked.channel, function, asked.at)


def _on_duty(choice: _Choice, asked: _Asked) -> _Choice | None:
    """Another unit for a P1 that cannot wait until the chosen one opens, or can be called."""
    called = _by_telephone(choice.unit, asked)
    if asked.category.priority != Priority.P1 or (choice.unit.dispatcher_24h and not called):
        return None
    if choice.rule is not None and choice.rule.when.knows_the_time:
        return None
    if _works(_centre_unit(asked) if called else choice.unit, asked):
        return None
    unit = _with_dispatcher(asked)
    if unit is None:
        return None
    because = in_each_language(ON_DUTY, day_unit=_same(choice.unit.code))
    return _Choice(unit=unit, because=because, rule=choice.rule, whose=choice.whose)


def _with_dispatcher(asked: _Asked) -> UnitInfo | None:
    category = asked.category
    for code in (category.night_unit, category.unit, category.second_unit):
        unit = asked.snapshot.unit(code, asked.at) if code else None
        if unit is None or not unit.dispatcher_24h or _by_telephone(unit, asked):
            continue
        if asked.snapshot.receives(unit, asked.at):
            return unit
    return None


def _by_telephone(unit: UnitInfo, asked: _Asked) -> bool:
    return asked.snapshot.way_of(unit.id, asked.at).way == WayOfWorking.PHONE


def _same(text: str) -> dict[str, str]:
    return {"pl": text}

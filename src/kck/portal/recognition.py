"""What the form makes of a text: a danger first, else what it was said or seems to be about."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from kck.directory.info import CategoryInfo, HelplineInfo
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.stages import PassedOn, passed_on
from kck.intake.terms import Channel
from kck.portal.drafts import Draft
from kck.triage.place.offering import PlaceOffer, offered
from kck.triage.queries import group_for, triage
from kck.triage.rules import SURE_FROM
from kck.triage.terms import Triage

PROBABLE = 0.35  # enough to offer a group, not enough to decide anything
SHORTEST_TELLING = 8  # letters; less says nothing


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Somebody should call before they write on. `category`: one that only names a number."""

    code: str
    title: str
    text: str
    helplines: tuple[HelplineInfo, ...]
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """`category` only when the machine may choose alone; `group` is offered, never imposed."""

    alarm: Alarm | None = None
    category: CategoryInfo | None = None
    group: str = ""
    passed_on: PassedOn | None = None  # a unit that takes it by its old number for now


def recognise(draft: Draft, *, at: datetime) -> Recognised:
    """The same as intake will decide, so that questions asked here are the right ones."""
    if not draft.text:
        return Recognised()
    city = snapshot(at)
    seen = triage(draft.text, channel=Channel.WEB, at=at)
    alarm = _alarm(seen, city) or _number_to_call(seen, city)
    category = None if alarm else _said(draft, city) or _sure_category(draft, seen, city)
    return Recognised(
        alarm=alarm,
        category=category,
        passed_on=passed_on(category, Channel.WEB, at, city) if category else None,
        group=offered_group(draft.text, at=at, language=""),
    )


def told_place(draft: Draft, *, at: datetime) -> PlaceOffer | None:
    """The place that the words name: offered, never taken by itself."""
    if not draft.text:
        return None
    return offered(triage(draft.text, channel=Channel.WEB, at=at).matters)


def offered_group(text: str, *, at: datetime, language: str) -> str:
    """The code of the public group to offer; empty while the text says too little."""
    if len(text) < SHORTEST_TELLING:
        return ""
    found = group_for(text, at, language=language or None)
    return found.code if found.probability >= PROBABLE else ""


def _said(draft: Draft, city: Snapshot) -> CategoryInfo | None:
    """What the link or the object says, unless the resident has chosen another group."""
    found = city.category(draft.category) if draft.category else None
    if found is None or found.is_redirect:
        return None
    return found if draft.group in ("", found.public_group) else None


def _sure_category(draft: Draft, seen: Triage, city: Snapshot) -> CategoryInfo | None:
    """As the machine would choose alone, unless the resident says it is of another group."""
    if len(seen.matters) != 1 or not seen.matters[0].sure:
        return None
    found = city.category(seen.matters[0].categories[0].code)
    if found is None or found.is_redirect:
        return None
    return found if draft.group in ("", found.public_group) else None


def _alarm(seen: Triage, city: Snapshot) -> Alarm | None:
    danger = seen.danger
    if danger is None:
        return None
    category = city.category(danger.category)
    return Alarm(
        code=danger.code,
        title=category.name() if category else "",
        text=danger.text(get_language()),
        helplines=danger.helplines,
    )


def _number_to_call(seen: Triage, city: Snapshot) -> Alarm | None:
    """A category that only names a number is never taken as sure: probable is enough to say it."""
    best = next(iter(seen.matters[0].categories), None) if seen.matters else None
    category = city.category(best.code) if best and best.probability >= SURE_FROM else None
    if category is None or not category.is_redirect:
        return None
    return Alarm(
        code=category.code,
        title=category.name(),
        text="",
        helplines=tuple(city.redirect_of(category)),
        category=category.code,
    )

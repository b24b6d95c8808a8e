"""What the form makes of a text: a danger first, else what it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from kck.directory.info import CategoryInfo, HelplineInfo
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.intake.terms import Channel
from kck.portal.drafts import Draft
from kck.triage.queries import group_for, triage
from kck.triage.terms import Triage

PROBABLE = 0.35  # enough to look around for the same, not enough to decide anything
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


def recognise(draft: Draft, *, at: datetime) -> Recognised:
    """The same as intake will decide, so that questions asked here are the right ones."""
    city = snapshot(at)
    if not draft.text:
        return Recognised()
    seen = triage(draft.text, channel=Channel.WEB, at=at)
    likely = _likely(seen, city)
    sure = likely if likely and len(seen.matters) == 1 and seen.matters[0].sure else None
    if sure and draft.group and sure.public_group != draft.group and not sure.is_redirect:
        sure = None
    alarm = _alarm(seen, city) or (_redirect(sure, city) if sure else None)
    return Recognised(
        alarm=alarm,
        category=None if alarm else sure,
        group=likely.public_group if likely else "",
    )


def offered_group(text: str, *, at: datetime, language: str) -> str:
    """The code of the public group to offer; empty while the text says too little."""
    if len(text) < SHORTEST_TELLING:
        return ""
    found = group_for(text, at, language=language)
    return found.code if found.probability >= PROBABLE else ""


def _likely(seen: Triage, city: Snapshot) -> CategoryInfo | None:
    suggestions = seen.matters[0].categories if seen.matters else ()
    if not suggestions or suggestions[0].probability < PROBABLE:
        return None
    return city.category(suggestions[0].code)


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


def _redirect(category: CategoryInfo, city: Snapshot) -> Alarm | None:
    lines = city.redirect_of(category)
    if not (category.is_redirect and lines):
        return None
    return Alarm(
        code=category.code,
        title=category.name(),
        text="",
        helplines=tuple(lines),
        category=category.code,
    )

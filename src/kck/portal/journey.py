"""Which step comes next, and what is reported around the place already."""

from datetime import datetime

from kck.cases.queries.likely import Within, editions, within
from kck.cases.queries.nearby import NearbyCase, nearby
from kck.directory.queries import snapshot
from kck.portal.drafts import Draft
from kck.portal.recognition import Recognised, recognise

# without a sure category only what lies at arm's length is likely to be the same
UNSURE_WITHIN_M = 60


def next_step(draft: Draft, *, at: datetime) -> str:
    """The name of the first page that still has something to ask."""
    if not draft.text:
        return "portal:report"
    seen = recognise(draft, at=at)
    if seen.alarm and draft.warned != seen.alarm.code:
        return "portal:report-danger"
    if not draft.placed:
        return "portal:report-where"
    if not draft.apart and around(draft, seen, at=at):
        return "portal:report-nearby"
    if asks(seen, at=at) and seen.category and draft.asked != seen.category.code:
        return "portal:report-details"
    return "portal:report-check"


def ready(draft: Draft, *, at: datetime) -> bool:
    """Whether it may be sent. What turned up nearby meanwhile, perhaps itself, does not matter."""
    seen = recognise(draft, at=at)
    warned = seen.alarm is None or draft.warned == seen.alarm.code
    return bool(draft.text) and draft.placed and warned


def asks(seen: Recognised, *, at: datetime) -> bool:
    """Whether the category has questions of its own."""
    return bool(seen.category and snapshot(at).questions(seen.category.code))


def around(draft: Draft, seen: Recognised, *, at: datetime) -> list[NearbyCase]:
    """Open public reports that may be the same; never for a danger: that one is told anyway."""
    if draft.lat is None or draft.lon is None or seen.alarm:
        return []
    return nearby(
        draft.lat,
        draft.lon,
        _kinds(draft, seen, at=at),
        at=at,
        text=draft.text,
        photos=[photo.id for photo in draft.photos],
    )


def _kinds(draft: Draft, seen: Recognised, *, at: datetime) -> dict[int, Within]:
    """All editions of the sure category; else those of the chosen group, close by."""
    if seen.category:
        return within(editions([seen.category.code], at))
    group = draft.group or seen.group
    rows = [row for row in snapshot(at).all_categories.all if row.public_group == group]
    return within(rows, most=UNSURE_WITHIN_M)

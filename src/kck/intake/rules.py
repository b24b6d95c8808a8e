"""What a conversation becomes: which category, how urgent, who sees it. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass

from kck.cases.terms import OPEN_STATES, History, MachineSaid
from kck.directory.info import CategoryInfo
from kck.directory.snapshot import Snapshot
from kck.intake.terms import Incoming
from kck.triage.terms import Triage

_KEPT = 3  # suggestions


@dataclass(frozen=True, kw_only=True)
class Decision:
    """How the case is opened."""

    category: CategoryInfo
    needs_triage: bool
    danger: str
    urgent: bool
    private: bool


def decide(incoming: Incoming, seen: Triage | None, city: Snapshot) -> Decision:
    """A chosen category stands; else a sure one; else the city's catch-all, for a person to look.

    A danger, or a category that names a number to call, makes the case urgent and never public.
    """
    category, needs_triage = _category(incoming, seen, city)
    danger = seen.danger.code if seen and seen.danger else ""
    dangerous = bool(danger) or category.is_redirect
    return Decision(
        category=category,
        needs_triage=needs_triage or dangerous,
        danger=danger or (category.code if category.is_redirect else ""),
        urgent=dangerous,
        private=dangerous,
    )


def _category(incoming: Incoming, seen: Triage | None, city: Snapshot) -> tuple[CategoryInfo, bool]:
    if incoming.category:
        chosen = city.category(incoming.category)
        if chosen is not None:
            return chosen, False
    if incoming.kind and (own := _category_of_kind(incoming.kind, city)):
        return own, False
    if seen is None:
        return _catch_all(city), True
    if seen.danger and (told := city.category(seen.danger.category)):
        return told, True
    best = _sure_category(seen, city)
    if best is not None and _fits(best, incoming):
        return best, False
    return _catch_all(city), True


def _sure_category(seen: Triage, city: Snapshot) -> CategoryInfo | None:
    """What the machine may choose alone: one matter, sure, and not merely a number to call."""
    if len(seen.matters) != 1 or not seen.matters[0].sure:
        return None
    found = city.category(seen.matters[0].categories[0].code)
    return None if found is None or found.is_redirect else found


def machine_said(
    incoming: Incoming, seen: Triage | None, decision: Decision, *, model_id: int | None
) -> MachineSaid | None:
    """To be kept where the words decided or a person must; not where the category was chosen."""
    if seen is None or not seen.matters:
        return None
    return MachineSaid(
        suggested=tuple((one.code, one.probability) for one in seen.categories[:_KEPT]),
        automatic=not decision.needs_triage and not incoming.kind,
        asked=decision.needs_triage,
        model_id=model_id,
    )


def _fits(category: CategoryInfo, incoming: Incoming) -> bool:
    """A category of another group than the resident's choice is no sure thing."""
    return not incoming.public_group or category.public_group == incoming.public_group


def _category_of_kind(kind: str, city: Snapshot) -> CategoryInfo | None:
    codes = city.city.facts.get("kind_categories", {})
    return city.category(codes[kind]) if isinstance(codes, dict) and kind in codes else None


def _catch_all(city: Snapshot) -> CategoryInfo:
    code = str(city.city.facts["unknown_category"])
    found = city.category(code)
    if found is None:
        raise LookupError(f"the catch-all category {code} is not in force")
    return found


def together(told: Collection[History]) -> History:
    """What several offices say of one report: it has ended when all have, with the last of them."""
    still_open = [history for history in told if history.state in OPEN_STATES]
    return max(still_open or told, key=lambda history: history.closed_at or history.updated_at)

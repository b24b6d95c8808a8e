"""Which ready text fits where, and what is wrong with one. Plain Python."""

from collections.abc import Collection, Mapping

from kck.foundation.text import _
from kck.messaging import rules as gaps
from kck.messaging.terms import Words
from kck.replies.terms import LANGUAGES, VARIABLES, Limits, Situation

LONGEST_NAME = 80
LONGEST_BODY = 3000
_USES_COUNT = 6  # so many uses of one's own weigh as much as the closest fit


def fits(limits: Limits, where: Situation) -> bool:
    """A category or its group is enough."""
    by_kind = limits.categories or limits.groups
    kind = where.category in limits.categories or where.group in limits.groups
    return (
        where.purpose in limits.purposes
        and (not limits.units or bool(where.units & set(limits.units)))
        and (not by_kind or kind)
        and _within(where.state, limits.states)
        and (not where.outcome or _within(where.outcome, limits.outcomes))
    )


def _within(code: str, allowed: Collection[str]) -> bool:
    return not allowed or code in allowed


def closeness(limits: Limits, where: Situation, uses: int) -> int:
    """The more a text was made for this very situation, and the more its reader uses it."""
    category = 6 if where.category in limits.categories else 0
    group = 3 if where.group in limits.groups else 0
    state = 2 if where.state in limits.states else 0
    outcome = 2 if where.outcome and where.outcome in limits.outcomes else 0
    unit = 2 if where.units & set(limits.units) else 0
    return category + group + state + outcome + unit + min(uses, _USES_COUNT)


def problems(
    names: Mapping[str, str], bodies: Mapping[str, str], purposes: Collection[str]
) -> list[str]:
    """What an editor must mend, each as a sentence."""
    found = []
    if not purposes:
        found.append(str(_("Wybierz, do czego jest ten tekst.")))
    for language in LANGUAGES:
        found += [f"{language}: {one}" for one in _problems(names, bodies, language)]
    return found


def _problems(names: Mapping[str, str], bodies: Mapping[str, str], language: str) -> list[str]:
    name, body = names.get(language, ""), bodies.get(language, "")
    if language != "pl" and not name and not body:
        return []  # the writer is told that there is only the Polish one
    found = []
    if not name.strip():
        found.append(str(_("Wpisz nazwę.")))
    if len(name) > LONGEST_NAME:
        found.append(str(_("Nazwa może mieć najwyżej %(most)s znaków.")) % {"most": LONGEST_NAME})
    if len(body) > LONGEST_BODY:
        found.append(str(_("Tekst może mieć najwyżej %(most)s znaków.")) % {"most": LONGEST_BODY})
    return found + gaps.problems(Words(body=body), VARIABLES, subject=False)


def wrong_gaps(body: str) -> list[str]:
    """Of words that are filled for each case: gaps that are none."""
    if "{{" not in body and "}}" not in body:
        return []
    return gaps.problems(Words(body=body), VARIABLES, subject=False)


def filled(body: str, variables: Mapping[str, str]) -> str:
    """What a section without anything leaves at the edge of a line goes with it."""
    lines = gaps.render(Words(body=body), variables).body.split("\n")
    return "\n".join(line.strip() for line in lines).strip()

"""What a change of the configuration means for open cases, told before it is in force."""

from collections import defaultdict
from collections.abc import Iterator

from kck.cases.queries.passing import passing
from kck.directory.editing.consequences import Effect, Turn
from kck.foundation import numbers
from kck.foundation.text import ngettext

_SHOWN = 30


def effects_on_cases(turn: Turn) -> Iterator[Effect]:
    """How many cases go from whom to whom; a unit that leaves some to nobody is refused."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    found = passing(turn.before, turn.after, turn.after.day, only_ended=not turn.moves_cases)
    for one in found:
        groups[one.came_from, one.to.code if one.to else ""].append(one.number)
    for (came_from, to), known in sorted(groups.items()):
        yield _effect(came_from, to, known)


def _effect(came_from: str, to: str, known: list[str]) -> Effect:
    words = (
        ngettext(
            "%(count)s otwarta sprawa zostanie przekazana z %(old)s do %(new)s.",
            "%(count)s otwartych spraw zostanie przekazanych z %(old)s do %(new)s.",
            len(known),
        )
        if to
        else ngettext(
            "%(old)s kończy pracę, a ma %(count)s otwartą sprawę, której nikt nie przejmie: "
            "wpisz następcę.",
            "%(old)s kończy pracę, a ma %(count)s otwartych spraw, których nikt nie przejmie: "
            "wpisz następcę.",
            len(known),
        )
    )
    shown = [numbers.display(number) for number in known[:_SHOWN]]
    return Effect(
        words=words % {"count": len(known), "old": came_from, "new": to},
        details=(*shown, *(["…"] if len(known) > _SHOWN else [])),
        refuses=not to,
        count=len(known),
    )

"""What a change of the configuration means for open cases, told before it is in force."""

from collections import defaultdict
from collections.abc import Iterator

from kck.cases.clock_models import Complained
from kck.cases.clock_terms import Clock, ComplainedOf, Whom
from kck.cases.commands.reminding import CLOCK_COLUMNS
from kck.cases.models import Case
from kck.cases.queries.passing import passing
from kck.cases.terms import OPEN_STATES
from kck.directory.editing.consequences import Effect, Turn
from kck.directory.editing.flat import gathered
from kck.foundation import numbers
from kck.foundation.text import _, localized, ngettext

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


def effects_on_clocks(turn: Turn) -> Iterator[Effect]:
    """Who hears of a deadline from that day, and how many open cases have such a one."""
    for one in turn.of_table("escalations"):
        if one.ends:
            words = _("Powiadomienie „%(code)s” przestaje działać.")
            yield Effect(words=str(words) % {"code": one.identity})
            continue
        count = _with_clock(str(one.values["clock"]))
        words = _(
            "„%(code)s” (%(when)s) dowiedzą się: %(to)s. Otwartych spraw z tym terminem: %(count)s."
        )
        to = ", ".join(str(Whom(whom).label) for whom in one.values["to"])
        said = {"code": one.identity, "when": one.values["when_moment"], "to": to, "count": count}
        yield Effect(words=str(words) % said, count=count)


def _with_clock(name: str) -> int:
    column = CLOCK_COLUMNS[Clock(name)]
    return Case.objects.filter(state__in=OPEN_STATES).exclude(**{column: None}).count()


def effects_on_complaints(turn: Turn) -> Iterator[Effect]:
    for one in turn.of_table("routes"):
        of = [ComplainedOf(of) for of in one.values["of"]]
        if one.ends:
            words = _("Reguła „%(code)s” przestaje działać; rozstrzyga następna, która pasuje.")
        else:
            words = _("Skargi (kogo dotyczą: %(of)s) idą przez %(through)s; rozpatruje %(who)s.")
        count = Complained.objects.filter(of__in=of, case__state__in=OPEN_STATES).count()
        who = localized(gathered("decides", one.values))
        said = {
            "code": one.identity, "of": ", ".join(str(it.label) for it in of),
            "through": one.values["through"], "who": who,
        }  # fmt: skip
        open_ones = _("Otwartych skarg, których to dotyczy: %(count)s; zostają tam, gdzie są.")
        yield Effect(words=f"{str(words) % said} {str(open_ones) % {'count': count}}", count=count)

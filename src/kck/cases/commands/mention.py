"""A note that calls colleagues by name; they are told. It opens the case for nobody."""

from datetime import datetime

from kck.accounts.models import Staff
from kck.accounts.notice_commands import notify
from kck.accounts.queries import names_of
from kck.cases.commands.work import add_note
from kck.cases.models import Case
from kck.cases.queries.mentions import handles_in, may_see, mentionable, staff_called
from kck.cases.rules import Incomplete
from kck.foundation import numbers
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.reasons import reason
from kck.foundation.text import _, fold

MENTIONED = reason("cases.mentioned", _("%(who)s woła Cię w notatce do sprawy %(number)s"))


@command
def note_and_tell(case_id: int, *, text: str, at: datetime, by: Actor) -> Case:
    """The note, and word to everybody it names. `Incomplete` names who cannot be called."""
    called = _called(case_id, text, by)
    case = add_note(case_id, text=text, at=at, by=by)
    if called:
        who = names_of({by.staff_id or 0}).get(by.staff_id or 0, "")
        why = MENTIONED(who=who, number=numbers.display(case.number))
        notify(called, kind="mention", subject=case.stream, why=why, at=at, by=by)
    return case


def _called(case_id: int, text: str, by: Actor) -> set[int]:
    handles = handles_in(text)
    if not handles:
        return set()
    known = {one.handle: one.id for one in mentionable(case_id, by)}
    return {_one(handle, known, case_id) for handle in handles}


def _one(handle: str, known: dict[str, int], case_id: int) -> int:
    """Somebody of these may have a post and yet not see cases; somebody else may see them all."""
    found = known.get(fold(handle))
    people = [Staff.objects.get(pk=found)] if found else staff_called(handle)
    if not people:
        raise Incomplete(
            str(_("Nie ma tu nikogo o nazwie @%(name)s. Sprawdź, jak się pisze."))
            % {"name": handle}
        )
    seeing = [one for one in people if may_see(one, case_id)]
    if not seeing:
        raise Incomplete(
            str(
                _(
                    "%(name)s nie widzi tej sprawy i wołanie sprawy nie otworzy. "
                    "Przekaż sprawę albo usuń @ z notatki."
                )
            )
            % {"name": people[0].name}
        )
    if len(seeing) > 1:
        raise Incomplete(
            str(_("Jest kilka osób o nazwie @%(name)s. Wybierz osobę z listy.")) % {"name": handle}
        )
    return int(seeing[0].pk)

"""What line II was asked needs doing: it becomes a case of who asked."""

from datetime import datetime

from kck.cases.commands.open_case import open_case, reserved, reserving
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import NewCase, Spot
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.bulk import run
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.intake import line2_policy as policy
from kck.intake.commands.line2 import _tell, locked, settle
from kck.intake.commands.receive import LONGEST_TEXT, read
from kck.intake.line2_events import LineTwoBecameCase
from kck.intake.line2_models import SecondLine
from kck.intake.line2_terms import LineState
from kck.intake.models import Conversation
from kck.intake.rules import decide
from kck.intake.terms import Channel, Ending, Incoming


@command
def make_case(
    line_id: int,
    *,
    text: str,
    category: str = "",
    spot: Spot | None = None,
    at: datetime,
    by: Actor,
) -> Case:
    """Of the same conversation and person; from now on the words are the case's."""
    line = locked(line_id)
    if line.state in (LineState.ANSWERED, LineState.CASE):
        raise IllegalMove(str(_("Ktoś był szybszy: to już załatwione.")))
    require(policy.may_act(by, line))
    if len(clean(text)) < 5:
        raise Incomplete(str(_("Napisz, o co chodzi.")))
    case = _open(line, text, category, spot or Spot(), at=at, by=by)
    settle(line, LineState.CASE, at=at, by=by)
    line.save()
    Conversation.objects.filter(pk=line.conversation_id).update(
        case=case, ending=Ending.CASE, question="", answer=""
    )
    event = LineTwoBecameCase(line_id=line.pk, unit_id=line.unit_id, case_id=case.pk)
    _tell(line, event, at=at, by=by)
    return case


def _open(
    line: SecondLine, text: str, category: str, spot: Spot, *, at: datetime, by: Actor
) -> Case:
    talk = line.conversation
    incoming = Incoming(
        channel=Channel(talk.channel), text=clean(text)[:LONGEST_TEXT], category=category,
        language=talk.language, spot=spot,
    )  # fmt: skip
    decision = decide(incoming, read(incoming, at), snapshot(at))
    new = NewCase(
        category=decision.category.code,
        channel=talk.channel,
        text=incoming.text,
        language=talk.language,
        spot=spot,
        person_id=talk.person_id,
        danger=decision.danger,
        urgent=decision.urgent,
        private=decision.private,
        needs_triage=decision.needs_triage,
        conversation_id=talk.pk,
    )
    return open_case(new, reserved(run(reserving())), at=at, by=by)

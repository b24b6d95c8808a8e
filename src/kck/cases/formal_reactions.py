"""Who is told what, once something happened to a formal matter or to a commitment."""

from datetime import datetime

from kck.cases.formal_events import CaseProlonged
from kck.cases.letter import text_in
from kck.cases.reactions import occasion_of
from kck.cases.terms import TextKind
from kck.foundation.outbox import reacts_to
from kck.foundation.when import by_when


@reacts_to(CaseProlonged)
def tell_of_the_new_term(event: CaseProlonged, event_id: int) -> None:
    """The letter of KPA art. 36: reason, new date, what one may do about it."""
    occasion = occasion_of(event, event_id)
    until, before = map(datetime.fromisoformat, (event.legal_due_at, event.was_due_at))
    occasion.tell_reporter(
        "cases.prolonged",
        lambda language: {
            "reason": text_in(event.seals, TextKind.REASON),
            "instruction": text_in(event.seals, TextKind.ANSWER),
            "legal": by_when(until, occasion.now, language),
            "before": by_when(before, occasion.now, language),
        },
    )

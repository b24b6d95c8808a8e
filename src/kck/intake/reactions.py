"""What comes in by itself, once something happened elsewhere."""

from kck.cases.formal_events import LeftUnexamined
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reacts_to
from kck.intake.commands.crowds import notice_crowd
from kck.intake.commands.go_on import go_on_as_report
from kck.intake.events import ConversationReceived
from kck.intake.terms import Channel, Ending


@reacts_to(LeftUnexamined)
def let_the_fault_go_on(event: LeftUnexamined) -> None:
    go_on_as_report(event.case_id, at=clock.now(), by=PLATFORM)


def _reports_now(event: ConversationReceived) -> bool:
    return event.ending in {Ending.CASE, Ending.JOINED} and event.channel != Channel.IMPORT


@reacts_to(ConversationReceived, when=_reports_now)
def look_for_a_crowd(event: ConversationReceived) -> None:
    notice_crowd(event.conversation_id, at=clock.now(), by=PLATFORM)

"""What comes in by itself, once something happened elsewhere."""

from kck.cases.formal_events import LeftUnexamined
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reacts_to
from kck.intake.commands.go_on import go_on_as_report


@reacts_to(LeftUnexamined)
def let_the_fault_go_on(event: LeftUnexamined) -> None:
    go_on_as_report(event.case_id, at=clock.now(), by=PLATFORM)

"""What the clock does to conversations. A missed run is made up by the next."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.intake.commands.line2_clock import escalate


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="intake.escalate_line_two")
def escalate_line_two(timestamp: int) -> None:
    """Three quarters of the promised time have passed, or all of it."""
    escalate(clock.now())

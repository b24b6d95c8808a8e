"""What the clock does to conversations. A missed run is made up by the next."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.intake.commands.crowds import end_quiet_crowds
from kck.intake.commands.forgetting import forget_devices
from kck.intake.commands.line2_clock import escalate


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="intake.escalate_line_two")
def escalate_line_two(timestamp: int) -> None:
    """Three quarters of the promised time have passed, or all of it."""
    escalate(clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="intake.end_crowds")
def end_crowds(timestamp: int) -> None:
    """Nobody reports any more: the flag goes down by itself."""
    end_quiet_crowds(at=clock.now(), by=PLATFORM)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="intake.forget_devices")
def let_devices_go(timestamp: int) -> None:
    """From which device somebody wrote is known for a day."""
    forget_devices(at=clock.now())

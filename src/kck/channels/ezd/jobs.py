"""What the clock starts, and a new package."""

from procrastinate.contrib.django import app

from kck.channels.ezd import configured
from kck.channels.ezd.commands import SENDER_JOB, SENDER_LOCK, wake
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.receipts import read_receipts
from kck.channels.ezd.sending import send_due
from kck.foundation import clock


@app.periodic(cron="* * * * *")
@app.task(name=SENDER_JOB, queueing_lock=SENDER_LOCK)
def send_packages(timestamp: int) -> None:
    """Send for a while; when more is due, another job goes on, so that others get their turn."""
    if not configured.is_on():
        return
    if send_due() and RecordsPackage.objects.due(clock.real_now()).exists():
        wake()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ezd.read_receipts")
def look_for_receipts(timestamp: int) -> None:
    read_receipts()

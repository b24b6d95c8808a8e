"""What the clock starts."""

from procrastinate.contrib.django import app

from kck.channels.sms import inbox
from kck.channels.sms.commands import forget_old
from kck.channels.sms.receipts import ask_for_receipts


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sms.look", lock="sms.look")
def look_for_texts(timestamp: int) -> None:
    """One at a time: two must not read the same file."""
    inbox.read_spool()
    inbox.ask_gateway()
    inbox.go_on()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sms.receipts", lock="sms.receipts")
def look_for_receipts(timestamp: int) -> None:
    ask_for_receipts()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="sms.forget")
def forget_old_texts(timestamp: int) -> None:
    forget_old()

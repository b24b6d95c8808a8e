"""What the clock starts: asking far ends, and telling them."""

from procrastinate.contrib.django import app

from kck.channels.open311_out.outgoing import say_due
from kck.channels.open311_out.polling import poll_due


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="open311_out.poll")
def poll(timestamp: int) -> None:
    poll_due()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="open311_out.say")
def tell(timestamp: int) -> None:
    say_due()

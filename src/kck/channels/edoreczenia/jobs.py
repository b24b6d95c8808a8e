"""What the clock starts."""

from procrastinate.contrib.django import app

from kck.channels.edoreczenia.folder import read_proofs, take_deliveries
from kck.channels.edoreczenia.letters import lay_out_due


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="edoreczenia.look", lock="edoreczenia.look")
def look_into_the_folder(timestamp: int) -> None:
    """One at a time, whatever the number of workers: two must not read the same file."""
    take_deliveries()
    lay_out_due()
    read_proofs()

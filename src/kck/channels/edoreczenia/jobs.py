"""What the clock starts."""

from procrastinate.contrib.django import app

from kck.channels.edoreczenia.folder import read_proofs, take_deliveries
from kck.channels.edoreczenia.keeping import remove_old_originals
from kck.channels.edoreczenia.letters import lay_out_due
from kck.foundation import clock


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="edoreczenia.look", lock="edoreczenia.look")
def look_into_the_folder(timestamp: int) -> None:
    """One at a time, whatever the number of workers: two must not read the same file."""
    take_deliveries()
    lay_out_due()
    read_proofs()


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="edoreczenia.forget_originals", lock="edoreczenia.look")
def forget_originals(timestamp: int) -> None:
    """What was taken in long ago needs no second copy in the folder."""
    remove_old_originals(at=clock.now())

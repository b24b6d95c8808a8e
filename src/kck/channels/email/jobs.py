"""What new mails and the clock start."""

from procrastinate.contrib.django import app

from kck.channels.email.checking import check_again
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.keeping import READER_JOB, READER_LOCK, forget_raw, wake
from kck.channels.email.reading import read_due
from kck.foundation import clock


@app.periodic(cron="* * * * *")
@app.task(name=READER_JOB, queueing_lock=READER_LOCK)
def read_received(timestamp: int) -> None:
    """Read for a while; when more waits, another job goes on, so that others get their turn."""
    looked = read_due()
    if looked and ReceivedMail.objects.filter(next_try_at__lte=clock.real_now()).exists():
        wake()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="email.check_files")
def check_held_back_files(timestamp: int) -> None:
    """Files that came while no scanner answered are looked at once it does."""
    check_again(at=clock.now())


@app.periodic(cron="53 3 * * *")
@app.task(queueing_lock="email.forget_raw")
def forget_old_mails(timestamp: int) -> None:
    """Raw mails are kept for ninety days."""
    while forget_raw(at=clock.now()):
        pass

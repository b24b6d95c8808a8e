"""What the clock starts: drafts nobody sent, bytes nobody owns."""

from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from kck.files import storage
from kck.files.commands import erase
from kck.files.drawing import draw_thumbnails, remove_bytes
from kck.files.models import StoredFile
from kck.files.terms import Kind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

BATCH = 500
# younger bytes may belong to a transaction that has not ended
ORPHAN_DAYS = range(1, 8)


@app.periodic(cron="23 * * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:
    """Everything that was missed or is past its time; a missed run is made up by the next."""
    at = clock.now()
    erase_expired(at)
    leftovers = StoredFile.objects.exclude(erased_at=None).exclude(name="")
    for file_id in leftovers.values_list("pk", flat=True)[:BATCH]:
        remove_bytes(file_id=file_id)
    undrawn = StoredFile.objects.there().filter(
        thumb_at=None, kind=Kind.PHOTO, created_at__lt=at - timedelta(hours=1)
    )
    for file_id in undrawn.values_list("pk", flat=True)[:BATCH]:
        draw_thumbnails(file_id=file_id)


def erase_expired(at: datetime) -> int:
    """Drafts whose form was never sent."""
    expired = list(StoredFile.objects.expired(at)[:BATCH])
    for stored in expired:
        erase(stored, at=at, by=PLATFORM, ground="draft")
    return len(expired)


@app.periodic(cron="41 3 * * *")
@app.task(name="files.sweep_orphans", queueing_lock="files.sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Bytes written by a transaction that was rolled back, of the last week."""
    today = clock.now().astimezone(clock.city_zone()).date()
    for days in ORPHAN_DAYS:
        for kind in Kind:
            remove_orphans(storage.folder_of(kind, today - timedelta(days=days)))


def remove_orphans(folder: str) -> int:
    """A name belongs to a row that still has its bytes, or to nobody."""
    owners = {name: storage.id_of(name) for name in storage.names_in(folder)}
    known = set(
        StoredFile.objects.filter(public_id__in=[found for found in owners.values() if found])
        .exclude(name="")
        .values_list("public_id", flat=True)
    )
    orphans = [name for name, owner in owners.items() if owner and owner not in known]
    storage.remove(orphans)
    return len(orphans)

"""Jobs that a command asks for: thumbnails of a new photo, the bytes of an erased one."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kck.files import pictures, storage
from kck.files.models import StoredFile
from kck.files.terms import THUMB_SIDES
from kck.foundation import clock

_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="files.draw_thumbnails", retry=_AGAIN)
def draw_thumbnails(file_id: int) -> None:
    """Run twice, it draws the same twice."""
    stored = StoredFile.objects.there().filter(pk=file_id, thumb_at=None).first()
    if stored is None:
        return
    data = storage.read(stored.name)
    for size, side in THUMB_SIDES.items():
        storage.write(storage.thumb_name(stored.name, size), pictures.thumbnail(data, side))
    drawn = StoredFile.objects.there().filter(pk=file_id).update(thumb_at=clock.now())
    if not drawn:  # erased meanwhile: the thumbnails must not stay behind
        storage.remove(storage.all_names(stored.name))


@app.task(name="files.remove_bytes", retry=_AGAIN)
def remove_bytes(file_id: int) -> None:
    """The name goes last, so that a killed job is made up for by `sweep`."""
    stored = StoredFile.objects.filter(pk=file_id).exclude(erased_at=None).exclude(name="").first()
    if stored is None:
        return
    storage.remove(storage.all_names(stored.name))
    StoredFile.objects.filter(pk=file_id).update(name="")

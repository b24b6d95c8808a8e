"""Originals lie in `taken/` for so many days, and never go before everything of them is here."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from kck.channels.edoreczenia.folder import drop_folder, proves_a_known_letter, removed
from kck.channels.edoreczenia.models import Delivery
from kck.channels.edoreczenia.sniffing import NOT_TAKEN
from kck.channels.edoreczenia.terms import TAKEN
from kck.files.models import StoredFile
from kck.files.queries import open_stored
from kck.foundation import clock

_PIECE = 1 << 20


def kept_for() -> timedelta:
    return timedelta(days=settings.ENV.edoreczenia_keep_days)


def remove_old_originals(*, at: datetime, preview: bool = False) -> int:
    """Say how many are past their days (`preview`), or remove them. A folder that is away waits."""
    folder = drop_folder()
    if folder is None or not (folder / TAKEN).is_dir():
        return 0
    return _deliveries(folder / TAKEN, at, preview) + _proofs(folder / TAKEN, preview)


def _deliveries(taken: Path, at: datetime, preview: bool) -> int:
    old = Delivery.objects.filter(taken_at__lt=at - kept_for()).exclude(kept_as="")
    count = 0
    for delivery in old.prefetch_related("files__file").iterator(chunk_size=100):
        original = taken / Path(delivery.kept_as).name
        if not original.exists():  # somebody took it away
            gone = True
        elif not is_whole(delivery):
            continue
        else:
            count += 1
            gone = not preview and removed(original)
        if gone and not preview:
            Delivery.objects.filter(pk=delivery.pk).update(kept_as="")
    return count


def is_whole(delivery: Delivery) -> bool:
    """Nothing of it lies in its original only: no file was refused, and each is as it came."""
    if any(why == NOT_TAKEN for _name, why in delivery.refused):
        return False
    return all(one.file.erased_at or _is_there(one.file) for one in delivery.files.all())


def _is_there(stored: StoredFile) -> bool:
    opened = open_stored(stored)
    if opened is None:
        return False
    digest = hashlib.sha256()
    with opened.content as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == stored.sha256


def _proofs(taken: Path, preview: bool) -> int:
    """Of our letters; what they said stands with the letter. Files tell real time."""
    before = (clock.real_now() - kept_for()).timestamp()
    old = [
        path
        for path in taken.glob("*.json")
        if path.lstat().st_mtime < before and proves_a_known_letter(path)
    ]
    return len(old) if preview else sum(map(removed, old))

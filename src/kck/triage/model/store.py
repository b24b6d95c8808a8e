"""The model this process answers with: the published one, read again soon after that changes."""

import logging
import shutil
import threading
import time
import zipfile
from pathlib import Path

from django.conf import settings

from kck.triage.model.bundle import Bundle, unpack
from kck.triage.models import TrainedModel

CHECK_EVERY_S = 5.0
_KEPT = 3  # folders of models in the cache; more than one, so that a rollback costs nothing
_log = logging.getLogger(__name__)


class _Held:
    lock = threading.Lock()
    bundle: Bundle | None = None
    sha256 = ""
    model_id: int | None = None
    checked = float("-inf")


def current() -> Bundle | None:
    """None until a model was published: then the words of the catalogue alone decide.

    One statement every few seconds. A model that cannot be read leaves the one before in use.
    """
    if time.monotonic() - _Held.checked < CHECK_EVERY_S:
        return _Held.bundle
    if not _Held.lock.acquire(blocking=_Held.checked == float("-inf")):
        return _Held.bundle
    try:
        _Held.checked = time.monotonic()
        _renew()
    except (OSError, ValueError, LookupError, zipfile.BadZipFile):
        _log.exception("the published model of triage cannot be read: the one before stays")
    finally:
        _Held.lock.release()
    return _Held.bundle


def in_use() -> int | None:
    """The number of the model that `current` has given last; None: words alone."""
    return _Held.model_id


def look_again() -> None:
    """Ask at the next question; for whoever publishes, and for tests."""
    _Held.checked = float("-inf")


def _renew() -> None:
    used = TrainedModel.objects.standing().values_list("pk", "sha256").first()
    model_id, sha256 = used or (None, "")
    if sha256 != _Held.sha256:
        _Held.bundle = _load(sha256) if sha256 else None
        _Held.sha256 = sha256
    _Held.model_id = model_id


def _load(sha256: str) -> Bundle:
    folder = _cache() / sha256
    try:
        return Bundle.load(folder)
    except (OSError, ValueError, KeyError):
        shutil.rmtree(folder, ignore_errors=True)
    # by its name: another model may have been published since it was asked for
    named = TrainedModel.objects.filter(sha256=sha256)
    unpack(bytes(named.values_list("content", flat=True)[0]), folder)
    _forget_old(keep=folder)
    return Bundle.load(folder)


def _cache() -> Path:
    return Path(settings.KCK_HOME) / "models"


def _forget_old(*, keep: Path) -> None:
    folders = sorted(_cache().iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT:]:
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)

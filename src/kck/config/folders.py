"""What `kck doctor` says of folders that other programs read and fill: are they there, may we use
them, and does a file lie in them that nobody takes."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from kck.channels.edoreczenia.terms import ASIDE, IN, OUT, PROOFS, TAKEN
from kck.channels.ezd.receipts import RECEIPTS
from kck.config.finding import Finding
from kck.places.fetching import folder as register_folder
from kck.places.fetching import is_address
from kck.places.models import RegisterSource

_UNREAD = 15 * 60  # we look every minute
_UNFETCHED = 3 * 24 * 3600  # others look when they like
_WORKER = "See that a worker runs (kck worker) as a user who may read and move that file."


def folders() -> list[Finding]:
    """One for each folder that is in use."""
    return [*_ezd(settings.ENV.ezd_folder), *_edoreczenia(settings.ENV.edoreczenia_folder)]


def _ezd(folder: Path | None) -> Iterator[Finding]:
    if folder is None:
        return
    what, receipts = "EZD folder", folder / RECEIPTS
    yield (
        _unusable(what, [folder], "KCK_EZD_FOLDER")
        or _unusable(what, [one for one in (receipts,) if one.exists()], "KCK_EZD_FOLDER")
        or _unread(what, receipts.glob("*.json"), _UNREAD, _WORKER)
        or Finding(what=what, well=True, words=f"{folder} can be written to")
    )


def _edoreczenia(folder: Path | None) -> Iterator[Finding]:
    if folder is None:
        return
    what = "e-Doręczenia"
    inside = [folder / name for name in (IN, TAKEN, ASIDE, OUT, PROOFS)]
    fetch = "See that the program that speaks to the operator takes letters from there."
    yield (
        _unusable(what, [folder], "KCK_EDORECZENIA_FOLDER")
        or _unusable(what, [one for one in inside if one.exists()], "KCK_EDORECZENIA_FOLDER")
        or _unread(what, (folder / IN).glob("*"), _UNREAD, _WORKER)
        or _unread(what, (folder / PROOFS).glob("*.json"), _UNREAD, _WORKER)
        or _unread(what, (folder / OUT).glob("*"), _UNFETCHED, fetch)
        or _no_inbox(what, folder / IN)
        or Finding(what=what, well=True, words=f"{folder} can be read and written to")
    )


def registers() -> Finding:
    """Files that scheduled imports of registers expect; the rest come from addresses."""
    what, folder = "registers", register_folder()
    places = RegisterSource.objects.filter(ended_at=None).values_list("location", flat=True)
    files = [folder / one for one in places if not is_address(one)]
    if not files:
        return Finding(what=what, well=True, words="no file is expected")
    missing = sorted(path.name for path in files if not os.access(path, os.R_OK))
    words = (
        f"cannot be read: {', '.join(missing)}" if missing else f"{len(files)} files in {folder}"
    )
    advice = f"Put it into {folder}, readable by the worker, or end the import in the back office."
    return Finding(what=what, well=not missing, words=words, advice=advice)


def _unusable(what: str, folders: Iterable[Path], setting: str) -> Finding | None:
    for folder in folders:
        if not folder.is_dir():
            words, advice = f"{folder} is not there", f"Mount or make it, or correct {setting}."
        elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            words = f"{folder} may not be read and written to by this user"
            advice = f"Give it to the user that runs the worker, or correct {setting}."
        else:
            continue
        return Finding(what=what, well=False, words=words, advice=advice)
    return None


def _no_inbox(what: str, inbox: Path) -> Finding | None:
    if inbox.is_dir():
        return None
    words, advice = f"{inbox} is not there: nothing can be delivered", f"mkdir {inbox}"
    return Finding(what=what, well=False, words=words, advice=advice, grave=False)


def _unread(what: str, files: Iterable[Path], longest: int, advice: str) -> Finding | None:
    """Names with a dot before or .part behind are still being written."""
    ready = [one for one in files if not one.name.startswith(".") and one.suffix != ".part"]
    ages = [(age, one) for one in ready if (age := _age(one)) is not None]
    if not ages or (oldest := max(ages))[0] < longest:
        return None
    words = f"{oldest[1]} has lain there for {_said(oldest[0])}"
    return Finding(what=what, well=False, words=words, advice=advice)


def _age(path: Path) -> float | None:
    """Since it came there: a file that is moved keeps the time at which it was written."""
    try:
        return time.time() - path.lstat().st_ctime
    except OSError:  # taken while we looked
        return None


def _said(seconds: float) -> str:
    if seconds < 2 * 3600:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours" if seconds < 48 * 3600 else f"{seconds / 86400:.0f} days"

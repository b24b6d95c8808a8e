"""Receipts that the records system lays into `receipts/` of its folder, read back.

`NAME.json` with `{"package_id": …, "number": …, "date": "2026-02-03"}`, and perhaps `sha256`. What
was used is moved to `receipts/read/`, what cannot be used to `receipts/aside/`, and shown.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kck.channels.ezd import configured
from kck.channels.ezd.commands import note_receipt
from kck.channels.ezd.models import RecordsPackage, StrayReceipt
from kck.channels.ezd.terms import WrongReceipt
from kck.channels.ezd.transports import receipt_of
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _

_NO_RECEIPT = reason("ezd.no-receipt", _("To nie jest potwierdzenie w formacie JSON."))
_NO_NUMBER = reason("ezd.no-number", _("Brakuje numeru albo daty."))
_NO_PACKAGE = reason("ezd.no-package", _("Takiej paczki nie wysłano."))
_ANOTHER_CONTENT = reason("ezd.another-content", _("Potwierdzenie dotyczy innej treści paczki."))

RECEIPTS, READ, ASIDE = "receipts", "read", "aside"
MOST_BYTES = 100_000
_SETTLED_S = 30.0  # a younger file that cannot be read may not be all there yet
_AT_ONCE = 500


class _NotYet(Exception):
    """It may still be written to."""


def read_receipts() -> int:
    """Every receipt that has come; one that is wrong does not hold up the others."""
    folder = configured.folder()
    if folder is None:
        return 0
    return sum(_read_one(path) for path in _waiting(folder / RECEIPTS))


def _waiting(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError:  # nobody has made it, or it is away for the moment
        return
    yield from [path for path in found if not path.name.startswith(".")][:_AT_ONCE]


def _read_one(path: Path) -> bool:
    try:
        _use(_content(path))
    except (_NotYet, OSError):
        return False
    except WrongReceipt as wrong:
        _set_aside(path, wrong.why)
        return False
    _move(path, READ)
    return True


def _content(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        said = json.loads(data) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        if time.time() - path.stat().st_mtime < _SETTLED_S:
            raise _NotYet from error
        said = None
    if not isinstance(said, dict):
        raise WrongReceipt(_NO_RECEIPT)
    return said


def _use(said: dict[str, Any]) -> None:
    number, on = receipt_of(said)
    if on is None:
        raise WrongReceipt(_NO_NUMBER)
    package = RecordsPackage.objects.filter(package_id=str(said.get("package_id", ""))).first()
    if package is None:
        raise WrongReceipt(_NO_PACKAGE)
    if package.sha256 and said.get("sha256", package.sha256) != package.sha256:
        raise WrongReceipt(_ANOTHER_CONTENT)
    note_receipt(package.case_id, number=number, on=on, at=clock.now(), by=PLATFORM)


def _set_aside(path: Path, why: Reason) -> None:
    if _move(path, ASIDE):
        said, stored = columns(why)
        StrayReceipt.objects.create(name=path.name[:200], reason=said, why=stored, at=clock.now())


def _move(path: Path, where: str) -> bool:
    """Out of the way, never over another file of that name. False: it stays, and is read again."""
    try:
        target = path.parent / where
        target.mkdir(exist_ok=True)
        place = target / path.name
        if place.exists():
            place = target / f"{path.stem}.{os.urandom(4).hex()}{path.suffix}"
        path.rename(place)
    except OSError:
        return False
    return True
